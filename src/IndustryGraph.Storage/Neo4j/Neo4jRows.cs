using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Storage.Neo4j;

/// <summary>From the model to properties: what is absent has none.</summary>
internal static class Neo4jRows
{
    /// <summary>
    /// Stands in a list for a text that is there and empty; an empty text in a list stands for none, because Neo4j keeps no
    /// null in a list. No text of the graph has this character.
    /// </summary>
    public const string EmptyText = "\0";

    private static readonly string[] Carried =
        ["evidence", "citation_sources", "citation_evidence", "citation_locators", "citation_quotes", "valid_from", "valid_to"];

    private static readonly string[] EntityFields =
        ["name_zh", "name_en", "alternative_names", "definition_zh", "definition_en", .. Carried];

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The properties of an entity.</summary>
    /// <param name="entity">The entity.</param>
    /// <param name="inPlace">Whether they are set in place of others: then those that it has not are null, so that they go.</param>
    public static Dictionary<string, object?> Of(Entity entity, bool inPlace = false)
    {
        var row = New(inPlace, EntityFields, AttributeNames.Of(entity.Kind));
        row["id"] = entity.Id.Value;
        Set(row, "name_zh", entity.Names.Chinese);
        Set(row, "name_en", entity.Names.English);
        if (entity.Names.Alternatives.Count > 0)
        {
            row["alternative_names"] = entity.Names.Alternatives;
        }

        Set(row, "definition_zh", entity.DefinitionChinese);
        Set(row, "definition_en", entity.DefinitionEnglish);
        SetCarried(row, entity.Attributes, entity.Validity, entity.Citations);
        return row;
    }

    /// <inheritdoc cref="Of(Entity, bool)" path="/param"/>
    /// <summary>The properties of a link.</summary>
    /// <param name="link">The link.</param>
    /// <param name="inPlace">As for an entity.</param>
    public static Dictionary<string, object?> Of(Link link, bool inPlace = false)
    {
        var row = New(inPlace, ["qualifier", .. Carried], AttributeNames.Of(link.Kind));
        row["id"] = link.Id.ToString();
        Set(row, "qualifier", link.Id.Qualifier);
        SetCarried(row, link.Attributes, link.Validity, link.Citations);
        return row;
    }

    /// <summary>The properties of a version.</summary>
    public static Dictionary<string, object?> Of(GraphVersion version)
    {
        var (provenance, counts) = (version.Provenance, version.Counts);
        return new Dictionary<string, object?>
        {
            ["number"] = version.Number,
            ["change_set"] = version.ChangeSetId,
            ["loaded_at"] = version.LoadedAt,
            ["who"] = provenance.Who,
            ["message"] = provenance.Message,
            ["origin"] = provenance.Origin,
            ["content_hash"] = provenance.ContentHash,
            ["entities_put"] = counts.EntitiesPut,
            ["entities_removed"] = counts.EntitiesRemoved,
            ["links_put"] = counts.LinksPut,
            ["links_removed"] = counts.LinksRemoved,
        };
    }

    /// <summary>The whole of an entity or link as one text, for <c>staged</c>.</summary>
    public static string Staged(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Readable))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static Dictionary<string, object?> New(bool inPlace, string[] fields, IReadOnlyList<AttributeName> attributes)
    {
        var row = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (inPlace)
        {
            foreach (var field in fields)
            {
                row[field] = null;
            }

            foreach (var name in attributes)
            {
                row[name.Code()] = null;
            }
        }

        return row;
    }

    private static void SetCarried(Dictionary<string, object?> row, Attributes attributes, Validity validity, Citations citations)
    {
        for (var i = 0; i < attributes.Count; i++)
        {
            var (name, value) = attributes[i];
            row[name.Code()] = value.Type switch
            {
                AttributeType.Whole => value.Whole,
                AttributeType.Number => value.Number,
                _ => value.Text,
            };
        }

        Set(row, "valid_from", validity.From?.ToString());
        Set(row, "valid_to", validity.To?.ToString());
        row["evidence"] = citations.Strongest.Code();
        row["citation_sources"] = List(citations, citation => citation.Source.Value);
        row["citation_evidence"] = List(citations, citation => citation.Evidence.Code());
        SetTexts(row, "citation_locators", citations, citation => citation.Locator);
        SetTexts(row, "citation_quotes", citations, citation => citation.Quote);
    }

    private static void SetTexts(Dictionary<string, object?> row, string name, Citations citations, Func<Citation, string?> text)
    {
        if (citations.Any(citation => text(citation) is not null))
        {
            row[name] = List(citations, citation => text(citation) switch { null => "", "" => EmptyText, var some => some });
        }
    }

    private static string[] List(Citations citations, Func<Citation, string> text)
    {
        var list = new string[citations.Count];
        for (var i = 0; i < list.Length; i++)
        {
            list[i] = text(citations[i]);
        }

        return list;
    }

    private static void Set(Dictionary<string, object?> row, string name, string? value)
    {
        if (value is not null)
        {
            row[name] = value;
        }
    }
}
