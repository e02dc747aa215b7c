using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using IndustryGraph.Model;

namespace IndustryGraph.Storage;

/// <summary>Entities and links as JSON, with the field names of the bundle format. One reader keeps equal values once.</summary>
/// <remarks>
/// Of a change set of many links nearly all that is read was read before: it is found by its JSON, without making it first. Each value that
/// is made and dropped brings the next collection nearer, for which the questions of a service wait.
/// </remarks>
internal sealed class FactJson
{
    private const int LongestCode = 40;
    private const int MostCodes = 200;

    private readonly Dictionary<string, EntityId> ids = new(StringComparer.Ordinal);
    private readonly HashSet<string> codes = new(StringComparer.Ordinal);
    private readonly HashSet<Citations> citations = [];
    private readonly HashSet<Attributes> attributes = [];
    private readonly RecentJson<Citations> recentCitations;
    private readonly RecentJson<Attributes> recentAttributes;

    public FactJson() => (recentCitations, recentAttributes) =
        (new(list => Once(citations, ToCitations(list))), new(list => Once(attributes, ToAttributes(list))));

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
        ReadId(item.GetProperty("id")),
        EntityKinds.TryParse(Code(item, "kind"), out var kind) ? kind : throw Unknown(item, "kind"),
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
        ReadId(item.GetProperty("from")),
        LinkKinds.TryParse(Code(item, "kind"), out var kind) ? kind : throw Unknown(item, "kind"),
        ReadId(item.GetProperty("to")),
        OptionalText(item, "qualifier"));

    public EntityId ReadId(JsonElement item)
    {
        Span<char> text = stackalloc char[EntityId.MaxLength];
        return PlainText(item, text) is > 0 and var length && ids.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..length], out var id)
            ? id : ReadId(item.GetString());
    }

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

    private Citations ReadCitations(JsonElement item) => recentCitations.Read(item.GetProperty("citations"));

    private Citations ToCitations(JsonElement list) =>
        list.GetArrayLength() == 1 ? Citations.Of(ReadCitation(list[0])) : Citations.Of(list.EnumerateArray().Select(ReadCitation));

    private Citation ReadCitation(JsonElement item) => new(
        ReadId(item.GetProperty("source")),
        Evidences.TryParse(Code(item, "evidence"), out var evidence) ? evidence : throw Unknown(item, "evidence"),
        OptionalText(item, "locator"),
        OptionalText(item, "quote"));

    private Attributes ReadAttributes(JsonElement item) =>
        item.TryGetProperty("attributes", out var list) ? recentAttributes.Read(list) : Attributes.None;

    private static Attributes ToAttributes(JsonElement list) => Attributes.Of(list.EnumerateObject().Select(member =>
    {
        var name = AttributeNames.TryParse(member.Name, out var known) ? known
            : throw new FormatException($"There is no attribute '{member.Name}'.");
        return KeyValuePair.Create(name, name.Type() switch
        {
            AttributeType.Whole => AttributeValue.Of(member.Value.GetInt64()),
            AttributeType.Number => AttributeValue.Of(member.Value.GetDouble()),
            _ => AttributeValue.Of(member.Value.GetString()!),
        });
    }));

    private static Validity ReadValidity(JsonElement item)
    {
        var (from, to) = (ReadDate(item, "valid_from"), ReadDate(item, "valid_to"));
        return from is null && to is null ? Validity.Always : new Validity(from, to);
    }

    private static PartialDate? ReadDate(JsonElement item, string name) =>
        OptionalText(item, name) is not { } text ? null : PartialDate.TryParse(text, out var date) ? date : throw Unknown(item, name);

    // One of few words.
    private string Code(JsonElement item, string name)
    {
        var value = item.GetProperty(name);
        Span<char> text = stackalloc char[LongestCode];
        if (PlainText(value, text) is > 0 and var length && codes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..length], out var known))
        {
            return known;
        }

        var code = value.GetString() ?? throw Unknown(item, name);
        if (codes.Count < MostCodes)
        {
            codes.Add(code);
        }

        return code;
    }

    // How long the text is; 0 where it does not stand in ASCII, or is longer than there is room. An escape stays as it is, and is of no id and no code.
    private static int PlainText(JsonElement item, Span<char> text) => item.ValueKind == JsonValueKind.String
        && Ascii.ToUtf16(JsonMarshal.GetRawUtf8Value(item)[1..^1], text, out var length) == OperationStatus.Done ? length : 0;

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
