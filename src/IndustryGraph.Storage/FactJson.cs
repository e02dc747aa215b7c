using System.Text.Json;
using IndustryGraph.Model;

namespace IndustryGraph.Storage;

/// <summary>Entities and links as JSON, with the field names of the bundle format. One reader keeps equal values once.</summary>
internal sealed class FactJson
{
    private readonly Dictionary<string, EntityId> ids = new(StringComparer.Ordinal);
    private readonly HashSet<Citations> citations = [];
    private readonly HashSet<Attributes> attributes = [];

    public static void Write(Utf8JsonWriter writer, Entity entity)
    {
        writer.WriteStartObject();
        writer.WriteString("id", entity.Id.Value);
        writer.WriteString("kind", entity.Kind.Code());
        WriteOptional(writer, "name_zh", entity.Names.Chinese);
        WriteOptional(writer, "name_en", entity.Names.English);
        if (entity.Names.Alternatives.Count > 0)
        {
            writer.WriteStartArray("alt_names");
            foreach (var name in entity.Names.Alternatives)
            {
                writer.WriteStringValue(name);
            }

            writer.WriteEndArray();
        }

        WriteOptional(writer, "definition_zh", entity.DefinitionChinese);
        WriteOptional(writer, "definition_en", entity.DefinitionEnglish);
        WriteCarried(writer, entity.Attributes, entity.Validity, entity.Citations);
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, Link link)
    {
        writer.WriteStartObject();
        WriteFields(writer, link.Id);
        WriteCarried(writer, link.Attributes, link.Validity, link.Citations);
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, LinkId link)
    {
        writer.WriteStartObject();
        WriteFields(writer, link);
        writer.WriteEndObject();
    }

    public static void WriteOptional(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    public Entity ReadEntity(JsonElement item) => new(
        ReadId(Text(item, "id")),
        EntityKinds.TryParse(Text(item, "kind"), out var kind) ? kind : throw Unknown(item, "kind"),
        new Names(
            OptionalText(item, "name_zh"), OptionalText(item, "name_en"),
            item.TryGetProperty("alt_names", out var names) ? new TextList(names.EnumerateArray().Select(name => name.GetString()!)) : null),
        ReadCitations(item))
    {
        DefinitionChinese = OptionalText(item, "definition_zh"),
        DefinitionEnglish = OptionalText(item, "definition_en"),
        Validity = ReadValidity(item),
        Attributes = ReadAttributes(item),
    };

    public Link ReadLink(JsonElement item) => new(ReadLinkId(item), ReadCitations(item))
    {
        Validity = ReadValidity(item),
        Attributes = ReadAttributes(item),
    };

    public LinkId ReadLinkId(JsonElement item) => new(
        ReadId(Text(item, "from")),
        LinkKinds.TryParse(Text(item, "kind"), out var kind) ? kind : throw Unknown(item, "kind"),
        ReadId(Text(item, "to")),
        OptionalText(item, "qualifier"));

    public EntityId ReadId(string? text)
    {
        text ??= "";
        if (!ids.TryGetValue(text, out var id))
        {
            id = EntityId.Parse(text);
            ids.Add(text, id);
        }

        return id;
    }

    public static string Text(JsonElement item, string name) => item.GetProperty(name).GetString() ?? throw Unknown(item, name);

    public static string? OptionalText(JsonElement item, string name) => item.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static void WriteFields(Utf8JsonWriter writer, LinkId link)
    {
        writer.WriteString("from", link.From.Value);
        writer.WriteString("kind", link.Kind.Code());
        writer.WriteString("to", link.To.Value);
        WriteOptional(writer, "qualifier", link.Qualifier);
    }

    private static void WriteCarried(Utf8JsonWriter writer, Attributes attributes, Validity validity, Citations citations)
    {
        if (attributes.Count > 0)
        {
            writer.WriteStartObject("attributes");
            for (var i = 0; i < attributes.Count; i++)
            {
                Write(writer, attributes[i].Key.Code(), attributes[i].Value);
            }

            writer.WriteEndObject();
        }

        WriteOptional(writer, "valid_from", validity.From?.ToString());
        WriteOptional(writer, "valid_to", validity.To?.ToString());
        writer.WriteStartArray("citations");
        for (var i = 0; i < citations.Count; i++)
        {
            writer.WriteStartObject();
            writer.WriteString("source", citations[i].Source.Value);
            WriteOptional(writer, "locator", citations[i].Locator);
            writer.WriteString("evidence", citations[i].Evidence.Code());
            WriteOptional(writer, "quote", citations[i].Quote);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, string name, AttributeValue value)
    {
        switch (value.Type)
        {
            case AttributeType.Whole:
                writer.WriteNumber(name, value.Whole);
                break;
            case AttributeType.Number:
                writer.WriteNumber(name, value.Number);
                break;
            default:
                writer.WriteString(name, value.Text);
                break;
        }
    }

    private Citations ReadCitations(JsonElement item)
    {
        var list = item.GetProperty("citations");
        var read = list.GetArrayLength() == 1 ? Citations.Of(ReadCitation(list[0])) : Citations.Of(list.EnumerateArray().Select(ReadCitation));
        return Once(citations, read);
    }

    private Citation ReadCitation(JsonElement item) => new(
        ReadId(Text(item, "source")),
        Evidences.TryParse(Text(item, "evidence"), out var evidence) ? evidence : throw Unknown(item, "evidence"),
        OptionalText(item, "locator"),
        OptionalText(item, "quote"));

    private Attributes ReadAttributes(JsonElement item) => !item.TryGetProperty("attributes", out var list) ? Attributes.None
        : Once(attributes, Attributes.Of(list.EnumerateObject().Select(member =>
        {
            var name = AttributeNames.TryParse(member.Name, out var known) ? known
                : throw new FormatException($"There is no attribute '{member.Name}'.");
            return KeyValuePair.Create(name, name.Type() switch
            {
                AttributeType.Whole => AttributeValue.Of(member.Value.GetInt64()),
                AttributeType.Number => AttributeValue.Of(member.Value.GetDouble()),
                _ => AttributeValue.Of(member.Value.GetString()!),
            });
        })));

    private static Validity ReadValidity(JsonElement item)
    {
        var (from, to) = (ReadDate(item, "valid_from"), ReadDate(item, "valid_to"));
        return from is null && to is null ? Validity.Always : new Validity(from, to);
    }

    private static PartialDate? ReadDate(JsonElement item, string name) =>
        OptionalText(item, name) is not { } text ? null : PartialDate.TryParse(text, out var date) ? date : throw Unknown(item, name);

    private static T Once<T>(HashSet<T> known, T value)
    {
        if (known.TryGetValue(value, out var first))
        {
            return first;
        }

        known.Add(value);
        return value;
    }

    private static FormatException Unknown(JsonElement item, string name) =>
        new($"'{name}' is not what it must be in {(item.GetRawText() is { Length: > 200 } text ? text[..200] + "…" : item.GetRawText())}");
}
