using IndustryGraph.Model;

namespace IndustryGraph.Search;

/// <summary>An entity's names in their order, folded, each ended by a line feed: the form in which they are compared.</summary>
internal static class FoldedNames
{
    public const char End = '\n';

    /// <summary>An entity's names: Chinese, English, then the alternatives.</summary>
    public static IEnumerable<(string Name, NameOrigin Origin)> In(Names names)
    {
        if (names.Chinese is { } chinese)
        {
            yield return (chinese, NameOrigin.Chinese);
        }

        if (names.English is { } english)
        {
            yield return (english, NameOrigin.English);
        }

        for (var i = 0; i < names.Alternatives.Count; i++)
        {
            yield return (names.Alternatives[i], NameOrigin.Alternative);
        }
    }

    /// <summary>Appends them.</summary>
    public static void Append(Names names, List<char> into)
    {
        foreach (var (name, _) in In(names))
        {
            NameFolding.FoldInto(name, into, null);
            into.Add(End);
        }
    }
}
