using System.Collections.Frozen;
using Microsoft.Net.Http.Headers;

namespace IndustryGraph.Server.Http;

/// <summary>
/// The GraphiQL page and its files. They are part of the program, so that it serves them from wherever it runs, and the page asks
/// no other host for anything.
/// </summary>
internal static class GraphiQLPage
{
    /// <summary>The name of the page itself.</summary>
    public const string Index = "index.html";

    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src data:; img-src 'self' data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly FrozenDictionary<string, string> ContentTypes = new Dictionary<string, string>
    {
        [Index] = "text/html; charset=utf-8",
        ["start.js"] = "text/javascript; charset=utf-8",
        ["page.css"] = "text/css; charset=utf-8",
        ["graphiql.min.js"] = "text/javascript; charset=utf-8",
        ["graphiql.min.css"] = "text/css; charset=utf-8",
        ["react.production.min.js"] = "text/javascript; charset=utf-8",
        ["react-dom.production.min.js"] = "text/javascript; charset=utf-8",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly EntityTagHeaderValue Tag = new($"\"{typeof(GraphiQLPage).Module.ModuleVersionId:n}\"", isWeak: true);

    /// <summary>Writes one of the files, or 404.</summary>
    public static async Task WriteAsync(HttpContext http, string file)
    {
        if (!ContentTypes.TryGetValue(file, out var contentType))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-cache";
        headers.Vary = "Accept";
        headers.ETag = Tag.ToString();
        if (AnswerTag.IsKnown(http.Request, Tag))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        http.Response.ContentType = contentType;
        await using var content = typeof(GraphiQLPage).Assembly.GetManifestResourceStream("graphiql/" + file)!;
        await content.CopyToAsync(http.Response.Body, http.RequestAborted);
    }
}
