using System.Globalization;
using System.Text;

namespace IndustryGraph.Search;

/// <summary>What each character folds to, read once from <c>folding-table.txt</c>, which names its source and licence.</summary>
/// <remarks>
/// Own tables, because <see cref="string.Normalize()"/> changes nothing where globalization is invariant, and because the
/// platform knows nothing of traditional and simplified characters.
/// </remarks>
internal static class FoldingTable
{
    /// <summary>Parts words.</summary>
    public const ushort Separator = 0;

    /// <summary>A letter or digit that folds to itself.</summary>
    public const ushort Letter = 1;

    /// <summary>A Han character or kana, which needs no space around it, that folds to itself.</summary>
    public const ushort Ideograph = 2;

    /// <summary>Is left out: a combining mark on Latin, Greek or Cyrillic, a control for layout.</summary>
    public const ushort Dropped = 3;

    /// <summary>The first half of a character outside the basic plane: see <see cref="OfPair"/>.</summary>
    public const ushort Pair = 4;

    private const ushort FirstReplacement = 5;

    private static readonly List<string> Replacements = [];
    private static readonly Dictionary<int, string> Supplementary = [];
    private static readonly ushort[] Basic = ReadTable();

    /// <summary>What to do with a UTF-16 unit: one of the constants, or a number for <see cref="Replacement"/>.</summary>
    public static ushort Of(char unit) => Basic[unit];

    /// <summary>The folded text of a character for which <see cref="Of"/> gives no constant; <c>/</c> in it parts words.</summary>
    public static string Replacement(ushort place) => Replacements[place - FirstReplacement];

    /// <summary>What to do with a character outside the basic plane: a constant, or <see cref="Pair"/> with its folded text.</summary>
    public static (ushort Treatment, string? Replacement) OfPair(int codePoint) =>
        Supplementary.TryGetValue(codePoint, out var replacement) ? (Pair, replacement) : (TreatmentOf(codePoint), null);

    /// <summary>Whether a unit of folded text belongs to a Han character or kana.</summary>
    public static bool IsIdeograph(char unit) => Basic[unit] is Ideograph or Pair || char.IsLowSurrogate(unit);

    private static ushort[] ReadTable()
    {
        var table = new ushort[char.MaxValue + 1];
        for (var unit = 0; unit < table.Length; unit++)
        {
            table[unit] = char.IsHighSurrogate((char)unit) ? Pair : TreatmentOf(unit);
        }

        foreach (var line in ReadResource().AsSpan().EnumerateLines())
        {
            var space = line.IndexOf(' ');
            if (space <= 0 || line[0] == '#')
            {
                continue;
            }

            var target = line[..space].ToString();
            Replacements.Add(target);
            foreach (var source in line[(space + 1)..].EnumerateRunes())
            {
                if (source.IsBmp)
                {
                    table[source.Value] = (ushort)(FirstReplacement + Replacements.Count - 1);
                }
                else
                {
                    Supplementary.Add(source.Value, target);
                }
            }
        }

        return table;
    }

    private static ushort TreatmentOf(int codePoint)
    {
        if (codePoint is (>= 0x0300 and <= 0x036F) or (>= 0x1AB0 and <= 0x1AFF) or (>= 0x1DC0 and <= 0x1DFF)
            or (>= 0x20D0 and <= 0x20FF) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xFE20 and <= 0xFE2F) or (>= 0xE0100 and <= 0xE01EF))
        {
            return Dropped;
        }

        return CharUnicodeInfo.GetUnicodeCategory(codePoint) switch
        {
            UnicodeCategory.Format => Dropped,
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
                or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
                or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber
                => IsHanOrKana(codePoint) ? Ideograph : Letter,
            _ => Separator,
        };
    }

    // Every letter outside the basic plane counts as Han: nearly all are, and the rest is searched by substring too.
    private static bool IsHanOrKana(int codePoint) => codePoint
        is (>= 0x2E80 and <= 0x2FDF) or (>= 0x3005 and <= 0x3007) or (>= 0x3021 and <= 0x3029) or (>= 0x3031 and <= 0x30FF)
        or (>= 0x31F0 and <= 0x31FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF)
        or > 0xFFFF;

#pragma warning disable RS0030 // Reads a part of the assembly itself: nothing outside the program is touched.
    private static string ReadResource()
    {
        using var stream = typeof(FoldingTable).Assembly.GetManifestResourceStream("IndustryGraph.Search.folding-table.txt")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }
#pragma warning restore RS0030
}
