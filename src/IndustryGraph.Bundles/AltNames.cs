using System.Text;
using IndustryGraph.Model;

namespace IndustryGraph.Bundles;

/// <summary>
/// How several alternative names share a cell: parted by <c>|</c>. Within a name <c>\|</c> is a bar and <c>\\</c> a
/// backslash; no other character is escaped.
/// </summary>
internal static class AltNames
{
    /// <summary>The names of a cell; null where one is empty, or a backslash escapes nothing.</summary>
    public static TextList? Read(ReadOnlySpan<char> cell)
    {
        var names = new List<string>();
        var name = new StringBuilder();
        for (var i = 0; i <= cell.Length; i++)
        {
            if (i == cell.Length || cell[i] == '|')
            {
                if (name.ToString() is var text && string.IsNullOrWhiteSpace(text))
                {
                    return null;
                }

                names.Add(text);
                name.Clear();
            }
            else if (cell[i] == '\\')
            {
                i++;
                if (i == cell.Length || cell[i] is not ('|' or '\\'))
                {
                    return null;
                }

                name.Append(cell[i]);
            }
            else
            {
                name.Append(cell[i]);
            }
        }

        return new TextList(names);
    }

    /// <summary>The cell of names, none of them empty.</summary>
    public static string Write(TextList names) => string.Join('|', names.Select(name =>
        name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal)));
}
