using System.Globalization;

namespace IndustryGraph.Bundles.Reading;

/// <summary>The header of a file: which column stands where, under its English or a Chinese name.</summary>
internal sealed class Header
{
    /// <summary>The most columns that a file may have, empty ones included.</summary>
    public const int MaxColumns = 256;

    private static readonly char[] OtherDelimiters = [';', '\t', '|', '，', '；'];

    private readonly BundleFile file;
    private readonly string path;
    private readonly IRows rows;
    private readonly ProblemList problems;
    private int line;
    private string[] shown = [];
    private string?[] names = [];

    private Header(BundleFile file, string path, IRows rows, ProblemList problems) =>
        (this.file, this.path, this.rows, this.problems) = (file, path, rows, problems);

    /// <summary>Whether something is wrong with it: then no row of the file can be accepted.</summary>
    public bool IsBad { get; private set; }

    /// <summary>Whether rows can be read by it, be it bad or not.</summary>
    public bool IsReadable { get; private set; }

    /// <summary>How many columns it has.</summary>
    public int Count => shown.Length;

    /// <summary>Reads the first row and notes what is wrong with it.</summary>
    public static Header Read(BundleFile file, string path, IRows rows, ProblemList problems)
    {
        var header = new Header(file, path, rows, problems);
        header.IsReadable = header.ReadRow();
        if (header.IsReadable)
        {
            header.Check();
        }

        header.IsBad |= !header.IsReadable;
        return header;
    }

    /// <summary>The place of a column in the row, from 0; -1 where the file does not have it.</summary>
    public int IndexOf(string name) => Array.IndexOf(names, name);

    /// <summary>The header of a cell as it stands in the file; empty where the header does not reach so far.</summary>
    public string At(int cell) => cell < shown.Length ? shown[cell] : "";

    private IEnumerable<string> RequiredNames => file.Fields.Where(item => item.IsRequired).Select(item => item.Name);

    private bool ReadRow()
    {
        if (!rows.Read())
        {
            problems.Add(path, BundleProblemCode.EmptyFile, $"The file is empty, or is a pipe or a device, which is not read: put a file with the header {string.Join(",", RequiredNames)} in its place, or remove it.");
            return false;
        }

        if (Delimiter() is { } delimiter)
        {
            problems.AddForHeader(new BundleProblem(path, rows.Line, null, BundleProblemCode.WrongDelimiter, BundleProblem.Shown(delimiter),
                $"The columns are parted by {DelimiterName(delimiter)}: save the file as CSV with commas."));
            return false;
        }

        if (rows.Faults.Count > 0)
        {
            foreach (var fault in rows.Faults)
            {
                problems.AddForHeader(new BundleProblem(
                    path, rows.Line, fault.Cell is { } cell ? rows.ColumnOf(cell, "") : null, fault.Code, fault.Value, fault.Message));
            }

            return false;
        }

        if (rows.CellCount > MaxColumns)
        {
            problems.AddForHeader(new BundleProblem(path, rows.Line, null, BundleProblemCode.TooManyColumns, null,
                string.Create(CultureInfo.InvariantCulture, $"The header has {rows.CellCount} columns, and a file at most {MaxColumns}: remove those that the data dictionary does not list.")));
            return false;
        }

        return true;
    }

    private void Check()
    {
        shown = [.. Enumerable.Range(0, rows.CellCount).Select(cell => rows.Cell(cell).ToString())];
        names = [.. shown.Select(text => file.FieldOf(text)?.Name)];
        line = rows.Line;
        IsReadable = names.Any(name => name is not null);
        if (!IsReadable && IsHeader(out var headerLine))
        {
            problems.AddForHeader(new BundleProblem(path, line, null, BundleProblemCode.HeaderNotFirst, BundleProblem.Shown(shown[0]),
                string.Create(CultureInfo.InvariantCulture, $"The header stands on line {headerLine}: remove what stands above it.")));
            return;
        }

        for (var cell = 0; cell < shown.Length; cell++)
        {
            CheckColumn(cell);
        }

        foreach (var name in RequiredNames.Where(name => IndexOf(name) < 0))
        {
            AddMissingColumn(name);
        }

        if (file.EntityKind is not null && IndexOf("name_zh") < 0 && IndexOf("name_en") < 0)
        {
            AddMissingColumn("name_zh or name_en");
        }
    }

    // Whether one of the next rows has two names of columns: then what is read as the header is a title.
    private bool IsHeader(out int found)
    {
        for (var tried = 0; tried < 5 && rows.Read(); tried++)
        {
            var known = 0;
            for (var cell = 0; cell < Math.Min(rows.CellCount, MaxColumns); cell++)
            {
                known += !rows.IsFaulty(cell) && file.FieldOf(rows.Cell(cell).ToString()) is not null ? 1 : 0;
            }

            if (known > 1)
            {
                found = rows.Line;
                return true;
            }
        }

        found = 0;
        return false;
    }

    private string? Delimiter()
    {
        var text = rows.Text[..Math.Min(rows.Text.Length, 10_000)].ToString();
        return KnownParts(text, ',') > 0 ? null : OtherDelimiters
            .Where(delimiter => text.Contains(delimiter, StringComparison.Ordinal) && KnownParts(text, delimiter) > 0)
            .Select(delimiter => delimiter.ToString())
            .FirstOrDefault();
    }

    private int KnownParts(string text, char delimiter) =>
        text.Split(delimiter).Count(part => file.FieldOf(part.Trim('"', ' ', '\r', '\n')) is not null);

    private static string DelimiterName(string delimiter) => delimiter switch
    {
        "\t" => "tabs",
        ";" => "semicolons",
        _ => $"'{delimiter}'",
    };

    private void CheckColumn(int cell)
    {
        if (names[cell] is not { } name)
        {
            Add(cell, BundleProblemCode.UnknownColumn, shown[cell].Length == 0
                ? "The column has no name: name it, or remove it."
                : $"This file has no such column; rename it to one of {string.Join(", ", file.Fields.Select(item => item.Name))}, or remove it.");
        }
        else if (IndexOf(name) is var first && first < cell)
        {
            Add(cell, BundleProblemCode.DuplicateColumn, shown[first] == shown[cell]
                ? $"The column stands at number {first + 1} already: remove one of the two."
                : $"'{shown[first]}' at number {first + 1} and '{shown[cell]}' are names of one column: remove one of the two.");
        }
    }

    private void AddMissingColumn(string name)
    {
        IsBad = true;
        problems.AddForHeader(new BundleProblem(
            path, line, null, BundleProblemCode.MissingColumn, name, $"The header lacks {name}: add the column."));
    }

    private void Add(int cell, BundleProblemCode code, string message)
    {
        IsBad = true;
        var text = BundleProblem.Shown(shown[cell]);
        problems.AddForHeader(new BundleProblem(path, line, rows.ColumnOf(cell, text), code, text, message));
    }
}
