using IndustryGraph.Analysis;
using IndustryGraph.Model;
using IndustryGraph.Paths;
using IndustryGraph.Snapshots;
using IndustryGraph.Tests.Generators;
using Xunit;

namespace IndustryGraph.Tests.Analysis;

public class IndustryComparisonTests
{
    private static readonly EntityKind[] Kinds = [EntityKind.Industry, EntityKind.Industry, EntityKind.Technology, EntityKind.Product];

    [Fact]
    public void A_technology_enables_directly_or_by_a_member()
    {
        var graph = GraphText.Graph("""
            tech:ai -ENABLES-> industry:cars; tech:ai -ENABLES-> robot -PART_OF-> industry:robots
            tech:welding -PART_OF-> industry:cars; steel -PART_OF-> industry:cars; steel -PART_OF-> industry:robots
            """);
        var result = CommonEnablers.Of(
            graph, [graph.At("industry:cars"), graph.At("industry:robots")], EntityKind.Technology, 2, CommonEnablers.Links,
            SearchLimits.Default, TimeProvider.System);
        Assert.True(result.Complete);
        var enabler = Assert.Single(result.Enablers);
        Assert.Equal("tech:ai", graph.Name(enabler.Entity));
        Assert.Equal(["tech:ai", "robot", "industry:robots"], enabler.Ways[1].Entities(graph).Select(graph.Name));
    }

    [Fact]
    public void Common_enablers_are_those_upstream_of_all()
    {
        var random = new Random(71);
        var found = 0;
        for (var round = 0; round < 3000; round++)
        {
            var entities = random.Next(4, 12);
            var graph = SmallGraphs.Of(random, entities, random.Next(entities, 4 * entities), Kinds);
            int[] industries = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(entities))];
            var hops = random.Next(1, 4);
            var expected = Enumerable.Range(0, entities)
                .Where(entity => graph.EntityAt(entity).Kind == EntityKind.Technology && industries.All(industry => Lengths(entity, industry) > 0))
                .OrderBy(entity => industries.Sum(industry => Lengths(entity, industry))).ThenBy(entity => entity);
            var result = CommonEnablers.Of(
                graph, industries, EntityKind.Technology, hops, CommonEnablers.Links, SearchLimits.Default, TimeProvider.System);
            Assert.Equal(expected, result.Enablers.Select(enabler => enabler.Entity));
            foreach (var enabler in result.Enablers)
            {
                Assert.All(enabler.Ways.Zip(industries), pair =>
                {
                    Assert.Equal(Lengths(enabler.Entity, pair.Second), pair.First.Length);
                    Assert.Equal(enabler.Entity, pair.First.Entities(graph)[0]);
                    Assert.Equal(pair.Second, pair.First.Entities(graph)[^1]);
                });
            }

            found += result.Enablers.Count;

            int Lengths(int from, int to) => Paths.PathOracle.All(graph, new PathQuery(from, to)
            {
                Links = CommonEnablers.Links,
                MaxHops = hops,
                Avoiding = [.. graph.OfKind(EntityKind.Industry).ToArray().Except([from, to])],
            }).FirstOrDefault()?.Length ?? 0;
        }

        Assert.InRange(found, 400, int.MaxValue);
    }

    [Fact]
    public void Likeness_is_what_is_shared_over_all_there_is()
    {
        var graph = GraphText.Graph("""
            tech:ai -ENABLES-> industry:cars; tech:ai -ENABLES-> industry:robots; motor -PART_OF-> industry:cars
            motor -PART_OF-> industry:robots; tyre -PART_OF-> industry:cars; steel -> motor; tech:ai -ENABLES-> industry:retail
            """);
        var similar = SimilarIndustries.Of(graph, graph.At("industry:robots"), 5, new FeatureWeights(), LinkFilter.All);
        Assert.Equal(["industry:cars", "industry:retail"], similar.Select(item => graph.Name(item.Industry)));

        // Shared: ai 1, motor 1, and steel, an input by way of the motor, 0.25; cars have a tyre more.
        Assert.Equal(2.25 / 3.25, similar[0].Score, 12);
        Assert.Equal(1 / 2.25, similar[1].Score, 12);
        Assert.Equal(
            ["tech:ai Technology 1", "motor Product 1", "steel Input 0.25"],
            similar[0].Shared.Select(item => FormattableString.Invariant($"{graph.Name(item.Entity)} {item.Role} {item.Weight}")));
    }

    [Fact]
    public void Likeness_equals_the_ratio_of_sums_over_all_entities_and_roles()
    {
        var random = new Random(72);
        var found = 0;
        for (var round = 0; round < 3000; round++)
        {
            var entities = random.Next(2, 12);
            var graph = SmallGraphs.Of(random, entities, random.Next(0, 4 * entities), Kinds);
            var weights = new FeatureWeights(random.Next(1, 4), random.Next(1, 4), random.Next(0, 3));
            var links = SmallGraphs.Filter(random);
            var industries = graph.OfKind(EntityKind.Industry).ToArray();
            if (industries.Length == 0)
            {
                continue;
            }

            var asked = industries[random.Next(industries.Length)];
            var expected = industries.Where(industry => industry != asked)
                .Select(industry => (Industry: industry, Score: Score(asked, industry)))
                .Where(item => item.Score > 0).ToDictionary(item => item.Industry, item => item.Score);
            var similar = SimilarIndustries.Of(graph, asked, 100, weights, links);
            Assert.Equal(expected.Keys.Order(), similar.Select(item => item.Industry).Order());
            Assert.All(similar, item => Assert.Equal(expected[item.Industry], item.Score, 12));
            Assert.Equal(similar.Select(item => item.Score).OrderDescending(), similar.Select(item => item.Score));
            found += similar.Count;

            double Score(int one, int other)
            {
                var (lesser, greater) = (0.0, 0.0);
                for (var entity = 0; entity < entities; entity++)
                {
                    foreach (var role in Enum.GetValues<FeatureRole>())
                    {
                        var (mine, its) = (Weight(one, entity, role), Weight(other, entity, role));
                        (lesser, greater) = (lesser + Math.Min(mine, its), greater + Math.Max(mine, its));
                    }
                }

                return greater > 0 ? lesser / greater : 0;
            }

            double Weight(int industry, int entity, FeatureRole role)
            {
                var members = Enumerable.Range(0, entities).Where(member => graph.EntityAt(member).Kind != EntityKind.Industry).Where(member => Has(member, LinkKind.PartOf, industry) || Has(member, LinkKind.Enables, industry));
                return role == FeatureRole.Input && entity == industry ? 0
                    : weights.Of(role) * (Marks(industry) ? 1 : members.Any(Marks) ? 0.5 : 0);

                bool Marks(int whole) => (role, graph.EntityAt(entity).Kind) switch
                {
                    (FeatureRole.Input, _) => Has(entity, LinkKind.InputTo, whole),
                    (FeatureRole.Technology, EntityKind.Technology) => Has(entity, LinkKind.PartOf, whole) || Has(entity, LinkKind.Enables, whole),
                    (FeatureRole.Product, EntityKind.Product) => Has(entity, LinkKind.PartOf, whole),
                    _ => false,
                };
            }

            bool Has(int from, LinkKind kind, int to) => Enumerable.Range(0, graph.LinkCount).Any(link =>
                graph.FromOf(link) == from && graph.ToOf(link) == to && graph.KindOf(link) == kind && links.Passes(graph.TraitsOf(link)));
        }

        Assert.InRange(found, 500, int.MaxValue);
    }

    [Fact]
    public void Gaps_are_counted_by_kind()
    {
        var graph = GraphText.Graph("""
            ore -> steel -!-> car; steel -> ship; plastic -> car; car -> car; battery -> battery
            car -PART_OF-> industry:cars; industry:tea
            """);
        var gaps = Gaps.Of(graph, Supply.Links, 2);
        Assert.Equal(4, gaps.WithoutUpstream.Count);
        Assert.Equal(
            [KeyValuePair.Create(EntityKind.Industry, 1), KeyValuePair.Create(EntityKind.Product, 3)], gaps.WithoutUpstream.ByKind);
        Assert.Equal(["industry:tea", "battery"], gaps.WithoutUpstream.First.Select(graph.Name));
        Assert.Equal(["ship", "steel"], gaps.SingleSupplier.First.Select(graph.Name));
        Assert.Equal(2, gaps.SingleSupplier.Count);
        Assert.Equal((1, 0), (gaps.CuratedLinks.Count, gaps.CuratedEntities.Count));
        Assert.Equal("car", graph.Name(graph.ToOf(gaps.CuratedLinks.First[0])));
    }
}
