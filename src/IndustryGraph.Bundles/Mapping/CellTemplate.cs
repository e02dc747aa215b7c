using System.Text;

namespace IndustryGraph.Bundles.Mapping;

/// <summary>
/// How a cell is made of the cells of a row: text with <c>{column}</c> in it. <c>{column|slug}</c> takes the cell as a part
/// of an id, <c>{#}</c> is the line of the row, <c>{{</c> and <c>}}</c> are braces.
/// </summary>
internal sealed class CellTemplate
{
    private readonly List<Part> parts;

    private CellTemplate(List<Part> parts) => this.parts = parts;

    /// <summary>The columns that it takes, in their order.</summary>
    public IEnumerable<string> Columns => parts.Where(part => part.Kind is PartKind.Column or PartKind.Slug).Select(part => part.Text);

    /// <summary>Takes a cell as it stands.</summary>
    public static CellTemplate OfColumn(string column) => new([new Part(PartKind.Column, column)]);

    /// <summary>A text that is the same for every row.</summary>
    public static CellTemplate OfValue(string value) => new([new Part(PartKind.Text, value)]);

    /// <summary>Reads a template; null where a brace is not closed, or opened.</summary>
    public static CellTemplate? Parse(string template)
    {
        var (parts, text) = (new List<Part>(), new StringBuilder());
        for (var i = 0; i < template.Length; i++)
        {
            var c = template[i];
            if (c is '{' or '}' && i + 1 < template.Length && template[i + 1] == c)
            {
                text.Append(c);
                i++;
            }
            else if (c == '{' && template.IndexOf('}', i) is var end and > 0)
            {
                parts.Add(new Part(PartKind.Text, text.ToString()));
                text.Clear();
                parts.Add(PartOf(template[(i + 1)..end]));
                i = end;
            }
            else if (c is '{' or '}')
            {
                return null;
            }
            else
            {
                text.Append(c);
            }
        }

        parts.Add(new Part(PartKind.Text, text.ToString()));
        parts.RemoveAll(part => part is { Kind: PartKind.Text, Text.Length: 0 });
        return parts.Exists(part => part is { Kind: not PartKind.Text, Text.Length: 0 }) ? null : new CellTemplate(parts);
    }

    /// <summary>The text for a row; empty where a cell that it takes is empty.</summary>
    /// <param name="cell">Gives the cell of a column.</param>
    /// <param name="line">The line of the row.</param>
    /// <param name="unslugged">The cell of which no part of an id can be made; null where there is none.</param>
    public string Fill(Func<string, string> cell, int line, out string? unslugged)
    {
        unslugged = null;
        if (parts is [{ Kind: PartKind.Column } only])
        {
            return cell(only.Text);
        }

        var text = new StringBuilder();
        foreach (var part in parts)
        {
            var value = part.Kind switch
            {
                PartKind.Text => part.Text,
                PartKind.Line => line.ToString(System.Globalization.CultureInfo.InvariantCulture),
                _ => cell(part.Text),
            };
            if (part.Kind == PartKind.Slug && value.Length > 0)
            {
                if (Slug.Of(value) is not { } slug)
                {
                    unslugged = value;
                    return "";
                }

                value = slug;
            }

            if (value.Length == 0)
            {
                return "";
            }

            text.Append(value);
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public override string ToString() => string.Concat(parts.Select(part => part.Kind switch
    {
        PartKind.Text => part.Text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal),
        PartKind.Slug => $"{{{part.Text}|slug}}",
        PartKind.Line => "{#}",
        _ => $"{{{part.Text}}}",
    }));

    /// <summary>The column where it is that and nothing else.</summary>
    public string? OnlyColumn => parts is [{ Kind: PartKind.Column } only] ? only.Text : null;

    /// <summary>The text where it takes no cell.</summary>
    public string? OnlyValue => parts switch
    {
        [] => "",
        [{ Kind: PartKind.Text } only] => only.Text,
        _ => null,
    };

    private static Part PartOf(string inner) => inner switch
    {
        "#" => new Part(PartKind.Line, "#"),
        _ when inner.EndsWith("|slug", StringComparison.Ordinal) => new Part(PartKind.Slug, inner[..^5].Trim()),
        _ => new Part(PartKind.Column, inner.Trim()),
    };

    private enum PartKind
    {
        Text,
        Column,
        Slug,
        Line,
    }

    private readonly record struct Part(PartKind Kind, string Text);
}
