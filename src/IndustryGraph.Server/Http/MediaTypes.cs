using Microsoft.Net.Http.Headers;

namespace IndustryGraph.Server.Http;

/// <summary>What GraphQL over HTTP reads and writes.</summary>
internal static class MediaTypes
{
    /// <summary>The type of responses whose status tells what happened.</summary>
    public const string GraphQLResponse = "application/graphql-response+json";

    /// <summary>The type of requests, and of responses to clients that know no other.</summary>
    public const string Json = "application/json";

    /// <summary>The type of streams of responses.</summary>
    public const string EventStream = "text/event-stream";

    /// <summary>The type that a client likes best; null where it accepts none of ours.</summary>
    /// <remarks>Without an <c>Accept</c> header, and for wildcards, it is <see cref="Json"/>, as the specification asks for the time being.</remarks>
    public static string? Negotiate(HttpRequest request)
    {
        var accept = request.Headers.Accept;
        if (accept.Count == 0 || string.IsNullOrWhiteSpace(accept.ToString()))
        {
            return Json;
        }

        if (accept.Count == 1 && accept[0] is GraphQLResponse or Json)
        {
            return accept[0];
        }

        return MediaTypeHeaderValue.TryParseList(accept, out var types)
            ? types.OrderByDescending(type => type.Quality ?? 1).Select(Match).FirstOrDefault(match => match is not null)
            : null;
    }

    /// <summary>Whether a browser asks for a page rather than for data.</summary>
    public static bool WantsPage(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var types)
        && types.OrderByDescending(type => type.Quality ?? 1).FirstOrDefault(type => type.MediaType == "text/html" || Match(type) is not null)?.MediaType == "text/html";

    /// <summary>Whether a body is JSON in UTF-8.</summary>
    public static bool IsJson(string? contentType) =>
        contentType == Json
        || (MediaTypeHeaderValue.TryParse(contentType, out var type)
            && type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase)
            && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase)));

    private static string? Match(MediaTypeHeaderValue type)
    {
        if (type.Quality == 0 || (type.Charset.HasValue && !HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        return type.MatchesAllTypes || type.MediaType.Equals("application/*", StringComparison.OrdinalIgnoreCase) ? Json
            : type.MediaType.Equals(GraphQLResponse, StringComparison.OrdinalIgnoreCase) ? GraphQLResponse
            : type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase) ? Json
            : type.MediaType.Equals(EventStream, StringComparison.OrdinalIgnoreCase) ? EventStream
            : null;
    }
}
