using System.Text.Encodings.Web;
using System.Text.Json;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Bundles.Exports;

/// <summary>What an archive holds, as JSON.</summary>
internal static class ExportManifest
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Of(GraphSnapshot graph, ExportFormat format, string? part)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            json.WriteString("format", format.Code());
            json.WriteNumber("version", graph.Version.Number);
            json.WriteString("loadedAt", graph.Version.LoadedAt);
            json.WriteString("part", part ?? "the whole graph");
            json.WriteNumber("entities", graph.EntityCount);
            json.WriteNumber("links", graph.LinkCount);
            json.WriteStartArray("sources");
            foreach (var source in Sources(graph))
            {
                json.WriteStartObject();
                json.WriteString("id", source.Id.Value);
                json.WriteString("name", source.Names.In(Language.Chinese));
                json.WriteString("address", source.Attributes[AttributeName.Address]?.Text);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteBoolean("complete", true);
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    /// <summary>The sources of the graph, in the order of their ids.</summary>
    public static IEnumerable<Entity> Sources(GraphSnapshot graph)
    {
        for (var i = 0; i < graph.OfKind(EntityKind.Source).Length; i++)
        {
            yield return graph.EntityAt(graph.OfKind(EntityKind.Source)[i]);
        }
    }
}
