namespace IndustryGraph.Bundles.Reading;

/// <summary>Rows of cells, whatever they are read from. The first row is the header.</summary>
internal interface IRows : IDisposable
{
    /// <summary>The line on which the row starts, as an editor shows it, from 1.</summary>
    int Line { get; }

    /// <summary>How many cells the row has.</summary>
    int CellCount { get; }

    /// <summary>Whether the row has no text at all, or none but commas.</summary>
    bool IsBlank { get; }

    /// <summary>Whether the row has no end: what is behind its last cell is not known.</summary>
    bool IsCut { get; }

    /// <summary>What is wrong with the row's text.</summary>
    IReadOnlyList<RowFault> Faults { get; }

    /// <summary>The row as it stands in the file.</summary>
    ReadOnlySpan<char> Text { get; }

    /// <summary>Reads the next row; false at the end.</summary>
    bool Read();

    /// <summary>Whether the cell's text means nothing because something is wrong with it.</summary>
    bool IsFaulty(int cell);

    /// <summary>The text of a cell that is not faulty.</summary>
    ReadOnlySpan<char> Cell(int cell);

    /// <summary>The column of the file that a problem of the cell is told of.</summary>
    /// <param name="cell">The cell, from 0.</param>
    /// <param name="header">Its header; empty where it has none.</param>
    BundleColumn ColumnOf(int cell, string header);
}
