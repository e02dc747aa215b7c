using System.Text;
using IndustryGraph.Model;

namespace IndustryGraph.Storage.Sqlite;

/// <summary>Names without what a search ignores.</summary>
internal static class FoldedNames
{
    /// <summary>Every name, folded, one a line.</summary>
    public static string Of(Names names) => string.Join('\n', ((string?[])[names.Chinese, names.English, .. names.Alternatives]).OfType<string>().Select(Fold));

    /// <summary>The words of a text, folded, each once.</summary>
    public static IReadOnlyList<string> Words(string text) => [.. Fold(text).Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct()];

    private static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            // Full-width forms stand at a fixed distance from the plain ones.
            var plain = c is >= '\uff01' and <= '\uff5e' ? (char)(c - 0xfee0) : c;
            folded.Append(char.IsLetterOrDigit(plain) ? char.ToLowerInvariant(plain) : ' ');
        }

        return folded.ToString();
    }
}
