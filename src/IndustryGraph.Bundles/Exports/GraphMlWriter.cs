using System.Globalization;
using System.Xml;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Bundles.Exports;

/// <summary>GraphML 1.0: http://graphml.graphdrawing.org. Lists are texts parted by <c> | </c>, for GraphML has none.</summary>
internal static class GraphMlWriter
{
    private const string Namespace = "http://graphml.graphdrawing.org/xmlns";

    private static readonly XmlWriterSettings Settings = new() { Indent = true, NewLineChars = "\n", CloseOutput = false };

    public static async Task WriteAsync(GraphSnapshot graph, string? part, Stream into, CancellationToken cancellation)
    {
        // The writer writes when its own buffer is full, and what it writes into may take nothing but asynchronous writes.
        using var written = new MemoryStream();
        using (var xml = XmlWriter.Create(written, Settings))
        {
            xml.WriteStartElement("graphml", Namespace);
            foreach (var name in new[] { "version", "loaded_at", "part", "sources", "entities", "links", "complete" })
            {
                Key(xml, "graph", name, name is "version" or "sources" or "entities" or "links" ? "long" : name == "complete" ? "boolean" : "string");
            }

            foreach (var name in new[] { "kind", "name_zh", "name_en", "alt_names", "definition_zh", "definition_en", "valid_from", "valid_to", "evidence", "cited_sources" })
            {
                Key(xml, "node", name, "string");
            }

            foreach (var name in new[] { "kind", "qualifier", "valid_from", "valid_to", "evidence", "cited_sources" })
            {
                Key(xml, "edge", name, "string");
            }

            foreach (var name in AttributeNames.All)
            {
                var type = name.Type() switch { AttributeType.Whole => "long", AttributeType.Number => "double", _ => "string" };
                Key(xml, "node", name.Code(), type);
                Key(xml, "edge", name.Code(), type);
            }

            xml.WriteStartElement("graph");
            xml.WriteAttributeString("id", $"version-{Text(graph.Version.Number)}");
            xml.WriteAttributeString("edgedefault", "directed");
            Data(xml, "graph", "version", Text(graph.Version.Number));
            Data(xml, "graph", "loaded_at", graph.Version.LoadedAt.ToString("O", CultureInfo.InvariantCulture));
            Data(xml, "graph", "part", part ?? "the whole graph");
            Data(xml, "graph", "sources", Text(graph.OfKind(EntityKind.Source).Length));
            for (var i = 0; i < graph.EntityCount; i++)
            {
                Node(xml, graph.EntityAt(i));
                if ((i & 1023) == 1023)
                {
                    await PassAsync().ConfigureAwait(false);
                }
            }

            for (var i = 0; i < graph.LinkCount; i++)
            {
                Edge(xml, graph.LinkAt(i));
                if ((i & 1023) == 1023)
                {
                    await PassAsync().ConfigureAwait(false);
                }
            }

            Data(xml, "graph", "entities", Text(graph.EntityCount));
            Data(xml, "graph", "links", Text(graph.LinkCount));
            Data(xml, "graph", "complete", "true");
            xml.WriteEndElement();
            xml.WriteEndElement();
            await PassAsync().ConfigureAwait(false);

            async Task PassAsync()
            {
                xml.Flush();
                await into.WriteAsync(written.GetBuffer().AsMemory(0, (int)written.Length), cancellation).ConfigureAwait(false);
                written.SetLength(0);
            }
        }
    }

    private static void Node(XmlWriter xml, Entity entity)
    {
        xml.WriteStartElement("node");
        xml.WriteAttributeString("id", entity.Id.Value);
        Data(xml, "node", "kind", entity.Kind.Code());
        Data(xml, "node", "name_zh", entity.Names.Chinese);
        Data(xml, "node", "name_en", entity.Names.English);
        Data(xml, "node", "alt_names", entity.Names.Alternatives.Count == 0 ? null : string.Join(" | ", entity.Names.Alternatives));
        Data(xml, "node", "definition_zh", entity.DefinitionChinese);
        Data(xml, "node", "definition_en", entity.DefinitionEnglish);
        Shared(xml, "node", entity.Attributes, entity.Validity, entity.Citations);
        xml.WriteEndElement();
    }

    private static void Edge(XmlWriter xml, Link link)
    {
        xml.WriteStartElement("edge");
        xml.WriteAttributeString("id", link.Id.ToString());
        xml.WriteAttributeString("source", link.From.Value);
        xml.WriteAttributeString("target", link.To.Value);
        Data(xml, "edge", "kind", link.Kind.Code());
        Data(xml, "edge", "qualifier", link.Id.Qualifier);
        Shared(xml, "edge", link.Attributes, link.Validity, link.Citations);
        xml.WriteEndElement();
    }

    private static void Shared(XmlWriter xml, string of, Attributes attributes, Validity validity, Citations citations)
    {
        foreach (var (name, value) in attributes)
        {
            Data(xml, of, name.Code(), value.ToString());
        }

        Data(xml, of, "valid_from", validity.From?.ToString());
        Data(xml, of, "valid_to", validity.To?.ToString());
        Data(xml, of, "evidence", citations.Strongest.Code());
        Data(xml, of, "cited_sources", string.Join(" | ", citations.Select(citation => citation.Source.Value)));
    }

    private static void Key(XmlWriter xml, string of, string name, string type)
    {
        xml.WriteStartElement("key");
        xml.WriteAttributeString("id", $"{of}-{name}");
        xml.WriteAttributeString("for", of);
        xml.WriteAttributeString("attr.name", name);
        xml.WriteAttributeString("attr.type", type);
        xml.WriteEndElement();
    }

    private static void Data(XmlWriter xml, string of, string name, string? value)
    {
        if (value is null)
        {
            return;
        }

        xml.WriteStartElement("data");
        xml.WriteAttributeString("key", $"{of}-{name}");
        xml.WriteString(Xml(value));
        xml.WriteEndElement();
    }

    // XML 1.0 has no way to write most control characters.
    private static string Xml(string text)
    {
        foreach (var unit in text)
        {
            if (!XmlConvert.IsXmlChar(unit) && !char.IsSurrogate(unit))
            {
                return string.Concat(text.Select(item => XmlConvert.IsXmlChar(item) || char.IsSurrogate(item) ? item : '\uFFFD'));
            }
        }

        return text;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
