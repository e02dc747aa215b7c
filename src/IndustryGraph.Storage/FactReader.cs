using System.Buffers;
using System.Text;
using System.Text.Json;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Storage;

/// <summary>Reads entities and links from the JSON that <see cref="FactJson"/> writes. One reader keeps equal values once.</summary>
/// <remarks>
/// Of a change set of many links nearly all that is read was read before: it is found by its JSON, without making it first. Each value that
/// is made and dropped brings the next collection nearer, for which the questions of a service wait.
/// </remarks>
internal sealed class FactReader
{
    private const int LongestCode = 40;
    private const int MostCodes = 200;

    private readonly Dictionary<string, EntityId> ids = new(StringComparer.Ordinal);
    private readonly HashSet<string> codes = new(StringComparer.Ordinal);
    private readonly HashSet<Citations> citations = [];
    private readonly HashSet<Attributes> attributes = [];
    private readonly RecentJson<Citations> recentCitations;
    private readonly RecentJson<Attributes> recentAttributes;

    public FactReader() => (recentCitations, recentAttributes) = (new(ReadCitations), new(ReadAttributes));

    /// <summary>Reads the entity that the text is.</summary>
    public Entity ReadEntity(string text) => ToEntity(ReadFields(text));

    /// <summary>Reads the link that the text is.</summary>
    public Link ReadLink(string text)
    {
        var fields = ReadFields(text);
        return new Link(ToLinkId(fields), Required(fields.Citations, "citations")) { Validity = ToValidity(fields), Attributes = fields.Attributes };
    }

    /// <summary>Reads an entity.</summary>
    /// <param name="json">Stands where it starts, and afterwards where it ends.</param>
    /// <param name="all">All that is read, from its first byte.</param>
    public Entity ReadEntity(ref Utf8JsonReader json, ReadOnlySpan<byte> all) => ToEntity(ReadFields(ref json, all));

    /// <summary>Reads a link, without making one.</summary>
    /// <param name="json">Stands where it starts, and afterwards where it ends.</param>
    /// <param name="all">All that is read, from its first byte.</param>
    /// <param name="into">Where it is added.</param>
    public void ReadLink(ref Utf8JsonReader json, ReadOnlySpan<byte> all, PackedLinks into)
    {
        var fields = ReadFields(ref json, all);
        into.Add(ToLinkId(fields), Required(fields.Citations, "citations"), ToValidity(fields), fields.Attributes);
    }

    /// <summary>Reads the id of a link.</summary>
    /// <inheritdoc cref="ReadEntity(ref Utf8JsonReader, ReadOnlySpan{byte})"/>
    public LinkId ReadLinkId(ref Utf8JsonReader json, ReadOnlySpan<byte> all) => ToLinkId(ReadFields(ref json, all));

    /// <summary>Reads the id that the JSON stands at.</summary>
    public EntityId ReadId(ref Utf8JsonReader json)
    {
        Span<char> text = stackalloc char[EntityId.MaxLength];
        return PlainText(ref json, text) is > 0 and var length && ids.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..length], out var id)
            ? id : ReadId(json.GetString());
    }

    /// <summary>Reads an id.</summary>
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

    private static Entity ToEntity(in Fields fields) => new(
        Required(fields.Id, "id"),
        EntityKinds.TryParse(fields.Kind, out var kind) ? kind : throw Unknown("kind", fields.Kind),
        new Names(fields.NameChinese, fields.NameEnglish, fields.Alternatives),
        Required(fields.Citations, "citations"))
    {
        DefinitionChinese = fields.DefinitionChinese,
        DefinitionEnglish = fields.DefinitionEnglish,
        Validity = ToValidity(fields),
        Attributes = fields.Attributes,
    };

    private static LinkId ToLinkId(in Fields fields) => new(
        Required(fields.From, "from"),
        LinkKinds.TryParse(fields.Kind, out var kind) ? kind : throw Unknown("kind", fields.Kind),
        Required(fields.To, "to"),
        fields.Qualifier);

    private static Validity ToValidity(in Fields fields) => fields.ValidFrom is null && fields.ValidTo is null
        ? Validity.Always : new Validity(ToDate(fields.ValidFrom, "valid_from"), ToDate(fields.ValidTo, "valid_to"));

    private static PartialDate? ToDate(string? text, string name) =>
        text is null ? null : PartialDate.TryParse(text, out var date) ? date : throw Unknown(name, text);

    private Fields ReadFields(string text)
    {
        ReadOnlySpan<byte> all = Encoding.UTF8.GetBytes(text);
        var json = new Utf8JsonReader(all);
        json.Read();
        var fields = ReadFields(ref json, all);

        // Behind the end there is nothing.
        json.Read();
        return fields;
    }

    // What it does not know it leaves out.
    private Fields ReadFields(ref Utf8JsonReader json, ReadOnlySpan<byte> all)
    {
        Expect(ref json, JsonTokenType.StartObject);
        var fields = new Fields { Attributes = Attributes.None };
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("from"u8))
            {
                fields.From = NextId(ref json);
            }
            else if (json.ValueTextEquals("kind"u8))
            {
                fields.Kind = NextCode(ref json);
            }
            else if (json.ValueTextEquals("to"u8))
            {
                fields.To = NextId(ref json);
            }
            else if (json.ValueTextEquals("citations"u8))
            {
                json.Read();
                Expect(ref json, JsonTokenType.StartArray);
                fields.Citations = recentCitations.Read(ref json, all);
            }
            else if (json.ValueTextEquals("attributes"u8))
            {
                json.Read();
                Expect(ref json, JsonTokenType.StartObject);
                fields.Attributes = recentAttributes.Read(ref json, all);
            }
            else if (json.ValueTextEquals("id"u8))
            {
                fields.Id = NextId(ref json);
            }
            else if (json.ValueTextEquals("name_zh"u8))
            {
                fields.NameChinese = NextText(ref json);
            }
            else if (json.ValueTextEquals("name_en"u8))
            {
                fields.NameEnglish = NextText(ref json);
            }
            else if (json.ValueTextEquals("alt_names"u8))
            {
                fields.Alternatives = NextTexts(ref json);
            }
            else if (json.ValueTextEquals("definition_zh"u8))
            {
                fields.DefinitionChinese = NextText(ref json);
            }
            else if (json.ValueTextEquals("definition_en"u8))
            {
                fields.DefinitionEnglish = NextText(ref json);
            }
            else if (json.ValueTextEquals("qualifier"u8))
            {
                fields.Qualifier = NextText(ref json);
            }
            else if (json.ValueTextEquals("valid_from"u8))
            {
                fields.ValidFrom = NextText(ref json);
            }
            else if (json.ValueTextEquals("valid_to"u8))
            {
                fields.ValidTo = NextText(ref json);
            }
            else
            {
                json.Skip();
            }
        }

        return fields;
    }

    private Citations ReadCitations(ref Utf8JsonReader json)
    {
        json.Read();
        var first = ReadCitation(ref json);
        json.Read();
        if (json.TokenType == JsonTokenType.EndArray)
        {
            return Once(citations, Citations.Of(first));
        }

        var items = new List<Citation> { first };
        for (; json.TokenType != JsonTokenType.EndArray; json.Read())
        {
            items.Add(ReadCitation(ref json));
        }

        return Once(citations, Citations.Of(items));
    }

    private Citation ReadCitation(ref Utf8JsonReader json)
    {
        Expect(ref json, JsonTokenType.StartObject);
        var (source, evidence, locator, quote) = ((EntityId?)null, (string?)null, (string?)null, (string?)null);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("source"u8))
            {
                source = NextId(ref json);
            }
            else if (json.ValueTextEquals("evidence"u8))
            {
                evidence = NextCode(ref json);
            }
            else if (json.ValueTextEquals("locator"u8))
            {
                locator = NextText(ref json);
            }
            else if (json.ValueTextEquals("quote"u8))
            {
                quote = NextText(ref json);
            }
            else
            {
                json.Skip();
            }
        }

        return new Citation(
            Required(source, "source"), Evidences.TryParse(evidence, out var known) ? known : throw Unknown("evidence", evidence), locator, quote);
    }

    private Attributes ReadAttributes(ref Utf8JsonReader json)
    {
        var items = new List<KeyValuePair<AttributeName, AttributeValue>>();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = NextName(ref json);
            items.Add(KeyValuePair.Create(name, name.Type() switch
            {
                AttributeType.Whole => AttributeValue.Of(json.GetInt64()),
                AttributeType.Number => AttributeValue.Of(json.GetDouble()),
                _ => AttributeValue.Of(json.GetString()!),
            }));
        }

        return Once(attributes, Attributes.Of(items));
    }

    // The JSON stands at its value afterwards.
    private static AttributeName NextName(ref Utf8JsonReader json)
    {
        var name = json.GetString();
        json.Read();
        return AttributeNames.TryParse(name, out var known) ? known : throw new FormatException($"There is no attribute '{name}'.");
    }

    private EntityId NextId(ref Utf8JsonReader json)
    {
        json.Read();
        return ReadId(ref json);
    }

    private static string? NextText(ref Utf8JsonReader json)
    {
        json.Read();
        return json.GetString();
    }

    private static TextList NextTexts(ref Utf8JsonReader json)
    {
        json.Read();
        Expect(ref json, JsonTokenType.StartArray);
        var texts = new List<string>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            texts.Add(json.GetString()!);
        }

        return new TextList(texts);
    }

    // One of few words.
    private string? NextCode(ref Utf8JsonReader json)
    {
        json.Read();
        Span<char> text = stackalloc char[LongestCode];
        if (PlainText(ref json, text) is > 0 and var length && codes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..length], out var known))
        {
            return known;
        }

        var code = json.GetString();
        if (code is not null && codes.Count < MostCodes)
        {
            codes.Add(code);
        }

        return code;
    }

    // How long the text is; 0 where it does not stand in ASCII and without escapes, or is longer than there is room.
    private static int PlainText(ref Utf8JsonReader json, scoped Span<char> text) => json.TokenType == JsonTokenType.String && !json.ValueIsEscaped
        && Ascii.ToUtf16(json.ValueSpan, text, out var length) == OperationStatus.Done ? length : 0;

    private static T Once<T>(HashSet<T> known, T value)
    {
        if (known.TryGetValue(value, out var first))
        {
            return first;
        }

        known.Add(value);
        return value;
    }

    /// <summary>Refuses another token.</summary>
    public static void Expect(ref Utf8JsonReader json, JsonTokenType token)
    {
        if (json.TokenType != token)
        {
            throw new FormatException($"Here is a {json.TokenType} and not a {token}.");
        }
    }

    private static T Required<T>(T? value, string name)
        where T : struct => value ?? throw new FormatException($"'{name}' is missing.");

    private static T Required<T>(T? value, string name)
        where T : class => value ?? throw new FormatException($"'{name}' is missing.");

    private static FormatException Unknown(string name, string? value) => new($"'{value}' is no '{name}'.");

    /// <summary>The members of an entity or a link, as far as they are there.</summary>
    private struct Fields
    {
        public EntityId? Id;
        public EntityId? From;
        public EntityId? To;
        public string? Kind;
        public string? Qualifier;
        public string? NameChinese;
        public string? NameEnglish;
        public TextList? Alternatives;
        public string? DefinitionChinese;
        public string? DefinitionEnglish;
        public string? ValidFrom;
        public string? ValidTo;
        public Citations? Citations;
        public Attributes Attributes;
    }
}
