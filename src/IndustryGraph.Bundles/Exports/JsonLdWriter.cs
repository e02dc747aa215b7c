using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Bundles.Exports;

/// <summary>
/// JSON-LD 1.1. Entities are <c>skos:Concept</c>s, classifications <c>skos:ConceptScheme</c>s, sources <c>prov:Entity</c>s; names are
/// <c>skos:prefLabel</c> and <c>skos:altLabel</c>; what a fact is taken from is <c>prov:wasDerivedFrom</c>. BROADER and
/// CORRESPONDS_TO stand as the properties of SKOS too; every link is a resource of its own as well, because it has
/// citations and attributes.
/// </summary>
internal static class JsonLdWriter
{
    private const string Base = "urn:industrygraph:";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteAsync(GraphSnapshot graph, string? part, Stream into, CancellationToken cancellation)
    {
        var json = new Utf8JsonWriter(into, Options);
        await using (json.ConfigureAwait(false))
        {
            json.WriteStartObject();
            json.WriteStartObject("@context");
            json.WriteString("skos", "http://www.w3.org/2004/02/skos/core#");
            json.WriteString("prov", "http://www.w3.org/ns/prov#");
            json.WriteString("xsd", "http://www.w3.org/2001/XMLSchema#");
            json.WriteString("ig", Base + "term:");
            json.WriteEndObject();
            json.WriteString("@id", $"{Base}version:{graph.Version.Number.ToString(CultureInfo.InvariantCulture)}");
            json.WriteString("@type", "prov:Entity");
            json.WriteNumber("ig:version", graph.Version.Number);
            json.WriteStartObject("prov:generatedAtTime");
            json.WriteString("@value", graph.Version.LoadedAt);
            json.WriteString("@type", "xsd:dateTime");
            json.WriteEndObject();
            json.WriteString("ig:part", part ?? "the whole graph");
            json.WriteStartArray("@graph");
            for (var i = 0; i < graph.EntityCount; i++)
            {
                WriteEntity(json, graph, i);
                await FlushAsync(json, i, cancellation).ConfigureAwait(false);
            }

            for (var i = 0; i < graph.LinkCount; i++)
            {
                WriteLink(json, graph.LinkAt(i));
                await FlushAsync(json, i, cancellation).ConfigureAwait(false);
            }

            json.WriteEndArray();
            json.WriteNumber("ig:sources", graph.OfKind(EntityKind.Source).Length);
            json.WriteNumber("ig:entities", graph.EntityCount);
            json.WriteNumber("ig:links", graph.LinkCount);
            json.WriteBoolean("ig:complete", true);
            json.WriteEndObject();
            await json.FlushAsync(cancellation).ConfigureAwait(false);
        }
    }

    private static void WriteEntity(Utf8JsonWriter json, GraphSnapshot graph, int number)
    {
        var entity = graph.EntityAt(number);
        json.WriteStartObject();
        json.WriteString("@id", Iri(entity.Id.Value));
        json.WriteStartArray("@type");
        json.WriteStringValue(entity.Kind switch
        {
            EntityKind.Source => "prov:Entity",
            EntityKind.Classification => "skos:ConceptScheme",
            _ => "skos:Concept",
        });
        json.WriteStringValue("ig:" + entity.Kind.Code());
        json.WriteEndArray();
        WriteTexts(json, "skos:prefLabel", (entity.Names.Chinese, "zh"), (entity.Names.English, "en"));
        if (entity.Names.Alternatives.Count > 0)
        {
            json.WriteStartArray("skos:altLabel");
            foreach (var name in entity.Names.Alternatives)
            {
                json.WriteStringValue(name);
            }

            json.WriteEndArray();
        }

        WriteTexts(json, "skos:definition", (entity.DefinitionChinese, "zh"), (entity.DefinitionEnglish, "en"));
        if (entity.Attributes[AttributeName.Code] is { Text: var code })
        {
            json.WriteString("skos:notation", code);
        }

        if (entity.Attributes[AttributeName.Scheme] is { Text: var scheme })
        {
            WriteReferences(json, "skos:inScheme", [scheme]);
        }

        var outgoing = Enumerable.Range(graph.FirstOut(number), graph.OutDegree(number)).ToLookup(link => SkosOf(graph.LinkAt(link)), link => graph.EntityAt(graph.ToOf(link)).Id.Value);
        foreach (var property in outgoing.Where(property => property.Key is not null))
        {
            WriteReferences(json, property.Key!, property);
        }

        WriteShared(json, entity.Attributes, entity.Validity, entity.Citations);
        json.WriteEndObject();
    }

    private static void WriteLink(Utf8JsonWriter json, Link link)
    {
        json.WriteStartObject();
        json.WriteString("@id", Iri("link:" + link.Id));
        json.WriteString("@type", "ig:" + link.Kind.Code());
        WriteReferences(json, "ig:from", [link.From.Value]);
        WriteReferences(json, "ig:to", [link.To.Value]);
        WriteShared(json, link.Attributes, link.Validity, link.Citations);
        json.WriteEndObject();
    }

    private static void WriteShared(Utf8JsonWriter json, Attributes attributes, Validity validity, Citations citations)
    {
        foreach (var (name, value) in attributes)
        {
            switch (value.Type)
            {
                case AttributeType.Whole:
                    json.WriteNumber("ig:" + name.Code(), value.Whole);
                    break;
                case AttributeType.Number:
                    json.WriteNumber("ig:" + name.Code(), value.Number);
                    break;
                default:
                    json.WriteString("ig:" + name.Code(), value.Text);
                    break;
            }
        }

        if (validity.From is { } from)
        {
            json.WriteString("ig:validFrom", from.ToString());
        }

        if (validity.To is { } to)
        {
            json.WriteString("ig:validTo", to.ToString());
        }

        WriteReferences(json, "prov:wasDerivedFrom", citations.Select(citation => citation.Source.Value).Distinct());
        json.WriteStartArray("prov:qualifiedDerivation");
        foreach (var citation in citations)
        {
            json.WriteStartObject();
            json.WriteString("@type", "prov:Derivation");
            WriteReferences(json, "prov:entity", [citation.Source.Value]);
            json.WriteString("ig:evidence", citation.Evidence.Code());
            if (citation.Locator is { } locator)
            {
                json.WriteString("ig:locator", locator);
            }

            if (citation.Quote is { } quote)
            {
                json.WriteString("ig:quote", quote);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // SKOS has no word for a partial match.
    private static string? SkosOf(Link link) => link.Kind switch
    {
        LinkKind.Broader => "skos:broader",
        LinkKind.CorrespondsTo => link.Attributes[AttributeName.Match]?.Text switch
        {
            "exact" => "skos:exactMatch",
            "close" => "skos:closeMatch",
            "broad" => "skos:broadMatch",
            "narrow" => "skos:narrowMatch",
            _ => "skos:relatedMatch",
        },
        _ => null,
    };

    private static void WriteTexts(Utf8JsonWriter json, string property, params ReadOnlySpan<(string? Text, string Language)> texts)
    {
        json.WriteStartArray(property);
        foreach (var (text, language) in texts)
        {
            if (text is not null)
            {
                json.WriteStartObject();
                json.WriteString("@value", text);
                json.WriteString("@language", language);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }

    private static void WriteReferences(Utf8JsonWriter json, string property, IEnumerable<string> ids)
    {
        json.WriteStartArray(property);
        foreach (var id in ids)
        {
            json.WriteStartObject();
            json.WriteString("@id", Iri(id));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Iri(string id) => Base + Uri.EscapeDataString(id).Replace("%3A", ":", StringComparison.Ordinal);

    private static async Task FlushAsync(Utf8JsonWriter json, int row, CancellationToken cancellation)
    {
        if ((row & 1023) == 1023)
        {
            await json.FlushAsync(cancellation).ConfigureAwait(false);
        }
    }
}
