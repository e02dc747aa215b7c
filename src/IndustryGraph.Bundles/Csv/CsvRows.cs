using System.Buffers;
using IndustryGraph.Bundles.Encodings;
using IndustryGraph.Bundles.Reading;
using nietras.SeparatedValues;

namespace IndustryGraph.Bundles.Csv;

/// <summary>
/// Reads the rows of one CSV file (RFC 4180, with commas or another delimiter), each with the line on which
/// it starts and with what is wrong with its text.
/// </summary>
/// <remarks>
/// Sep splits the rows. It is fast and lenient: a quotation mark anywhere opens or closes, so that one too many moves every
/// later row end. The first row with such a mark, or too long, hands over to <see cref="StrictRows"/>.
/// </remarks>
internal sealed class CsvRows : IRows
{
    /// <summary>The longest permitted row, in characters.</summary>
    public const int MaxRowLength = 1_000_000;

    private static readonly SearchValues<char> Refused = SearchValues.Create(
        [.. Enumerable.Range(0, 0xa0).Select(c => (char)c).Where(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'))]);

    private readonly string path;
    private readonly TextFormat format;
    private readonly char delimiter;
    private readonly BadBytes badBytes;
    private readonly List<RowFault> faults = [];
    private readonly HashSet<int> faulty = [];
    private SepReader? sep;
    private StrictRows? strict;
    private int endLine = 1;

    public CsvRows(string path, TextFormat format, IReadOnlyList<BadByte> badBytes, char delimiter = ',')
    {
        this.delimiter = delimiter;
        (this.path, this.format, this.badBytes) = (path, format, new BadBytes(format, badBytes));
        try
        {
            sep = Sep.New(delimiter)
                .Reader(options => options with { HasHeader = false, DisableColCountCheck = true })
                .From(format.Open(path));
        }
        catch (NotSupportedException)
        {
            // Sep holds a row in memory and refuses one of 16 million characters.
            strict = new StrictRows(format.Open(path), 1, delimiter);
        }
    }

    /// <inheritdoc/>
    public int Line { get; private set; }

    /// <inheritdoc/>
    public int CellCount => strict?.CellCount ?? sep!.Current.ColCount;

    /// <inheritdoc/>
    public bool IsBlank => Text.IndexOfAnyExcept(delimiter) < 0;

    /// <inheritdoc/>
    public bool IsCut => strict is { IsCut: true };

    /// <inheritdoc/>
    public IReadOnlyList<RowFault> Faults => faults;

    /// <inheritdoc/>
    public ReadOnlySpan<char> Text => strict is not null ? strict.Text : sep!.Current.Span;

    /// <inheritdoc/>
    public bool IsFaulty(int cell) => faulty.Count > 0 && faulty.Contains(cell);

    /// <inheritdoc/>
    public ReadOnlySpan<char> Cell(int cell) => QuotedCell.Text(Raw(cell));

    /// <inheritdoc/>
    public BundleColumn ColumnOf(int cell, string header) => new(cell + 1, header);

    /// <inheritdoc/>
    public bool Read()
    {
        faults.Clear();
        faulty.Clear();
        if (!Advance())
        {
            return false;
        }

        FindRefusedCharacters();
        FindBadBytes();
        return true;
    }

    public void Dispose()
    {
        sep?.Dispose();
        strict?.Dispose();
    }

    private bool Advance()
    {
        if (strict is null)
        {
            try
            {
                if (!sep!.MoveNext())
                {
                    return false;
                }

                var row = sep.Current;
                // The first row has no line of its own in Sep: the library means it for a header.
                (Line, endLine) = (endLine, row.LineNumberToExcl);
                if (row.Span.Length <= MaxRowLength && IsWellQuoted(row))
                {
                    return true;
                }

                strict = new StrictRows(format.Open(path), Line, delimiter);
            }
            catch (NotSupportedException)
            {
                strict = new StrictRows(format.Open(path), endLine, delimiter);
            }
        }

        if (!strict.Read())
        {
            return false;
        }

        (Line, endLine) = (strict.Line, strict.EndLine);
        foreach (var fault in strict.Faults)
        {
            AddFault(fault);
        }

        return true;
    }

    private ReadOnlySpan<char> Raw(int cell) => strict is not null ? strict.Raw(cell) : sep!.Current[cell].Span;

    private static bool IsWellQuoted(SepReader.Row row)
    {
        if (row.Span.Contains('"'))
        {
            for (var cell = 0; cell < row.ColCount; cell++)
            {
                if (!QuotedCell.IsWellFormed(row[cell].Span))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private void FindRefusedCharacters()
    {
        if (!Text.ContainsAny(Refused) && !Text.Contains('\r'))
        {
            return;
        }

        for (var cell = 0; cell < CellCount; cell++)
        {
            if (!IsFaulty(cell) && IndexOfRefused(Cell(cell)) is var at and >= 0)
            {
                AddFault(new(cell, BundleProblemCode.ControlCharacter,
                    $"The cell holds the control character U+{(int)Cell(cell)[at]:X4}: remove it."));
            }
        }
    }

    /// <summary>Where a text has a character that no cell may hold: a control character other than LF and TAB; -1 where it has none.</summary>
    internal static int IndexOfRefused(ReadOnlySpan<char> text)
    {
        var (control, single) = (text.IndexOfAny(Refused), text.IndexOf('\r'));
        return control < 0 ? single : control;
    }

    private void FindBadBytes()
    {
        if (!badBytes.IsIn(Line, endLine, out var offset))
        {
            return;
        }

        int? first = null;
        for (var cell = 0; cell < CellCount; cell++)
        {
            if (Raw(cell).Contains('\ufffd'))
            {
                first ??= cell;
                faulty.Add(cell);
            }
        }

        AddFault(badBytes.FaultAt(offset, first));
    }

    private void AddFault(RowFault fault)
    {
        faults.Add(fault);
        if (fault.Cell is { } cell)
        {
            faulty.Add(cell);
        }
    }
}
