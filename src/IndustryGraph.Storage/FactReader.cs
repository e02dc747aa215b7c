using System.Text;
using System.Text.Json;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Storage;

/// <summary>Reads entities and links from the JSON that <see cref="FactJson"/> writes. One reader keeps equal values once.</summary>
internal sealed class FactReader
{
    private readonly DetailReader details = new();

    /// <summary>Reads the entity that the text is.</summary>
    public Entity ReadEntity(string text) => ToEntity(ReadFields(text));

    /// <summary>Reads the link that the text is.</summary>
    public Link ReadLink(string text)
    {
        var fields = ReadFields(text);
        return new Link(ToLinkId(fields), FactTokens.Required(fields.Citations, "citations")) { Validity = ToValidity(fields), Attributes = fields.Attributes };
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
        into.Add(ToLinkId(fields), FactTokens.Required(fields.Citations, "citations"), ToValidity(fields), fields.Attributes);
    }

    /// <summary>Reads the id of a link.</summary>
    /// <inheritdoc cref="ReadEntity(ref Utf8JsonReader, ReadOnlySpan{byte})"/>
    public LinkId ReadLinkId(ref Utf8JsonReader json, ReadOnlySpan<byte> all) => ToLinkId(ReadFields(ref json, all));

    /// <summary>Reads the id that the JSON stands at.</summary>
    public EntityId ReadId(ref Utf8JsonReader json) => details.ReadId(ref json);

    /// <summary>Reads an id.</summary>
    public EntityId ReadId(string? text) => details.ReadId(text);

    private static Entity ToEntity(in Fields fields) => new(
        FactTokens.Required(fields.Id, "id"),
        EntityKinds.TryParse(fields.Kind, out var kind) ? kind : throw FactTokens.Unknown("kind", fields.Kind),
        new Names(fields.NameChinese, fields.NameEnglish, fields.Alternatives),
        FactTokens.Required(fields.Citations, "citations"))
    {
        DefinitionChinese = fields.DefinitionChinese,
        DefinitionEnglish = fields.DefinitionEnglish,
        Validity = ToValidity(fields),
        Attributes = fields.Attributes,
    };

    private static LinkId ToLinkId(in Fields fields) => new(
        FactTokens.Required(fields.From, "from"),
        LinkKinds.TryParse(fields.Kind, out var kind) ? kind : throw FactTokens.Unknown("kind", fields.Kind),
        FactTokens.Required(fields.To, "to"),
        fields.Qualifier);

    private static Validity ToValidity(in Fields fields) => fields.ValidFrom is null && fields.ValidTo is null
        ? Validity.Always : new Validity(ToDate(fields.ValidFrom, "valid_from"), ToDate(fields.ValidTo, "valid_to"));

    private static PartialDate? ToDate(string? text, string name) =>
        text is null ? null : PartialDate.TryParse(text, out var date) ? date : throw FactTokens.Unknown(name, text);

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
        json.Expect(JsonTokenType.StartObject);
        var fields = new Fields { Attributes = Attributes.None };
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("from"u8))
            {
                fields.From = details.NextId(ref json);
            }
            else if (json.ValueTextEquals("kind"u8))
            {
                fields.Kind = details.NextCode(ref json);
            }
            else if (json.ValueTextEquals("to"u8))
            {
                fields.To = details.NextId(ref json);
            }
            else if (json.ValueTextEquals("citations"u8))
            {
                fields.Citations = details.NextCitations(ref json, all);
            }
            else if (json.ValueTextEquals("attributes"u8))
            {
                fields.Attributes = details.NextAttributes(ref json, all);
            }
            else if (json.ValueTextEquals("id"u8))
            {
                fields.Id = details.NextId(ref json);
            }
            else if (json.ValueTextEquals("name_zh"u8))
            {
                fields.NameChinese = json.NextText();
            }
            else if (json.ValueTextEquals("name_en"u8))
            {
                fields.NameEnglish = json.NextText();
            }
            else if (json.ValueTextEquals("alt_names"u8))
            {
                fields.Alternatives = json.NextTexts();
            }
            else if (json.ValueTextEquals("definition_zh"u8))
            {
                fields.DefinitionChinese = json.NextText();
            }
            else if (json.ValueTextEquals("definition_en"u8))
            {
                fields.DefinitionEnglish = json.NextText();
            }
            else if (json.ValueTextEquals("qualifier"u8))
            {
                fields.Qualifier = json.NextText();
            }
            else if (json.ValueTextEquals("valid_from"u8))
            {
                fields.ValidFrom = json.NextText();
            }
            else if (json.ValueTextEquals("valid_to"u8))
            {
                fields.ValidTo = json.NextText();
            }
            else
            {
                json.Skip();
            }
        }

        return fields;
    }

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
