using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace IndustryGraph.Tests.Docs;

/// <summary>The queries of a page and the answer that the page gives for each.</summary>
internal static partial class DocumentedQueries
{
    /// <summary>Each query that has an answer right behind it, in the order of the page.</summary>
    public static IReadOnlyList<(string Query, JsonNode Answer)> Of(params string[] page)
    {
        var text = Repository.Text(page);
        return [.. Pairs().Matches(text).Select(match => (match.Groups["query"].Value, JsonNode.Parse(match.Groups["answer"].Value)!))];
    }

    /// <summary>How many queries the page has, with or without an answer.</summary>
    public static int Count(params string[] page) => Regex.Count(Repository.Text(page), "^```graphql$", RegexOptions.Multiline);

    [GeneratedRegex("^```graphql\n(?<query>.*?)^```\n\n(?:[^\n`]+\n\n)?```json\n(?<answer>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Pairs();
}
