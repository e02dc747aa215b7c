using System.Collections.Frozen;
using Microsoft.Net.Http.Headers;

namespace IndustryGraph.Server.Http;

/// <summary>
/// The explorer: one page that asks <c>/graphql</c> for all that it shows. Its files are part of the program, as <c>src/explorer</c>
/// was built; it asks no other host for anything.
/// </summary>
internal static class ExplorerPage
{
    // The page shows what its address names, so that each of its views is answered with the same page.
    private static readonly string[] Views = ["search", "industry", "entity", "picture", "paths", "supply", "compare", "crosswalk", "versions"];

    private const string Prefix = "explorer/";
    private const string Index = "index.html";

    // Trusted types refuse any script that would write text into the page as markup.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

    private static readonly FrozenDictionary<string, string> ContentTypes = new Dictionary<string, string>
    {
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Assets = typeof(ExplorerPage).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(name => name[Prefix.Length..])
        .Where(name => ContentTypes.ContainsKey(Path.GetExtension(name)))
        .ToFrozenSet(StringComparer.Ordinal);

    private static readonly EntityTagHeaderValue Tag = new($"\"{typeof(ExplorerPage).Module.ModuleVersionId:n}\"", isWeak: true);

    /// <summary>Maps <c>/</c>, the views below it and <c>/assets/</c>, for GET and HEAD.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        string[] methods = [HttpMethods.Get, HttpMethods.Head];
        routes.MapMethods("/", methods, WritePageAsync);
        foreach (var view in Views)
        {
            routes.MapMethods($"/{view}/{{**of}}", methods, WritePageAsync);
        }

        routes.MapMethods("/assets/{file}", methods, (HttpContext http, string file) => WriteAssetAsync(http, file));
    }

    private static Task WritePageAsync(HttpContext http)
    {
        http.Response.Headers.ContentSecurityPolicy = Policy;

        // The page names the files that it needs by their hashes: asked for each time, it is never older than they are.
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers.ETag = Tag.ToString();
        if (AnswerTag.IsKnown(http.Request, Tag))
        {
            WriteHeaders(http.Response.Headers);
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        return WriteAsync(http, Index, "text/html; charset=utf-8");
    }

    private static Task WriteAssetAsync(HttpContext http, string file)
    {
        if (!Assets.Contains(file))
        {
            WriteHeaders(http.Response.Headers);
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        // The name holds the hash of the content: another content has another name.
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return WriteAsync(http, file, ContentTypes[Path.GetExtension(file)]);
    }

    private static async Task WriteAsync(HttpContext http, string file, string contentType)
    {
        WriteHeaders(http.Response.Headers);
        http.Response.ContentType = contentType;
        if (HttpMethods.IsHead(http.Request.Method))
        {
            return;
        }

        await using var content = typeof(ExplorerPage).Assembly.GetManifestResourceStream(Prefix + file)!;
        await content.CopyToAsync(http.Response.Body, http.RequestAborted);
    }

    private static void WriteHeaders(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }
}
