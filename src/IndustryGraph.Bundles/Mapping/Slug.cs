using System.Text;

namespace IndustryGraph.Bundles.Mapping;

/// <summary>Makes a part of an id of an English name: <c>Solid-state battery (A)</c> becomes <c>solid-state-battery-a</c>.</summary>
/// <remarks>
/// Of a name with letters beyond ASCII none is made: a transcription of Chinese would hang on readings that differ
/// (重 is zhong or chong), and two names would share one. Such rows want codes, or ids that somebody gave.
/// </remarks>
internal static class Slug
{
    /// <summary>The part of an id; null where there is none.</summary>
    public static string? Of(string name)
    {
        var text = new StringBuilder();
        foreach (var c in name)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                text.Append(char.ToLowerInvariant(c));
            }
            else if (!char.IsAscii(c) && (char.IsLetterOrDigit(c) || char.IsSurrogate(c)))
            {
                return null;
            }
            else if (text.Length > 0 && text[^1] != '-')
            {
                text.Append('-');
            }
        }

        var slug = text.ToString().TrimEnd('-');
        return slug.Length == 0 ? null : slug;
    }
}
