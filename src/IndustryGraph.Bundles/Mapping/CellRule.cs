using IndustryGraph.Model;

namespace IndustryGraph.Bundles.Mapping;

/// <summary>How one cell of a row is made.</summary>
/// <param name="Template">Of which cells.</param>
internal sealed record CellRule(CellTemplate Template)
{
    /// <summary>What stands for each text; null where texts stand for themselves. A text that is not listed is a problem.</summary>
    public IReadOnlyDictionary<string, string>? Values { get; init; }

    /// <summary>What parts the names in a cell of <c>alt_names</c>.</summary>
    public string? Split { get; init; }

    /// <summary>What parts the cell of the template's first column into several, each of which makes a row of its own.</summary>
    public string? Each { get; init; }

    /// <summary>The kinds of the entity whose name the text is, and whose id is put in its place; null where it is no name.</summary>
    public IReadOnlyList<EntityKind>? Lookup { get; init; }

    /// <summary>The kinds that may stand in a column of a file.</summary>
    public static IReadOnlyList<EntityKind> KindsIn(BundleFile into, BundleField field) => field.Name switch
    {
        "from" => into.LinkKind!.Value.Sources(),
        "to" => into.LinkKind!.Value.Targets(),
        "source" => [EntityKind.Source],
        "scheme" => [EntityKind.Classification],
        _ => EntityKinds.All,
    };
}
