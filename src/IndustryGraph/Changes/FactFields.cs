using IndustryGraph.Model;

namespace IndustryGraph.Changes;

/// <summary>The fields of entities and links as texts, by the names that the columns of a bundle have.</summary>
internal static class FactFields
{
    /// <summary>The fields in which two entities of one id differ.</summary>
    public static IReadOnlyList<FieldChange> Between(Entity old, Entity now) =>
        Differing(
            Attributed(Own(old), old.Validity, old.Attributes, old.Citations),
            Attributed(Own(now), now.Validity, now.Attributes, now.Citations));

    /// <summary>The fields in which two links of one id differ.</summary>
    public static IReadOnlyList<FieldChange> Between(Link old, Link now) =>
        Differing(
            Attributed([], old.Validity, old.Attributes, old.Citations),
            Attributed([], now.Validity, now.Attributes, now.Citations));

    private static List<FieldChange> Differing(List<(string Field, string? Text)> old, List<(string Field, string? Text)> now)
    {
        var changes = new List<FieldChange>();
        for (var i = 0; i < old.Count; i++)
        {
            if (old[i].Text != now[i].Text)
            {
                changes.Add(new FieldChange(old[i].Field, old[i].Text, now[i].Text));
            }
        }

        return changes;
    }

    private static List<(string Field, string? Text)> Own(Entity entity) =>
    [
        ("kind", entity.Kind.Code()),
        ("name_zh", entity.Names.Chinese),
        ("name_en", entity.Names.English),
        ("alt_names", Joined(entity.Names.Alternatives.Select(Escaped))),
        ("definition_zh", entity.DefinitionChinese),
        ("definition_en", entity.DefinitionEnglish),
    ];

    // Every attribute stands in the list, carried or not, so that two lists always have the same fields.
    private static List<(string Field, string? Text)> Attributed(
        List<(string Field, string? Text)> own, Validity validity, Attributes attributes, Citations citations)
    {
        own.AddRange(AttributeNames.All.Select(name => (name.Code(), attributes[name]?.ToString())));
        own.Add(("valid_from", validity.From?.ToString()));
        own.Add(("valid_to", validity.To?.ToString()));
        own.Add(("citations", Joined(citations.Select(Text))));
        return own;
    }

    private static string Text(Citation citation) => string.Join(", ",
        new[]
        {
            $"{citation.Source} {citation.Evidence.Code()}",
            citation.Locator is { } locator ? $"at {Unquoted(locator)}" : null,
            citation.Quote is { } quote ? $"\"{Unquoted(quote)}\"" : null,
        }.Where(part => part is not null));

    private static string? Joined(IEnumerable<string> texts) => string.Join(" | ", texts) is { Length: > 0 } text ? text : null;

    // Only a quote stands between bare quotation marks: a locator cannot look like one.
    private static string Unquoted(string text) => Escaped(text).Replace("\"", "\\\"", StringComparison.Ordinal);

    // Two lists that differ must differ as texts.
    private static string Escaped(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);
}
