using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Tests.Generators;

/// <summary>
/// Small random graphs with everything that trips a search: cycles, self-loops, parallel links, parts that do not hang
/// together, several kinds and evidences, coefficients that repeat. The same seed gives the same graph.
/// </summary>
internal static class SmallGraphs
{
    private static readonly LinkKind[] Kinds = [LinkKind.InputTo, LinkKind.InputTo, LinkKind.PartOf, LinkKind.Enables];
    private static readonly double[] Coefficients = [0.5, 0.5, 0.25, 0.125, 1, 0];

    public static GraphSnapshot Of(Random random, int entities, int links, EntityKind[]? kinds = null)
    {
        var ids = new EntityId[entities];
        for (var i = 0; i < entities; i++)
        {
            var prefix = (kinds?[random.Next(kinds.Length)] ?? EntityKind.Product) switch
            {
                EntityKind.Industry => "industry",
                EntityKind.Technology => "tech",
                EntityKind.ClassificationItem => "class",
                _ => "product",
            };
            ids[i] = EntityId.Parse($"{prefix}:e{i:000}");
        }

        var made = new List<Link>();
        for (var i = 0; i < links; i++)
        {
            var kind = Kinds[random.Next(Kinds.Length)];
            var id = new LinkId(ids[random.Next(entities)], kind, ids[random.Next(entities)], $"q{i}");
            var attributes = kind == LinkKind.InputTo && random.Next(3) > 0
                ? Attributes.Of((AttributeName.Coefficient, AttributeValue.Of(Coefficients[random.Next(Coefficients.Length)])))
                : Attributes.None;
            var evidence = (Evidence)random.Next((int)Evidence.Stated, (int)Evidence.Curated + 1);
            made.Add(new Link(id, GraphText.Cited(evidence)) { Attributes = attributes });
        }

        return GraphText.Graph(ids, made);
    }

    public static LinkFilter Filter(Random random) => random.Next(4) switch
    {
        0 => LinkFilter.Of(LinkKind.InputTo),
        1 => LinkFilter.Of([LinkKind.InputTo, LinkKind.PartOf], Evidence.Derived),
        _ => LinkFilter.All,
    };
}
