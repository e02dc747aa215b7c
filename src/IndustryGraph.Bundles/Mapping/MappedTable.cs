namespace IndustryGraph.Bundles.Mapping;

/// <summary>A table in another shape, and the rows that are made of each of its rows.</summary>
/// <param name="Path">Its path beside the mapping, with <c>/</c>.</param>
/// <param name="Rows">The rows that a row of it makes.</param>
internal sealed record MappedTable(string Path, IReadOnlyList<RowRule> Rows)
{
    /// <summary>The encoding where it is stated; null where it is to be detected.</summary>
    public string? Encoding { get; init; }

    /// <summary>What parts the cells.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>The line of the header.</summary>
    public int HeaderLine { get; init; } = 1;
}
