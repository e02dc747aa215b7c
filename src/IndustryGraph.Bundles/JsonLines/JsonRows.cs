using IndustryGraph.Bundles.Csv;
using IndustryGraph.Bundles.Encodings;
using IndustryGraph.Bundles.Reading;

namespace IndustryGraph.Bundles.JsonLines;

/// <summary>Reads the objects of a file of JSON Lines as rows. The header is made up: every column of the file.</summary>
internal class JsonRows : IRows
{
    private readonly LineReader lines;
    private readonly BadBytes badBytes;
    private readonly List<RowFault> faults = [];
    private readonly HashSet<int> faulty = [];
    private LineReader.Line line = new(1, "", IsCut: false);
    private bool isHeaderRead;

    public JsonRows(BundleFile file, string path, TextFormat format, IReadOnlyList<BadByte> badBytes)
    {
        (File, Object, this.badBytes) = (file, new JsonCells(file), new BadBytes(format, badBytes));
        lines = new LineReader(format.Open(path), CsvRows.MaxRowLength);
    }

    /// <inheritdoc/>
    public int Line => line.Number;

    /// <inheritdoc/>
    public virtual int CellCount => File.Fields.Count;

    /// <inheritdoc/>
    public bool IsBlank => isHeaderRead && string.IsNullOrWhiteSpace(line.Text);

    /// <inheritdoc/>
    public bool IsCut => line.IsCut || (isHeaderRead && Object.IsBroken);

    /// <inheritdoc/>
    public IReadOnlyList<RowFault> Faults => faults;

    /// <inheritdoc/>
    public ReadOnlySpan<char> Text => line.Text;

    /// <summary>The file whose rows they are.</summary>
    protected BundleFile File { get; }

    /// <summary>The object of the line.</summary>
    protected JsonCells Object { get; }

    /// <summary>Whether the row is the header.</summary>
    protected bool IsHeader { get; private set; }

    /// <inheritdoc/>
    public virtual bool Read()
    {
        IsHeader = !isHeaderRead;
        isHeaderRead = true;
        if (IsHeader)
        {
            return true;
        }

        if (!ReadLine())
        {
            return false;
        }

        faults.Clear();
        faulty.Clear();
        if (line.IsCut)
        {
            faults.Add(new(null, BundleProblemCode.RowTooLong, StrictRows.TooLong));
        }
        else if (badBytes.IsIn(line.Number, line.Number + 1, out var offset))
        {
            faults.Add(badBytes.FaultAt(offset, null));
        }

        faults.AddRange(Object.Faults);
        faulty.UnionWith(Object.Faults.Where(fault => fault.Cell is not null).Select(fault => fault.Cell!.Value));
        return true;
    }

    /// <inheritdoc/>
    public bool IsFaulty(int cell) => faulty.Contains(cell) || (Object.LacksCitations && Object.IsOfCitation(cell));

    /// <inheritdoc/>
    public virtual ReadOnlySpan<char> Cell(int cell) => IsHeader ? File.Fields[cell].Name : Object.Cells[cell];

    /// <inheritdoc/>
    public virtual BundleColumn ColumnOf(int cell, string header) => new(0, Object.NameOf(cell));

    public void Dispose()
    {
        lines.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Reads the object of the next line; false at the end.</summary>
    protected bool ReadLine()
    {
        if (lines.Read() is not { } next)
        {
            return false;
        }

        line = next;
        Object.Read(line.IsCut || string.IsNullOrWhiteSpace(line.Text) ? "{}" : line.Text);
        return true;
    }
}
