using IndustryGraph.Server.GraphQL;
using IndustryGraph.Server.Http;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace IndustryGraph.Tests.Server.Http;

public sealed class RequestBodyTests
{
    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task Of_a_zip_bomb_no_more_is_read_than_fills_the_limit(string encoding)
    {
        // 1,000 to 1: 256 KiB come out of the first few hundred bytes, and the decoder reads some thousand ahead.
        var zipped = new MemoryStream(GraphQLOverHttpTests.Zip(new byte[64 * 1024 * 1024], encoding));
        var http = new DefaultHttpContext();
        http.Request.Body = zipped;
        http.Request.Headers.ContentEncoding = encoding;

        var problem = await Assert.ThrowsAsync<GraphQLProblem>(() => RequestBody.ReadAsync(http.Request, 256 * 1024, TestContext.Current.CancellationToken));

        Assert.Equal(ErrorCodes.BodyTooLarge, problem.Kind);
        Assert.True(zipped.Length > 60_000);
        Assert.InRange(zipped.Position, 1, 20_000);
    }
}
