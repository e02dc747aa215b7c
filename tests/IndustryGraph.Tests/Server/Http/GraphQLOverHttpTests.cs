using System.IO.Compression;
using System.Net;
using System.Text;
using Xunit;

namespace IndustryGraph.Tests.Server.Http;

public sealed class GraphQLOverHttpTests : IAsyncLifetime
{
    private ThingServer server = null!;

    public async ValueTask InitializeAsync() => server = await ThingServer.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_query_is_answered_with_data_version_and_cost()
    {
        var answer = await server.PostAsync("query ($name: String) { hello(name: $name) }", new { name = "农业" });

        Assert.Equal(200, answer.Status);
        Assert.Equal("""{"data":{"hello":"hello 农业"},"extensions":{"graph":{"version":7,"loadedAt":"2025-01-02T03:04:05Z","stale":false},"cost":{"requested":1,"limit":50000}}}""", answer.Text);
    }

    [Theory]
    [InlineData(null, "application/json; charset=utf-8")]
    [InlineData("*/*", "application/json; charset=utf-8")]
    [InlineData("application/*", "application/json; charset=utf-8")]
    [InlineData("application/json", "application/json; charset=utf-8")]
    [InlineData("application/graphql-response+json", "application/graphql-response+json; charset=utf-8")]
    [InlineData("application/json;q=0.5, application/graphql-response+json", "application/graphql-response+json; charset=utf-8")]
    [InlineData("text/html;q=0.1, application/graphql-response+json; charset=utf-8, application/json;q=0.9", "application/graphql-response+json; charset=utf-8")]
    public async Task The_accepted_media_type_is_written(string? accept, string contentType)
    {
        var answer = await server.PostAsync("{ __typename }", accept: accept);

        Assert.Equal(200, answer.Status);
        Assert.Equal(contentType, answer.Response.Content.Headers.ContentType!.ToString());
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json;q=0")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("nonsense")]
    public async Task An_accept_header_without_our_types_is_406(string accept)
    {
        var answer = await server.PostAsync("{ __typename }", accept: accept);

        Assert.Equal(406, answer.Status);
        Assert.Equal("NOT_ACCEPTABLE", answer.Code);
    }

    [Theory]
    [InlineData("{", "SYNTAX_ERROR")]
    [InlineData("{ nothing }", "VALIDATION_FAILED")]
    [InlineData("query ($of: Int!) { half(of: $of) }", "INVALID_VARIABLE")]
    [InlineData("query a { hello } query b { hello }", "OPERATION_NOT_FOUND")]
    [InlineData("fragment a on Query { hello }", "OPERATION_NOT_FOUND")]
    [InlineData("subscription { changed }", "OPERATION_NOT_SUPPORTED")]
    public async Task What_graphql_refuses_is_400_or_200_by_media_type(string query, string code)
    {
        var modern = await server.PostAsync(query);
        var old = await server.PostAsync(query, accept: "application/json");

        Assert.Equal((400, code), (modern.Status, modern.Code));
        Assert.Equal((200, code), (old.Status, old.Code));
        Assert.DoesNotContain("\"data\"", modern.Text, StringComparison.Ordinal);
        Assert.Equal(0, server.Graph.Calls);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("\"text\"")]
    [InlineData("{}")]
    [InlineData("""{"query":null}""")]
    [InlineData("""{"query":["{hello}"]}""")]
    [InlineData("""{"query":"{hello}","query":"{hello}"}""")]
    [InlineData("""{"query":"{hello}","operationName":1}""")]
    [InlineData("""{"query":"{hello}","variables":"x"}""")]
    [InlineData("""{"query":"{hello}","variables":[]}""")]
    [InlineData("""{"query":"{hello}","extensions":7}""")]
    [InlineData("""{"query":"{hello}"} {"query":"{hello}"}""")]
    [InlineData("""{"query":"{hello}","extensions":{"cost":"all"}}""")]
    public async Task A_body_that_is_no_request_is_400_whatever_is_accepted(string body)
    {
        foreach (var accept in new[] { "application/json", "application/graphql-response+json" })
        {
            var answer = await server.SendAsync(ThingServer.Json(body), accept);

            Assert.Equal((400, "BAD_REQUEST"), (answer.Status, answer.Code));
        }

        Assert.Equal(0, server.Graph.Calls);
    }

    [Fact]
    public async Task Get_answers_queries_with_variables()
    {
        var answer = await server.GetAsync("query a { hello } query b($of: Int) { half(of: $of) }", more: "&operationName=b&variables=" + Uri.EscapeDataString("""{"of":42}"""));

        Assert.True(answer.Status == 200, answer.Text);
        Assert.Equal(21, (int?)answer.Body["data"]?["half"]);
    }

    [Theory]
    [InlineData("&variables=%5B%5D")]
    [InlineData("&variables=%7B")]
    [InlineData("&variables=%7B%22a%22:%22%5Cud800%22%7D")]
    [InlineData("&query=%7Bhello%7D")]
    [InlineData("&extensions=1")]
    public async Task Get_with_malformed_parameters_is_400(string more)
    {
        var answer = await server.GetAsync("{ hello }", more: more);

        Assert.Equal((400, "BAD_REQUEST"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Get_without_query_is_400_for_programs()
    {
        var answer = await server.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/graphql"));

        Assert.Equal((400, "BAD_REQUEST"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("mutation { touch }", "")]
    [InlineData("query a { hello } mutation b { touch }", "&operationName=b")]
    public async Task Get_never_runs_a_mutation(string query, string more)
    {
        foreach (var accept in new[] { "application/json", "application/graphql-response+json" })
        {
            var answer = await server.GetAsync(query, accept, more);

            Assert.Equal((405, "METHOD_NOT_ALLOWED"), (answer.Status, answer.Code));
            Assert.Equal("POST", answer.Response.Content.Headers.Allow.Single());
        }

        Assert.Equal(0, server.Graph.Calls);
        Assert.Equal(200, (await server.PostAsync("mutation { touch }")).Status);
        Assert.Equal(1, server.Graph.Calls);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    public async Task Other_methods_are_405(string method)
    {
        var answer = await server.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/graphql") { Content = ThingServer.Json("""{"query":"{hello}"}""") });

        Assert.Equal((405, "METHOD_NOT_ALLOWED"), (answer.Status, answer.Code));
        Assert.Equal(["GET", "POST"], answer.Response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("")]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/graphql")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=iso-8859-1")]
    public async Task A_content_type_that_forms_can_send_is_415(string contentType)
    {
        var answer = await server.PostBodyAsync(Encoding.UTF8.GetBytes("""{"query":"mutation { touch }"}"""), contentType);

        Assert.Equal((415, "UNSUPPORTED_MEDIA_TYPE"), (answer.Status, answer.Code));
        Assert.Equal(0, server.Graph.Calls);
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json;charset=\"UTF-8\"")]
    [InlineData("Application/JSON")]
    public async Task Json_in_utf8_is_read_however_it_is_written(string contentType)
    {
        var answer = await server.PostBodyAsync(Encoding.UTF8.GetBytes("""{"query":"{hello}"}"""), contentType);

        Assert.Equal(200, answer.Status);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task A_zipped_body_is_read(string encoding)
    {
        var answer = await server.PostBodyAsync(Zip("""{"query":"{hello}"}"""u8.ToArray(), encoding), encoding: encoding);

        Assert.Equal(200, answer.Status);
    }

    [Fact]
    public async Task An_encoding_that_is_not_read_is_415()
    {
        var answer = await server.PostBodyAsync("{}"u8.ToArray(), encoding: "zstd");

        Assert.Equal((415, "UNSUPPORTED_MEDIA_TYPE"), (answer.Status, answer.Code));
        Assert.Equal("gzip, br, deflate", string.Join(", ", answer.Response.Headers.GetValues("Accept-Encoding")));
    }

    [Fact]
    public async Task A_damaged_zip_is_400()
    {
        var answer = await server.PostBodyAsync("no gzip at all"u8.ToArray(), encoding: "gzip");

        Assert.Equal((400, "BAD_REQUEST"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("zh-CN,zh;q=0.9,en;q=0.8", "zh")]
    [InlineData("en-GB, zh;q=0.5", "en")]
    [InlineData("zh;q=0.2, en;q=0.9", "en")]
    [InlineData("de, en;q=0.1", "en")]
    [InlineData("de", null)]
    [InlineData(null, null)]
    public async Task Resolvers_learn_the_preferred_language(string? header, string? language)
    {
        var answer = await server.GetAsync("{ language }", headers: headers =>
        {
            if (header is not null)
            {
                headers.TryAddWithoutValidation("Accept-Language", header);
            }
        });

        Assert.Equal(language, (string?)answer.Body["data"]?["language"]);
    }

    [Fact]
    public async Task Large_answers_are_zipped_for_who_accepts_it()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = ThingServer.Json("""{"query":"{ things(first: 100) { id name } }"}""") };
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "br");

        using var response = await server.Client.SendAsync(request);

        Assert.Equal("br", response.Content.Headers.ContentEncoding.Single());
        await using var plain = new BrotliStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        Assert.Contains("物 99", await new StreamReader(plain).ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Small_answers_are_not_zipped_and_tell_their_length()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = ThingServer.Json("""{"query":"{ hello }"}""") };
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "br");

        using var response = await server.Client.SendAsync(request);

        Assert.Empty(response.Content.Headers.ContentEncoding);
        Assert.Equal((await response.Content.ReadAsByteArrayAsync()).Length, response.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task Without_a_version_all_is_503_but_health_live()
    {
        server.Version = null;

        var answer = await server.PostAsync("{ hello }");

        Assert.Equal((503, "NOT_READY"), (answer.Status, answer.Code));
        Assert.True(answer.Response.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await server.Client.GetAsync("/health/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/health/live")).StatusCode);
    }

    [Fact]
    public async Task Ready_tells_the_version()
    {
        Assert.Equal(
            """{"status":"ready","version":7,"loadedAt":"2025-01-02T03:04:05+00:00","stale":false}""",
            await server.Client.GetStringAsync("/health/ready"));
    }

    [Fact]
    public async Task A_request_is_answered_from_the_version_that_it_names()
    {
        server.Version = server.Version! with { Version = 8, Secret = "of version 8", Stale = true };

        var answer = await server.PostAsync("{ secret }");

        Assert.Equal("of version 8", (string?)answer.Body["data"]?["secret"]);
        Assert.Equal(8, (int?)answer.Body["extensions"]?["graph"]?["version"]);
        Assert.True((bool?)answer.Body["extensions"]?["graph"]?["stale"]);
    }

    internal static byte[] Zip(byte[] plain, string encoding)
    {
        using var zipped = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "gzip" => new GZipStream(zipped, CompressionLevel.SmallestSize, leaveOpen: true),
            "br" => new BrotliStream(zipped, CompressionLevel.Fastest, leaveOpen: true),
            _ => new ZLibStream(zipped, CompressionLevel.SmallestSize, leaveOpen: true),
        })
        {
            stream.Write(plain);
        }

        return zipped.ToArray();
    }
}
