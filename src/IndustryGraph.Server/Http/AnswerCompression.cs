using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;

namespace IndustryGraph.Server.Http;

/// <summary>Compresses answers for clients that accept it, but not those that fit in one packet anyway.</summary>
internal sealed class AnswerCompression(IServiceProvider services, IOptions<ResponseCompressionOptions> options)
    : ResponseCompressionProvider(services, options)
{
    private const int Smallest = 1_024;

    /// <inheritdoc/>
    public override bool ShouldCompressResponse(HttpContext context) =>
        context.Response.ContentLength is not < Smallest && base.ShouldCompressResponse(context);
}
