namespace IndustryGraph.Bundles.Mapping;

/// <summary>How a row of a file of the bundle is made of a row of a table.</summary>
/// <param name="Into">The file of the bundle.</param>
/// <param name="Cells">The cell of each column that is filled.</param>
internal sealed record RowRule(BundleFile Into, IReadOnlyList<(BundleField Field, CellRule Rule)> Cells)
{
    /// <summary>The columns of the table without which a row makes none.</summary>
    public IReadOnlyList<string> SkipIfEmpty { get; init; } = [];

    /// <summary>Whether a row that is made again is left out. Its locator may differ.</summary>
    public bool Once { get; init; }

    /// <summary>The line of the mapping on which it stands, where it is a row by itself.</summary>
    public int Line { get; init; } = 1;

    /// <summary>The columns of the table that it takes.</summary>
    public IEnumerable<string> Columns => Cells.SelectMany(cell => cell.Rule.Template.Columns).Concat(SkipIfEmpty).Distinct();
}
