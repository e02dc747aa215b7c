using System.Globalization;
using IndustryGraph.Bundles.Csv;
using IndustryGraph.Bundles.Encodings;

namespace IndustryGraph.Bundles.Mapping;

/// <summary>A table in another shape whose header is known.</summary>
internal sealed class ForeignTable
{
    /// <summary>The most columns that a table may have.</summary>
    public const int MaxColumns = 1_000;

    private readonly MappedTable table;
    private readonly string fullPath;
    private readonly FileScan scan;
    private readonly Dictionary<string, int> columns = new(StringComparer.Ordinal);

    private ForeignTable(MappedTable table, string fullPath, FileScan scan) =>
        (this.table, this.fullPath, this.scan) = (table, fullPath, scan);

    /// <summary>Its path beside the mapping.</summary>
    public string Path => table.Path;

    /// <summary>The name of its encoding.</summary>
    public string Encoding => scan.Format!.Name;

    /// <summary>How many rows it has, once they are read.</summary>
    public int RowCount { get; private set; }

    /// <summary>Whether no rule has passed over its rows yet. The one that does first tells what is wrong with their text.</summary>
    public bool IsUnread { get; private set; } = true;

    /// <summary>How many columns its header has.</summary>
    public int ColumnCount { get; private set; }

    /// <summary>The header as it stands in the file.</summary>
    public string HeaderText { get; private set; } = "";

    /// <summary>The headers, without white space around them.</summary>
    public IReadOnlyList<string> Headers { get; private set; } = [];

    /// <summary>Reads the header; null, and problems, where rows cannot be read by it.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ForeignTable? Open(MappedTable table, string fullPath, FileScan scan, ProblemList problems)
    {
        if (scan.Refusal is { } refusal)
        {
            problems.Add(table.Path, BundleProblemCode.BadEncoding, refusal);
            return null;
        }

        var opened = new ForeignTable(table, fullPath, scan);
        return opened.ReadHeader(problems) ? opened : null;
    }

    /// <summary>The place of a column, from 0; its header must be there.</summary>
    public int ColumnOf(string header) => columns[header];

    /// <summary>Takes note of a row that was read first.</summary>
    public void Count() => RowCount++;

    /// <summary>The rows below the header.</summary>
    public CsvRows Rows()
    {
        IsUnread = false;
        var rows = NewRows();
        SkipToHeader(rows);
        return rows;
    }

    private CsvRows NewRows() => new(fullPath, scan.Format!, scan.BadBytes, table.Delimiter);

    private bool SkipToHeader(CsvRows rows)
    {
        do
        {
            if (!rows.Read())
            {
                return false;
            }
        }
        while (rows.Line < table.HeaderLine);
        return true;
    }

    private bool ReadHeader(ProblemList problems)
    {
        using var rows = NewRows();
        if (!SkipToHeader(rows))
        {
            problems.Add(Path, BundleProblemCode.EmptyFile, string.Create(CultureInfo.InvariantCulture,
                $"The table has no header on line {table.HeaderLine}, or is a pipe or a device, which is not read: correct headerLine in the mapping, or remove the table."));
            return false;
        }

        if (rows.CellCount > MaxColumns)
        {
            problems.AddForHeader(new BundleProblem(Path, rows.Line, null, BundleProblemCode.TooManyColumns, null,
                string.Create(CultureInfo.InvariantCulture, $"The header has {rows.CellCount} columns, and a table at most {MaxColumns}: remove those that are not mapped.")));
            return false;
        }

        foreach (var fault in rows.Faults)
        {
            problems.AddForHeader(new BundleProblem(
                Path, rows.Line, fault.Cell is { } cell ? rows.ColumnOf(cell, "") : null, fault.Code, fault.Value, fault.Message));
        }

        (ColumnCount, HeaderText) = (rows.CellCount, rows.Text.ToString());
        var isGood = rows.Faults.Count == 0;
        var headers = Enumerable.Range(0, ColumnCount).Select(cell => rows.IsFaulty(cell) ? "" : rows.Cell(cell).Trim().ToString()).ToArray();
        Headers = headers;
        foreach (var name in isGood ? table.Rows.SelectMany(rule => rule.Columns).Distinct() : [])
        {
            var first = Array.IndexOf(headers, name);
            if (first < 0)
            {
                isGood = false;
                problems.AddForHeader(new BundleProblem(Path, rows.Line, null, BundleProblemCode.MissingColumn, BundleProblem.Shown(name),
                    $"The table has no column '{BundleProblem.Shown(name)}', which the mapping takes: its columns are {BundleProblem.Shown(string.Join(", ", headers))}."));
            }
            else if (Array.IndexOf(headers, name, first + 1) is var second and > 0)
            {
                isGood = false;
                problems.AddForHeader(new BundleProblem(Path, rows.Line, rows.ColumnOf(second, name), BundleProblemCode.DuplicateColumn, BundleProblem.Shown(name),
                    $"The column that the mapping takes stands at number {first + 1} already: rename one of the two."));
            }
            else
            {
                columns.Add(name, first);
            }
        }

        return isGood;
    }
}
