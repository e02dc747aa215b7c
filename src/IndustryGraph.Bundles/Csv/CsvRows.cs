using System.Buffers;
using System.Text;
using nietras.SeparatedValues;

namespace IndustryGraph.Bundles.Csv;

/// <summary>
/// Reads the rows of one CSV file (RFC 4180, commas, UTF-8 with or without a byte order mark), each with the line on which
/// it starts and with what is wrong with its text.
/// </summary>
/// <remarks>
/// Sep splits the rows. It is fast and lenient: a quotation mark anywhere opens or closes, so that one too many moves every
/// later row end. The first row with such a mark, or too long, hands over to <see cref="StrictRows"/>.
/// </remarks>
internal sealed class CsvRows : IDisposable
{
    /// <summary>The longest permitted row, in characters.</summary>
    public const int MaxRowLength = 1_000_000;

    private static readonly SearchValues<char> Refused = SearchValues.Create(
        [.. Enumerable.Range(0, 0xa0).Select(c => (char)c).Where(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'))]);

    private readonly string path;
    private readonly IReadOnlyList<BadByte> badBytes;
    private readonly List<CsvFault> faults = [];
    private readonly HashSet<int> faulty = [];
    private SepReader? sep;
    private StrictRows? strict;
    private int endLine = 1;

    public CsvRows(string path, IReadOnlyList<BadByte> badBytes)
    {
        (this.path, this.badBytes) = (path, badBytes);
        try
        {
            sep = Sep.New(',')
                .Reader(options => options with { HasHeader = false, DisableColCountCheck = true })
                .From(OpenText());
        }
        catch (NotSupportedException)
        {
            // Sep holds a row in memory and refuses one of 16 million characters.
            strict = new StrictRows(OpenText(), 1);
        }
    }

    /// <summary>The line on which the row starts, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>How many cells the row has.</summary>
    public int CellCount => strict?.CellCount ?? sep!.Current.ColCount;

    /// <summary>Whether the line of the row is empty.</summary>
    public bool IsBlank => Text.IsEmpty;

    /// <summary>Whether the row has no end: what is behind its last cell is not known.</summary>
    public bool IsCut => strict is { IsCut: true };

    /// <summary>What is wrong with the row's text.</summary>
    public IReadOnlyList<CsvFault> Faults => faults;

    private ReadOnlySpan<char> Text => strict is not null ? strict.Text : sep!.Current.Span;

    /// <summary>Whether the cell's text means nothing because something is wrong with it.</summary>
    public bool IsFaulty(int cell) => faulty.Count > 0 && faulty.Contains(cell);

    /// <summary>The text of a cell that is not faulty.</summary>
    public ReadOnlySpan<char> Cell(int cell) => QuotedCell.Text(Raw(cell));

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

                strict = new StrictRows(OpenText(), Line);
            }
            catch (NotSupportedException)
            {
                strict = new StrictRows(OpenText(), endLine);
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
        if (badBytes.Count == 0 || FirstBadByte(Line) is not { } bad || bad.Line >= endLine)
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

        AddFault(new(first, BundleProblemCode.BadUtf8, $"The bytes at offset {bad.Offset} of the file are not UTF-8: save the file as UTF-8."));
    }

    private BadByte? FirstBadByte(int fromLine)
    {
        var (low, high) = (0, badBytes.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = badBytes[middle].Line < fromLine ? (middle + 1, high) : (low, middle);
        }

        return low < badBytes.Count ? badBytes[low] : null;
    }

    private void AddFault(CsvFault fault)
    {
        faults.Add(fault);
        if (fault.Cell is { } cell)
        {
            faulty.Add(cell);
        }
    }

    private StreamReader OpenText() => new(
        new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan),
        new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
        detectEncodingFromByteOrderMarks: false,
        bufferSize: 1 << 16);
}
