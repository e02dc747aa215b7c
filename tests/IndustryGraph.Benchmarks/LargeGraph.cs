using IndustryGraph.Bundles;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Benchmarks;

/// <summary>
/// Large graphs with a heavy-tailed degree: an entity of rank r is drawn as a link's end with a probability proportional to
/// r^(-2/3), as its start to r^(-1/2), which makes power laws of the degrees with exponents of 2.5 and 3. Ranks are
/// scattered over the numbers. The same seed gives the same graph on every machine.
/// </summary>
internal static class LargeGraph
{
    private static readonly LinkKind[] Kinds =
        [LinkKind.InputTo, LinkKind.InputTo, LinkKind.InputTo, LinkKind.PartOf, LinkKind.Enables];

    public static IEnumerable<Entity> Entities(int count)
    {
        var citations = Citations.Of(new Citation(EntityId.Parse("source:generated"), Evidence.Derived));
        for (var i = 0; i < count; i++)
        {
            yield return new Entity(Id(i), EntityKind.Product, new Names($"产品{i}", $"Product {i}"), citations);
        }
    }

    /// <param name="entities">How many entities.</param>
    /// <param name="links">How many links.</param>
    /// <param name="seed">What the draw depends on.</param>
    public static IEnumerable<Link> Links(int entities, int links, ulong seed)
    {
        var random = new SplitMix64(seed);
        var place = Shuffled(entities, random);
        var citations = Enum.GetValues<Evidence>()
            .Select(evidence => Citations.Of(new Citation(EntityId.Parse("source:generated"), evidence))).ToList();
        var coefficients = Enumerable.Range(1, 100)
            .Select(percent => Attributes.Of((AttributeName.Coefficient, AttributeValue.Of(percent / 1000.0)))).ToList();
        var seen = new HashSet<long>(links);
        for (var made = 0; made < links;)
        {
            var from = place[Ranked(random, entities, 2)];
            var to = place[Ranked(random, entities, 3)];
            var kind = Kinds[random.Below(Kinds.Length)];
            if (!seen.Add((((long)from * entities) + to) * 16 + (int)kind))
            {
                continue;
            }

            var attributes = kind == LinkKind.InputTo && random.Below(2) == 0 ? coefficients[random.Below(100)] : Attributes.None;
            yield return new Link(new LinkId(Id(from), kind, Id(to)), citations[random.Below(citations.Count)]) { Attributes = attributes };
            made++;
        }
    }

    /// <summary>Writes such a graph, with its source, as a bundle.</summary>
    public static void WriteBundle(int entities, int links, string folder)
    {
        var builder = new GraphSnapshotBuilder();
        var source = EntityId.Parse("source:generated");
        builder.Add(new Entity(source, EntityKind.Source, new Names(null, "Generated"), Citations.Of(new Citation(source, Evidence.Stated))));
        foreach (var entity in Entities(entities))
        {
            builder.Add(entity);
        }

        foreach (var link in Links(entities, links, seed: 42))
        {
            builder.Add(link);
        }

        BundleWriter.Write(builder.Build(GraphVersion.Empty), folder, CancellationToken.None);
    }

    private static EntityId Id(int i) => EntityId.Parse($"product:p{i:0000000}");

    private static int Ranked(SplitMix64 random, int count, int power) =>
        Math.Min(count - 1, (int)(count * Math.Pow(random.Fraction(), power)));

    private static int[] Shuffled(int count, SplitMix64 random)
    {
        var order = Enumerable.Range(0, count).ToArray();
        for (var i = count - 1; i > 0; i--)
        {
            var other = random.Below(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }

        return order;
    }
}
