using System.Globalization;
using System.Text;

namespace IndustryGraph.Bundles;

/// <summary>One thing that is wrong with a bundle, where, and what to do about it.</summary>
/// <param name="File">The file's path in the bundle; <c>.</c> for the bundle itself.</param>
/// <param name="Line">The line on which the row starts, as an editor shows it, from 1; null for the file as a whole.</param>
/// <param name="Column">The column; null for the row as a whole.</param>
/// <param name="Code">What kind of problem.</param>
/// <param name="Value">The text that is wrong, at most <see cref="MaxValueLength"/> characters of it, control characters escaped.</param>
/// <param name="Message">What is wrong and what to do about it.</param>
public sealed record BundleProblem(
    string File, int? Line, BundleColumn? Column, BundleProblemCode Code, string? Value, string Message)
{
    /// <summary>The most characters of a value that are shown.</summary>
    public const int MaxValueLength = 80;

    /// <summary>One line, as a compiler writes it: <c>file:line: column: CODE: message</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{File}{(Line is { } line ? $":{line}" : "")}: {(Column is { } column ? $"{column}: " : "")}{Code.Code()}: {Message}");

    /// <summary>A text as it can be shown: on one line, and without characters that act on a terminal or turn the text around.</summary>
    public static string OnOneLine(ReadOnlySpan<char> value)
    {
        var text = new StringBuilder();
        foreach (var rune in value.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                text.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            }
            else
            {
                text.Append(rune.ToString());
            }
        }

        return text.ToString();
    }

    /// <summary>The start of a text of a file as a message can show it.</summary>
    internal static string Shown(ReadOnlySpan<char> value) => value.Length > MaxValueLength ? OnOneLine(value[..MaxValueLength]) + '…' : OnOneLine(value);
}
