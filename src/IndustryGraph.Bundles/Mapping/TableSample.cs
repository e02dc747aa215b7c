using IndustryGraph.Bundles.Csv;
using IndustryGraph.Bundles.Encodings;

namespace IndustryGraph.Bundles.Mapping;

/// <summary>The first rows of a table in an unknown shape, and what they tell of it.</summary>
/// <param name="Path">Its path, by which a mapping names it.</param>
/// <param name="Delimiter">What parts the cells.</param>
/// <param name="HeaderLine">The line of the header.</param>
/// <param name="Headers">The headers, without white space around them.</param>
/// <param name="Rows">The rows that have as many cells as the header, at most <see cref="MaxRows"/>, without white space around the cells.</param>
internal sealed record TableSample(
    string Path, char Delimiter, int HeaderLine, IReadOnlyList<string> Headers, IReadOnlyList<string[]> Rows)
{
    /// <summary>The most rows that are looked at.</summary>
    public const int MaxRows = 1_000;

    private const int MostTitles = 10;
    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    /// <summary>Takes the sample; null where the file is no table of at least two columns, or is refused, which is noted.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TableSample? Of(string path, string fullPath, List<string> notes, CancellationToken cancellation)
    {
        var scan = FileScan.Of(fullPath, null, cancellation);
        if (scan.Format is not { } format)
        {
            notes.Add($"{path}: {scan.Refusal}");
            return null;
        }

        var samples = Delimiters.Select(delimiter => Of(path, fullPath, format, scan, delimiter)).OfType<TableSample>();

        // The delimiter that is one makes rows of equal length; one that stands in texts does not.
        return samples.MaxBy(sample => (sample.Rows.Count, sample.Headers.Count));
    }

    /// <summary>The cells of a column that are not empty.</summary>
    public IEnumerable<string> Cells(int column) => Rows.Select(row => row[column]).Where(cell => cell.Length > 0);

    private static TableSample? Of(string path, string fullPath, TextFormat format, FileScan scan, char delimiter)
    {
        using var rows = new CsvRows(fullPath, format, scan.BadBytes, delimiter);
        var read = new List<(int Line, string[] Cells)>();
        while (read.Count < MaxRows + MostTitles && rows.Read())
        {
            if (rows.CellCount <= ForeignTable.MaxColumns)
            {
                read.Add((rows.Line, [.. Enumerable.Range(0, rows.CellCount).Select(cell => rows.IsFaulty(cell) ? "" : rows.Cell(cell).Trim().ToString())]));
            }
        }

        // A title fills a cell or two of its row, a header nearly all.
        var most = read.Take(MostTitles).Select(row => row.Cells.Count(cell => cell.Length > 0)).DefaultIfEmpty(0).Max();
        var header = read.FindIndex(row => row.Cells.Count(cell => cell.Length > 0) * 5 >= most * 4);
        if (most < 2 || header < 0)
        {
            return null;
        }

        var headers = read[header].Cells;
        return new TableSample(
            path, delimiter, read[header].Line, headers,
            [.. read.Skip(header + 1).Select(row => row.Cells).Where(cells => cells.Length == headers.Length).Take(MaxRows)]);
    }
}
