using System.Text.Json;
using IndustryGraph.Model;

namespace IndustryGraph.Storage;

/// <summary>Reads what facts have in common from JSON: ids, codes, citations and attributes. One reader keeps equal values once.</summary>
/// <remarks>
/// Of a change set of many links nearly all that is read was read before: it is found by its JSON, without making it first. Each value that
/// is made and dropped brings the next collection nearer, for which the questions of a service wait.
/// </remarks>
internal sealed class DetailReader
{
    private const int LongestCode = 40;
    private const int MostCodes = 200;

    private readonly Dictionary<string, EntityId> ids = new(StringComparer.Ordinal);
    private readonly HashSet<string> codes = new(StringComparer.Ordinal);
    private readonly HashSet<Citations> citations = [];
    private readonly HashSet<Attributes> attributes = [];
    private readonly RecentJson<Citations> recentCitations;
    private readonly RecentJson<Attributes> recentAttributes;

    public DetailReader() => (recentCitations, recentAttributes) = (new(ReadCitations), new(ReadAttributes));

    /// <summary>Reads the id that the JSON stands at.</summary>
    public EntityId ReadId(ref Utf8JsonReader json)
    {
        Span<char> text = stackalloc char[EntityId.MaxLength];
        return json.PlainText(text) is > 0 and var length && ids.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..length], out var id)
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

    /// <summary>Reads the id that comes next.</summary>
    public EntityId NextId(ref Utf8JsonReader json)
    {
        json.Read();
        return ReadId(ref json);
    }

    /// <summary>Reads the word that comes next, which is one of few.</summary>
    public string? NextCode(ref Utf8JsonReader json)
    {
        json.Read();
        Span<char> text = stackalloc char[LongestCode];
        if (json.PlainText(text) is > 0 and var length && codes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..length], out var known))
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

    /// <summary>Reads the citations that come next.</summary>
    /// <param name="json">Stands at their name, and afterwards at their end.</param>
    /// <param name="all">All that is read, from its first byte.</param>
    public Citations NextCitations(ref Utf8JsonReader json, ReadOnlySpan<byte> all)
    {
        json.Read();
        json.Expect(JsonTokenType.StartArray);
        return recentCitations.Read(ref json, all);
    }

    /// <summary>Reads the attributes that come next.</summary>
    /// <inheritdoc cref="NextCitations"/>
    public Attributes NextAttributes(ref Utf8JsonReader json, ReadOnlySpan<byte> all)
    {
        json.Read();
        json.Expect(JsonTokenType.StartObject);
        return recentAttributes.Read(ref json, all);
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
        json.Expect(JsonTokenType.StartObject);
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
                locator = json.NextText();
            }
            else if (json.ValueTextEquals("quote"u8))
            {
                quote = json.NextText();
            }
            else
            {
                json.Skip();
            }
        }

        return new Citation(
            FactTokens.Required(source, "source"), Evidences.TryParse(evidence, out var known) ? known : throw FactTokens.Unknown("evidence", evidence), locator, quote);
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

    private static T Once<T>(HashSet<T> known, T value)
    {
        if (known.TryGetValue(value, out var first))
        {
            return first;
        }

        known.Add(value);
        return value;
    }
}
