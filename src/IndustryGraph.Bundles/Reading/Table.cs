using System.Globalization;
using IndustryGraph.Model;

namespace IndustryGraph.Bundles.Reading;

/// <summary>Reads the rows of one file of a bundle cell by cell, and notes for each cell what is wrong with it.</summary>
internal sealed class Table : IDisposable
{
    private readonly IRows rows;
    private readonly ProblemList problems;
    private readonly Texts texts;
    private Header? header;
    private readonly List<KeyValuePair<AttributeName, AttributeValue>> attributes = [];
    private EntityId?[] lastIds = [];
    private bool isQuiet;

    public Table(BundleFile file, string path, IRows rows, Texts texts, ProblemList problems) =>
        (File, Path, this.rows, this.texts, this.problems) = (file, path, rows, texts, problems);

    /// <summary>Which file it is.</summary>
    public BundleFile File { get; }

    /// <summary>Its path in the bundle, by which problems are told.</summary>
    public string Path { get; }

    /// <summary>Told how many rows of the bundle are read.</summary>
    public IProgress<long>? Progress { get; set; }

    /// <summary>How many rows of the bundle were read before this file.</summary>
    public long RowsBefore { get; set; }

    /// <summary>The rows read so far, without the header.</summary>
    public int RowCount { get; private set; }

    /// <summary>Whether something is wrong with the header: then no row of the file can be accepted.</summary>
    public bool HasBadHeader => header is not { IsBad: false };

    /// <summary>Whether the text of the row is so broken that the cells it has may not be those of its columns.</summary>
    public bool IsRowBroken => isQuiet;

    /// <summary>The line on which the row starts.</summary>
    public int Line => rows.Line;

    /// <summary>Reads the header; false where rows cannot be read by it.</summary>
    public bool ReadHeader()
    {
        header = Header.Read(File, Path, rows, problems);
        lastIds = new EntityId?[header.Count];
        return header.IsReadable;
    }

    /// <summary>The place of a column in the row, from 0; -1 where the file does not have it.</summary>
    public int Column(string name) => header!.IndexOf(name);

    /// <summary>Reads the next row.</summary>
    public bool Read(CancellationToken cancellation)
    {
        if ((RowCount & 1023) == 0)
        {
            cancellation.ThrowIfCancellationRequested();
            Progress?.Report(RowsBefore + RowCount);
        }

        if (!rows.Read())
        {
            return false;
        }

        RowCount++;
        isQuiet = false;
        foreach (var fault in rows.Faults)
        {
            Add(fault.Code, fault.Cell ?? -1, fault.Value, fault.Message);
        }

        if (!rows.IsCut && (rows.IsBlank || rows.CellCount != header!.Count))
        {
            Add(BundleProblemCode.RaggedRow, -1, null, rows.IsBlank
                ? "The row is empty: remove it."
                : string.Create(CultureInfo.InvariantCulture,
                    $"The row has {rows.CellCount} cells and the header {header!.Count}: add or remove commas, or quote the cell that has a comma in it."));
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

        // Rows mostly come by the entity that they are of, and cite the source of the row before.
        ref var last = ref lastIds[column];
        if (last is { } same && cell.SequenceEqual(same.Value))
        {
            return same;
        }

        var id = last = texts.Id(cell);
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
            Add(BundleProblemCode.MissingValue, column, null, $"Every row of this file needs {header!.At(column)}: fill the cell.");
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
        attributes.Clear();
        for (var i = 0; i < columns.Count; i++)
        {
            var (name, column) = columns[i];
            var cell = Cell(column);
            if (cell.IsEmpty)
            {
                continue;
            }

            // Numbers hardly repeat: they would only crowd out the texts that do.
            var text = name.Type() == AttributeType.Text ? texts.Text(cell)! : cell.ToString();

            if (name.Read(text, out var problem) is { } value)
            {
                attributes.Add(KeyValuePair.Create(name, value));
            }
            else
            {
                Add(CodeFor(name), column, text, char.ToUpperInvariant(problem![0]) + problem[1..] + ".");
            }
        }

        return attributes.Count == 0 ? Model.Attributes.None : Model.Attributes.Of(attributes);
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
        problems.AddForRow(ProblemAt(line, column, code, value, message));

    /// <summary>What is to be said of a row that was read before.</summary>
    public BundleProblem ProblemAt(int line, int column, BundleProblemCode code, ReadOnlySpan<char> value, string message) => new(
        Path, line, column < 0 ? null : rows.ColumnOf(column, header!.At(column)), code, value.IsEmpty ? null : BundleProblem.Shown(value), message);

    public void Dispose() => rows.Dispose();

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
}
