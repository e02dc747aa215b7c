using System.Buffers;
using System.Globalization;
using IndustryGraph.Server.GraphQL;

namespace IndustryGraph.Server.Http;

/// <summary>Writes responses, and refusals in one shape whatever was asked.</summary>
internal static class HttpAnswer
{
    /// <summary>Writes a refusal: an object with <c>errors</c>, as GraphQL has it.</summary>
    public static void Refuse(HttpContext http, GraphQLProblem refusal)
    {
        http.Response.Headers.CacheControl = "no-store";
        Write(http, GraphQLResponse.Refused(refusal), MediaTypes.GraphQLResponse);
        http.Response.ContentType = MediaTypes.Json + "; charset=utf-8";
    }

    /// <summary>Writes a response with its status and headers.</summary>
    public static void Write(HttpContext http, GraphQLResponse response, string mediaType)
    {
        var refusal = response.Refusal;
        http.Response.StatusCode = refusal is null || (refusal.Kind.OfGraphQL && mediaType == MediaTypes.Json) ? StatusCodes.Status200OK : refusal.Kind.Status;
        http.Response.ContentType = mediaType + "; charset=utf-8";
        if (refusal?.Kind == ErrorCodes.MethodNotAllowed)
        {
            http.Response.Headers.Allow = HttpMethods.IsGet(http.Request.Method) ? "POST" : "GET, POST";
        }

        if (refusal?.Kind == ErrorCodes.Unauthenticated)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
        }

        if (refusal?.Kind == ErrorCodes.UnsupportedMediaType)
        {
            http.Response.Headers.AcceptEncoding = "gzip, br, deflate";
        }

        if (refusal?.RetryAfter is { } delay)
        {
            http.Response.Headers.RetryAfter = Math.Ceiling(delay.TotalSeconds).ToString("0", CultureInfo.InvariantCulture);
        }

        if (response.Language is { } language)
        {
            http.Response.Headers.ContentLanguage = language;
        }

        using var body = new PooledBuffer();
        ResponseWriter.Write(body, response);
        http.Response.ContentLength = body.Written.Length;
        http.Response.BodyWriter.Write(body.Written.Span);
    }
}
