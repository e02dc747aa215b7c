using IndustryGraph.Model;

namespace IndustryGraph.Bundles.Reading;

/// <summary>One string for each text that stands in many cells, and one id for each text that is one.</summary>
internal sealed class Texts
{
    // Texts that hardly repeat, such as a locator for every row, must not fill the memory twice.
    private const int MostTexts = 1 << 16;

    private readonly HashSet<string> texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EntityId> ids = new(StringComparer.Ordinal);

    /// <summary>The text; null where it is empty.</summary>
    public string? Text(ReadOnlySpan<char> cell)
    {
        if (cell.IsEmpty)
        {
            return null;
        }

        var known = texts.GetAlternateLookup<ReadOnlySpan<char>>();
        if (known.TryGetValue(cell, out var text))
        {
            return text;
        }

        text = cell.ToString();
        if (texts.Count < MostTexts)
        {
            texts.Add(text);
        }

        return text;
    }

    /// <summary>The id; null where the text is not one.</summary>
    public EntityId? Id(ReadOnlySpan<char> cell)
    {
        var known = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        if (known.TryGetValue(cell, out var id))
        {
            return id;
        }

        if (cell.Length > EntityId.MaxLength || !EntityId.TryParse(cell.ToString(), out id))
        {
            return null;
        }

        ids.Add(id.Value, id);
        return id;
    }
}
