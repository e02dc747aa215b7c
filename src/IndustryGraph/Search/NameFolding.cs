using System.Runtime.InteropServices;

namespace IndustryGraph.Search;

/// <summary>Brings names into a form in which differences that readers do not see as such are gone.</summary>
/// <remarks>
/// <para>
/// Folded are, by the Unicode tables: case, full and half width, ligatures and circled forms (NFKC_Casefold); diacritics
/// of Latin, Greek and Cyrillic letters; traditional characters to the simplified ones (Unihan's kSimplifiedVariant and
/// kTraditionalVariant, one character at a time: 髮 and 發 both fold to 发). Every run of spaces, punctuation and symbols
/// is one space, and one space stands between a Han character and a letter or digit, so that <c>5G通信</c> and <c>5G 通信</c> are the same.
/// </para>
/// <para>
/// The folded text is words with one space between: each word either Han characters and kana, or other letters and digits.
/// Folding what is folded changes nothing.
/// </para>
/// </remarks>
public static class NameFolding
{
    /// <summary>The folded text; empty where the text has no letter or digit.</summary>
    public static string Fold(string text)
    {
        var folded = new List<char>(text.Length + 4);
        FoldInto(text, folded, null);
        return new string(CollectionsMarshal.AsSpan(folded));
    }

    /// <summary>The words of a folded text.</summary>
    public static string[] Words(string folded) => folded.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether a word of a folded text consists of Han characters or kana, and so is searched by substring.</summary>
    public static bool IsIdeographic(ReadOnlySpan<char> word) => word.Length > 0 && FoldingTable.IsIdeograph(word[0]);

    /// <summary>Folds, and gives for each folded unit which units of the original it came from.</summary>
    internal static (string Folded, List<NameSpan> Origins) FoldWithOrigins(string text)
    {
        var folded = new List<char>(text.Length + 4);
        var origins = new List<NameSpan>(text.Length + 4);
        FoldInto(text, folded, origins);
        return (new string(CollectionsMarshal.AsSpan(folded)), origins);
    }

    /// <summary>Appends the folded text.</summary>
    internal static void FoldInto(ReadOnlySpan<char> text, List<char> folded, List<NameSpan>? origins)
    {
        var writer = new Writer(folded, origins);
        for (var i = 0; i < text.Length; i++)
        {
            var treatment = FoldingTable.Of(text[i]);
            if (treatment != FoldingTable.Pair)
            {
                writer.Write(treatment, text[i], new NameSpan(i, 1));
            }
            else if (i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                writer.WritePair(text[i], text[i + 1], new NameSpan(i, 2));
                i++;
            }
            else
            {
                // Half a character, from a text that was cut: no letter.
                writer.Write(FoldingTable.Separator, text[i], new NameSpan(i, 1));
            }
        }
    }

    private struct Writer(List<char> folded, List<NameSpan>? origins)
    {
        private readonly int start = folded.Count;
        private bool parted;
        private bool wasIdeograph;

        public void Write(ushort treatment, char unit, NameSpan origin)
        {
            switch (treatment)
            {
                case FoldingTable.Separator:
                    parted = true;
                    break;
                case FoldingTable.Letter or FoldingTable.Ideograph:
                    Append(unit, treatment == FoldingTable.Ideograph, origin);
                    break;
                case FoldingTable.Dropped:
                    Stretch(origin);
                    break;
                default:
                    WriteReplacement(FoldingTable.Replacement(treatment), origin);
                    break;
            }
        }

        public void WritePair(char high, char low, NameSpan origin)
        {
            var (treatment, replacement) = FoldingTable.OfPair(char.ConvertToUtf32(high, low));
            if (replacement is not null)
            {
                WriteReplacement(replacement, origin);
            }
            else if (treatment is FoldingTable.Letter or FoldingTable.Ideograph)
            {
                Append(high, true, origin);
                Append(low, true, origin);
            }
            else
            {
                Write(treatment, low, origin);
            }
        }

        private void WriteReplacement(string replacement, NameSpan origin)
        {
            foreach (var unit in replacement)
            {
                if (unit == '/')
                {
                    parted = true;
                }
                else
                {
                    Append(unit, FoldingTable.IsIdeograph(unit), origin);
                }
            }
        }

        private void Append(char unit, bool isIdeograph, NameSpan origin)
        {
            if (folded.Count > start && (parted || isIdeograph != wasIdeograph))
            {
                folded.Add(' ');
                origins?.Add(new NameSpan(origin.Start, 0));
            }

            folded.Add(unit);
            origins?.Add(origin);
            (parted, wasIdeograph) = (false, isIdeograph);
        }

        // A mark belongs to the letter before it: who highlights the letter highlights the mark.
        private readonly void Stretch(NameSpan mark)
        {
            if (origins is null || parted || folded.Count == start || origins[^1].End != mark.Start)
            {
                return;
            }

            var letter = origins[^1];
            for (var i = origins.Count - 1; i >= 0 && origins[i] == letter; i--)
            {
                origins[i] = letter with { Length = mark.End - letter.Start };
            }
        }
    }
}
