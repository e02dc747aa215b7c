using IndustryGraph.Model;

namespace IndustryGraph.Storage.Neo4j;

/// <summary>
/// Statements about links of any types. A relationship is found by its id in the index of its type, and Cypher chooses an
/// index by a type in the text: so each statement has a branch for each type, whose rows are a parameter of the type's name.
/// </summary>
internal static class Neo4jLinkTypes
{
    /// <summary>A letter for each type, short and in the order of the kinds, by its name.</summary>
    public static Dictionary<string, object?> Letters(IEnumerable<LinkKind> kinds) => kinds.Distinct().ToDictionary(
        kind => kind.Code(), object? (kind) => ((char)('a' + (byte)kind - 1)).ToString(), StringComparer.Ordinal);

    /// <summary>The kind of a letter.</summary>
    /// <exception cref="FormatException">There is no such letter.</exception>
    public static LinkKind OfLetter(string letter) => letter is [var one] && (LinkKind)(one - 'a' + 1) is var kind && Enum.IsDefined(kind)
        ? kind : throw new FormatException("there is no such kind of link");

    /// <summary>The branches, joined by <c>UNION ALL</c>.</summary>
    public static string InEach(Func<string, string> branch) =>
        string.Join("\nUNION ALL\n", LinkKinds.All.Select(kind => branch(kind.Code())));

    /// <summary>The rows by type, for the parameters; a type without any has an empty list.</summary>
    public static Dictionary<string, object?> Rows<T, TRow>(IReadOnlyList<T> links, Func<T, LinkKind> kind, Func<T, TRow> row)
        where TRow : class?
    {
        var parameters = LinkKinds.All.ToDictionary(item => item.Code(), _ => (object?)new List<object?>(), StringComparer.Ordinal);
        foreach (var link in links)
        {
            ((List<object?>)parameters[kind(link).Code()]!).Add(row(link));
        }

        return parameters;
    }
}
