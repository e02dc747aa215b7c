using Microsoft.Net.Http.Headers;

namespace IndustryGraph.Server.Http;

/// <summary>The language that a client prefers, of the two that the graph has.</summary>
internal static class PreferredLanguage
{
    /// <summary><c>zh</c> or <c>en</c> by <c>Accept-Language</c>; null where the header is missing or names neither.</summary>
    public static string? Of(HttpRequest request)
    {
        if (request.Headers.AcceptLanguage.Count == 0
            || !StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptLanguage, out var languages))
        {
            return null;
        }

        return languages.Where(language => language.Quality != 0)
            .OrderByDescending(language => language.Quality ?? 1)
            .Select(language => Of(language.Value.AsSpan()))
            .FirstOrDefault(known => known is not null);
    }

    private static string? Of(ReadOnlySpan<char> tag)
    {
        var end = tag.IndexOf('-');
        var primary = end < 0 ? tag : tag[..end];
        return primary.Equals("zh", StringComparison.OrdinalIgnoreCase) ? "zh"
            : primary.Equals("en", StringComparison.OrdinalIgnoreCase) ? "en"
            : null;
    }
}
