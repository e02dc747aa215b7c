using IndustryGraph.Bundles.Reading;

namespace IndustryGraph.Bundles.Mapping;

/// <summary>A row that stands in the mapping itself.</summary>
internal sealed class AddedRow(RowRule rule) : IRows
{
    private int read;

    /// <inheritdoc/>
    public int Line => rule.Line;

    /// <inheritdoc/>
    public int CellCount => rule.Cells.Count;

    /// <inheritdoc/>
    public bool IsBlank => false;

    /// <inheritdoc/>
    public bool IsCut => false;

    /// <inheritdoc/>
    public IReadOnlyList<RowFault> Faults => [];

    /// <inheritdoc/>
    public ReadOnlySpan<char> Text => "";

    /// <inheritdoc/>
    public bool Read() => ++read <= 2;

    /// <inheritdoc/>
    public bool IsFaulty(int cell) => false;

    /// <inheritdoc/>
    public ReadOnlySpan<char> Cell(int cell) => read == 1 ? rule.Cells[cell].Field.Name : rule.Cells[cell].Rule.Template.OnlyValue;

    /// <inheritdoc/>
    public BundleColumn ColumnOf(int cell, string header) => new(0, header);

    public void Dispose()
    {
    }
}
