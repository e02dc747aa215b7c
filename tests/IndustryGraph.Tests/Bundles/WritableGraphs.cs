using IndustryGraph.Model;
using IndustryGraph.Snapshots;
using IndustryGraph.Tests.Generators;

namespace IndustryGraph.Tests.Bundles;

/// <summary>Random graphs that a bundle can hold: it is text for people and refuses the control characters that stores keep.</summary>
internal static class WritableGraphs
{
    public static GraphSnapshot Graph(int seed) => Writable(RandomGraphs.Graph(seed, new GraphShape(OneHostileIn: 2)));

    private static GraphSnapshot Writable(GraphSnapshot graph)
    {
        var builder = new GraphSnapshotBuilder();
        foreach (var entity in graph.Entities)
        {
            builder.Add(entity with
            {
                Names = new Names(Clean(entity.Names.Chinese), Clean(entity.Names.English), new TextList(entity.Names.Alternatives.Select(name => Clean(name)!))),
                DefinitionChinese = Clean(entity.DefinitionChinese),
                DefinitionEnglish = Clean(entity.DefinitionEnglish),
                Attributes = Clean(entity.Attributes),
                Citations = Clean(entity.Citations),
            });
        }

        for (var i = 0; i < graph.LinkCount; i++)
        {
            var link = graph.LinkAt(i);
            builder.Add(link with { Attributes = Clean(link.Attributes), Citations = Clean(link.Citations) });
        }

        return builder.Build(graph.Version);
    }

    private static string? Clean(string? text) =>
        text is null ? null : string.Concat(text.Select(c => char.IsControl(c) && c is not ('\n' or '\t') ? '␀' : c));

    private static Attributes Clean(Attributes attributes) => Attributes.Of(attributes.Select(item =>
        item.Value.Type == AttributeType.Text ? KeyValuePair.Create(item.Key, AttributeValue.Of(Clean(item.Value.Text)!)) : item));

    private static Citations Clean(Citations citations) => Citations.Of(
        citations.Select(citation => citation with { Locator = Clean(citation.Locator), Quote = Clean(citation.Quote) }));
}
