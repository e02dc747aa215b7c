using System.Globalization;
using System.Runtime.InteropServices;
using IndustryGraph.Bundles.Encodings;
using IndustryGraph.Bundles.Reading;

namespace IndustryGraph.Bundles.Csv;

/// <summary>
/// Reads rows by the letter of RFC 4180 and says where the quotation marks are wrong. After a quoted cell that does not end
/// where it should, reading goes on at the line below the one on which the cell starts, so that one forgotten mark does not
/// swallow the rest of the file.
/// </summary>
/// <remarks>Much slower than the library that <see cref="CsvRows"/> starts with; it takes over where a file turns out to be broken.</remarks>
internal sealed class StrictRows : IDisposable
{
    internal static readonly string TooLong =
        string.Create(CultureInfo.InvariantCulture, $"A row has at most {CsvRows.MaxRowLength:N0} characters: shorten its cells.");

    private readonly LineReader lines;
    private readonly List<char> text = [];
    private readonly List<LineReader.Line> taken = [];
    private readonly List<Range> cells = [];
    private readonly List<RowFault> faults = [];

    private readonly char delimiter;

    public StrictRows(TextReader reader, int firstLine, char delimiter)
    {
        this.delimiter = delimiter;
        lines = new LineReader(reader, CsvRows.MaxRowLength);
        for (var line = 1; line < firstLine && lines.Read() is not null; line++)
        {
        }
    }

    /// <summary>The line on which the row starts.</summary>
    public int Line => taken[0].Number;

    /// <summary>The first line below the row.</summary>
    public int EndLine => taken[^1].Number + 1;

    /// <summary>How many cells the row has; those up to the fault where <see cref="IsCut"/>.</summary>
    public int CellCount => cells.Count;

    /// <summary>Whether the row has no end: what is behind the last cell is not known.</summary>
    public bool IsCut { get; private set; }

    /// <summary>What is wrong with the row's quotation marks, or its length.</summary>
    public IReadOnlyList<RowFault> Faults => faults;

    /// <summary>The row as it stands in the file, line ends as LF.</summary>
    public ReadOnlySpan<char> Text => CollectionsMarshal.AsSpan(text);

    /// <summary>A cell as it stands in the file.</summary>
    public ReadOnlySpan<char> Raw(int cell) => Text[cells[cell]];

    public bool Read()
    {
        text.Clear();
        taken.Clear();
        cells.Clear();
        faults.Clear();
        IsCut = false;
        if (!TakeLine())
        {
            return false;
        }

        var start = 0;
        do
        {
            start = ReadCell(start) + 1;
        }
        while (!IsCut && start <= text.Count);
        if (!IsCut && taken.Exists(line => line.IsCut))
        {
            IsCut = true;
            faults.Add(new(null, BundleProblemCode.RowTooLong, TooLong));
        }

        return true;
    }

    public void Dispose() => lines.Dispose();

    // Gives where the cell ends: at its comma, or at the end of the text.
    private int ReadCell(int start)
    {
        if (start == text.Count || text[start] != '"')
        {
            var end = Comma(start);
            if (Text[start..end].Contains('"'))
            {
                AddFault(BundleProblemCode.StrayQuote, "A quotation mark stands in a cell that does not start with one: quote the cell and double the mark.");
            }

            cells.Add(start..end);
            return end;
        }

        var firstLine = taken.Count - 1;
        var close = QuotedCell.EndOf(Text[start..]);
        while (close < 0)
        {
            var searched = text.Count - start;
            if (text.Count > CsvRows.MaxRowLength || !TakeLine())
            {
                return Cut(start, firstLine);
            }

            close = QuotedCell.EndOf(Text[start..], searched);
        }

        close += start;
        if (close == text.Count || text[close] == delimiter)
        {
            cells.Add(start..close);
            return close;
        }

        if (taken.Count - 1 > firstLine)
        {
            return Cut(start, firstLine);
        }

        AddFault(BundleProblemCode.TextAfterQuote, "Text follows the closing quotation mark: move it inside, or double the marks that belong to the text.");
        var after = Comma(close);
        cells.Add(start..after);
        return after;
    }

    private int Cut(int start, int firstLine)
    {
        lines.Return(taken.Skip(firstLine + 1));
        taken.RemoveRange(firstLine + 1, taken.Count - firstLine - 1);
        if (taken.Exists(line => line.IsCut))
        {
            AddFault(BundleProblemCode.RowTooLong, TooLong);
        }
        else
        {
            AddFault(BundleProblemCode.UnclosedQuote,
                "The cell starts with a quotation mark and does not end with one before a comma or the end of the line: close it, or double the marks that belong to the text.");
        }

        IsCut = true;
        cells.Add(start..text.Count);
        return text.Count;
    }

    private void AddFault(BundleProblemCode code, string message) => faults.Add(new(cells.Count, code, message));

    private int Comma(int from) => Text[from..].IndexOf(delimiter) is var at and >= 0 ? from + at : text.Count;

    private bool TakeLine()
    {
        if (lines.Read() is not { } line)
        {
            return false;
        }

        if (taken.Count > 0)
        {
            text.Add('\n');
        }

        text.AddRange(line.Text.AsSpan());
        taken.Add(line);
        return true;
    }
}
