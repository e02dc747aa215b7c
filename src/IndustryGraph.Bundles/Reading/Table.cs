using System.Globalization;
using IndustryGraph.Bundles.Csv;
using IndustryGraph.Model;

namespace IndustryGraph.Bundles.Reading;

/// <summary>Reads the rows of one file of a bundle cell by cell, and notes for each cell what is wrong with it.</summary>
internal sealed class Table : IDisposable
{
    private readonly CsvRows rows;
    private readonly ProblemList problems;
    private readonly Texts texts;
    private string[] headers = [];
    private bool isQuiet;

    public Table(BundleFile file, CsvRows rows, Texts texts, ProblemList problems) =>
        (File, this.rows, this.texts, this.problems) = (file, rows, texts, problems);

    /// <summary>Which file it is.</summary>
    public BundleFile File { get; }

    /// <summary>The rows read so far, without the header.</summary>
    public int RowCount { get; private set; }

    /// <summary>Whether something is wrong with the header: then no row of the file can be accepted.</summary>
    public bool HasBadHeader { get; private set; }

    /// <summary>Whether the text of the row is so broken that the cells it has may not be those of its columns.</summary>
    public bool IsRowBroken => isQuiet;

    /// <summary>The line on which the row starts.</summary>
    public int Line => rows.Line;

    /// <summary>Reads the header; false where rows cannot be read by it.</summary>
    public bool ReadHeader()
    {
        if (!rows.Read())
        {
            HasBadHeader = true;
            problems.Add(File.Path, BundleProblemCode.EmptyFile, $"The file is empty: write the header {string.Join(",", RequiredNames)}, or remove the file.");
            return false;
        }

        if (rows.Faults.Count > 0)
        {
            HasBadHeader = true;
            foreach (var fault in rows.Faults)
            {
                problems.AddForHeader(new BundleProblem(
                    File.Path, 1, fault.Cell is { } cell ? new BundleColumn(cell + 1, "") : null, fault.Code, null, fault.Message));
            }

            return false;
        }

        headers = new string[rows.CellCount];
        for (var cell = 0; cell < headers.Length; cell++)
        {
            headers[cell] = rows.Cell(cell).ToString();
            CheckHeader(cell);
        }

        foreach (var name in RequiredNames.Where(name => Column(name) < 0))
        {
            AddMissingColumn(name);
        }

        if (File.EntityKind is not null && Column("name_zh") < 0 && Column("name_en") < 0)
        {
            AddMissingColumn("name_zh or name_en");
        }

        return true;
    }

    /// <summary>The place of a column in the row, from 0; -1 where the file does not have it.</summary>
    public int Column(string name) => Array.IndexOf(headers, name);

    /// <summary>Reads the next row.</summary>
    public bool Read(CancellationToken cancellation)
    {
        if ((RowCount & 1023) == 0)
        {
            cancellation.ThrowIfCancellationRequested();
        }

        if (!rows.Read())
        {
            return false;
        }

        RowCount++;
        isQuiet = false;
        foreach (var fault in rows.Faults)
        {
            Add(fault.Code, fault.Cell ?? -1, null, fault.Message);
        }

        if (!rows.IsCut && rows.CellCount != headers.Length)
        {
            Add(BundleProblemCode.RaggedRow, -1, null, rows.IsBlank
                ? "The line is empty: remove it."
                : string.Create(CultureInfo.InvariantCulture,
                    $"The row has {rows.CellCount} cells and the header {headers.Length}: add or remove commas, or quote the cell that has a comma in it."));
            isQuiet = true;
        }

        isQuiet |= rows.IsCut;
        return true;
    }

    /// <summary>Whether a cell could not be read, because its text is broken or the row does not reach it.</summary>
    public bool IsLost(int column) => column >= 0 && (column >= rows.CellCount || rows.IsFaulty(column));

    /// <summary>The cell; empty where it or its column is absent or lost.</summary>
    public ReadOnlySpan<char> Cell(int column) => column < 0 || IsLost(column) ? [] : rows.Cell(column);

    /// <summary>The cell's text; null where it is empty.</summary>
    public string? Text(int column) => texts.Text(Cell(column));

    /// <summary>The id in a cell that must have one; null, and a problem, where there is none.</summary>
    public EntityId? Id(int column)
    {
        var cell = Required(column);
        if (cell.IsEmpty)
        {
            return null;
        }

        var id = texts.Id(cell);
        if (id is null)
        {
            Add(BundleProblemCode.MalformedId, column, cell, $"'{BundleProblem.Shown(cell)}' is not an id: {EntityId.Rule}");
        }

        return id;
    }

    /// <summary>The cell, which must not be empty.</summary>
    public ReadOnlySpan<char> Required(int column)
    {
        var cell = Cell(column);
        if (cell.IsEmpty && column >= 0 && !IsLost(column))
        {
            Add(BundleProblemCode.MissingValue, column, null, $"Every row of this file needs {headers[column]}: fill the cell.");
        }

        return cell;
    }

    /// <summary>The start and end of what a row says.</summary>
    public Validity Validity(int fromColumn, int toColumn)
    {
        var (from, to) = (Date(fromColumn), Date(toColumn));
        if (from is null && to is null)
        {
            return Model.Validity.Always;
        }

        if (from is { } start && to is { } end && end.Last < start.First)
        {
            Add(BundleProblemCode.DatesReversed, toColumn, Cell(toColumn), $"The end {end} lies before the start {start}: correct one of them.");
            return Model.Validity.Always;
        }

        return new Validity(from, to);
    }

    /// <summary>The citation in the row; with what stands for a source or an evidence that cannot be read.</summary>
    public Citation Citation(CitationColumns columns)
    {
        var source = Id(columns.Source) ?? Facts.UnreadSource;
        var cell = Required(columns.Evidence);
        if (!Evidences.TryParse(cell, out var evidence))
        {
            evidence = Evidence.Curated;
            if (!cell.IsEmpty)
            {
                Add(BundleProblemCode.BadEvidence, columns.Evidence, cell, $"Write one of {string.Join(", ", Evidences.All.Select(item => item.Code()))}.");
            }
        }

        var quote = Text(columns.Quote);
        if (quote is not null && quote.EnumerateRunes().Count() > Model.Citation.MaxQuoteLength)
        {
            Add(BundleProblemCode.QuoteTooLong, columns.Quote, quote,
                $"A quote has at most {Model.Citation.MaxQuoteLength} characters: keep the words that find the place.");
            quote = null;
        }

        return new Citation(source, evidence, Text(columns.Locator), quote);
    }

    /// <summary>The attributes in the row.</summary>
    public Attributes Attributes(IReadOnlyList<(AttributeName Name, int Column)> columns)
    {
        List<KeyValuePair<AttributeName, AttributeValue>>? found = null;
        foreach (var (name, column) in columns)
        {
            var cell = Cell(column);
            if (cell.IsEmpty)
            {
                continue;
            }

            // Numbers hardly repeat: they would only crowd out the texts that do.
            var text = name.Type() == AttributeType.Text ? texts.Text(cell)! : cell.ToString();

            if (name.Read(text, out var problem) is { } value)
            {
                (found ??= []).Add(KeyValuePair.Create(name, value));
            }
            else
            {
                Add(CodeFor(name), column, text, char.ToUpperInvariant(problem![0]) + problem[1..] + ".");
            }
        }

        return found is null ? Model.Attributes.None : Model.Attributes.Of(found);
    }

    /// <summary>Notes what is wrong with a cell of the row, or with the row where the column is -1.</summary>
    public void Add(BundleProblemCode code, int column, ReadOnlySpan<char> value, string message)
    {
        if (!isQuiet)
        {
            AddAt(rows.Line, column, code, value, message);
        }
    }

    /// <summary>Notes what is wrong with a row that was read before.</summary>
    public void AddAt(int line, int column, BundleProblemCode code, ReadOnlySpan<char> value, string message) =>
        problems.AddForRow(new BundleProblem(
            File.Path, line,
            column < 0 ? null : new BundleColumn(column + 1, column < headers.Length ? headers[column] : ""),
            code, value.IsEmpty ? null : BundleProblem.Shown(value), message));

    public void Dispose() => rows.Dispose();

    private IEnumerable<string> RequiredNames => File.Fields.Where(item => item.IsRequired).Select(item => item.Name);

    private static BundleProblemCode CodeFor(AttributeName name) => name switch
    {
        AttributeName.Stage => BundleProblemCode.BadStage,
        AttributeName.Match => BundleProblemCode.BadMatch,
        _ => BundleProblemCode.BadNumber,
    };

    private PartialDate? Date(int column)
    {
        var cell = Cell(column);
        if (cell.IsEmpty)
        {
            return null;
        }

        if (PartialDate.TryParse(Text(column), out var date))
        {
            return date;
        }

        Add(BundleProblemCode.BadDate, column, cell, "Write a date that exists as YYYY, YYYY-MM or YYYY-MM-DD.");
        return null;
    }

    private void CheckHeader(int cell)
    {
        var name = headers[cell];
        if (!File.Fields.Any(item => item.Name == name))
        {
            AddForHeader(cell, BundleProblemCode.UnknownColumn,
                $"This file has no such column; rename it to one of {string.Join(", ", File.Fields.Select(item => item.Name))}, or remove it.");
        }
        else if (Column(name) is var first && first < cell)
        {
            AddForHeader(cell, BundleProblemCode.DuplicateColumn, $"The column stands at number {first + 1} already: remove one of the two.");
        }
    }

    private void AddMissingColumn(string name)
    {
        HasBadHeader = true;
        problems.AddForHeader(new BundleProblem(
            File.Path, 1, null, BundleProblemCode.MissingColumn, name, $"The header lacks {name}: add the column."));
    }

    private void AddForHeader(int cell, BundleProblemCode code, string message)
    {
        HasBadHeader = true;
        var shown = BundleProblem.Shown(headers[cell]);
        problems.AddForHeader(new BundleProblem(File.Path, 1, new BundleColumn(cell + 1, shown), code, shown, message));
    }
}
