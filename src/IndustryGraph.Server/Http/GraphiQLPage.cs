using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace IndustryGraph.Server.Http;

/// <summary>
/// The GraphiQL page and its files. They are part of the program, so that it serves them from wherever it runs, and the page asks
/// no other host for anything.
/// </summary>
internal static class GraphiQLPage
{
    private const string Index = "index.html";

    // What index.html holds in place of the nonce.
    private const string NoncePlace = "STYLE-NONCE";

    private static readonly FrozenDictionary<string, string> ContentTypes = new Dictionary<string, string>
    {
        ["start.js"] = "text/javascript; charset=utf-8",
        ["page.css"] = "text/css; charset=utf-8",
        ["graphiql.min.js"] = "text/javascript; charset=utf-8",
        ["graphiql.min.css"] = "text/css; charset=utf-8",
        ["react.production.min.js"] = "text/javascript; charset=utf-8",
        ["react-dom.production.min.js"] = "text/javascript; charset=utf-8",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly EntityTagHeaderValue Tag = new($"\"{typeof(GraphiQLPage).Module.ModuleVersionId:n}\"", isWeak: true);

    /// <summary>Writes the page.</summary>
    public static async Task WriteAsync(HttpContext http)
    {
        // The dialogs of GraphiQL add a style; the nonce lets in that one and no other.
        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        using var reader = new StreamReader(Open(Index));
        var page = (await reader.ReadToEndAsync(http.RequestAborted)).Replace(NoncePlace, nonce, StringComparison.Ordinal);
        WriteHeaders(http.Response.Headers);
        http.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; font-src data:; img-src 'self' data:; connect-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.ContentType = "text/html; charset=utf-8";
        await http.Response.WriteAsync(page, http.RequestAborted);
    }

    /// <summary>Writes one of the files that the page loads, or 404.</summary>
    public static async Task WriteFileAsync(HttpContext http, string file)
    {
        if (!ContentTypes.TryGetValue(file, out var contentType))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        WriteHeaders(http.Response.Headers);
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers.ETag = Tag.ToString();
        if (AnswerTag.IsKnown(http.Request, Tag))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        http.Response.ContentType = contentType;
        await using var content = Open(file);
        await content.CopyToAsync(http.Response.Body, http.RequestAborted);
    }

    private static void WriteHeaders(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.Vary = "Accept";
    }

    private static Stream Open(string file) => typeof(GraphiQLPage).Assembly.GetManifestResourceStream("graphiql/" + file)!;
}
