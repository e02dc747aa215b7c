using IndustryGraph.Analysis;
using IndustryGraph.Model;
using IndustryGraph.Paths;
using IndustryGraph.Snapshots;
using IndustryGraph.Tests.Generators;
using Xunit;

namespace IndustryGraph.Tests.Analysis;

public class ChokepointTests
{
    private static readonly SearchLimits Wide = new() { Results = 1_000_000 };

    [Fact]
    public void An_entity_that_all_supply_passes_loses_what_stands_behind_it()
    {
        var graph = GraphText.Graph("ore -> smelter -> steel -> car; lime -> smelter; ore -> alloy -> car; scrap -> alloy");
        var result = Chokepoints.Of(graph, [graph.At("car")], Supply.Links, Wide, TimeProvider.System);
        Assert.True(result.Complete);
        Assert.Equal(
            ["steel: lime smelter", "alloy: scrap", "smelter: lime"],
            result.Points.OrderByDescending(point => point.LostCount).Select(point => Text(graph, point)));
        Assert.Equal(6, result.Considered);
    }

    [Fact]
    public void Products_of_an_industry_are_lost_with_the_supplier_that_none_goes_round()
    {
        var graph = GraphText.Graph("""
            ore -> steel -> frame -PART_OF-> field:bodies -PART_OF-> industry:cars
            steel -> door -PART_OF-> industry:cars
            sand -> glass -> window -PART_OF-> industry:cars; plastic -> window
            tech:welding -PART_OF-> industry:cars
            """);
        var result = Chokepoints.OfProducts(graph, graph.At("industry:cars"), Supply.Links, Wide, TimeProvider.System);
        Assert.Equal(["ore: door frame", "steel: door frame"], result.Points.Select(point => Text(graph, point)));
        Assert.Equal(3, result.Considered);
    }

    [Fact]
    public void A_cycle_that_nothing_supplies_is_a_primary_supplier()
    {
        var graph = GraphText.Graph("battery -> scrap -> mass -> battery; battery -> car -PART_OF-> industry:cars");
        var result = Chokepoints.OfProducts(graph, graph.At("industry:cars"), Supply.Links, Wide, TimeProvider.System);
        Assert.Equal(["battery: car"], result.Points.Select(point => Text(graph, point)));
    }

    [Fact]
    public void Where_the_budget_ends_no_chokepoint_is_claimed()
    {
        var graph = GraphText.Graph("a -> b -> c -> d");
        var result = Chokepoints.Of(graph, [graph.At("d")], Supply.Links, new SearchLimits { Expansions = 3 }, TimeProvider.System);
        Assert.Equal(CutReason.Expansions, result.Reason);
        Assert.Empty(result.Points);
    }

    [Fact]
    public void Lost_is_what_removal_cuts_off()
    {
        var random = new Random(31);
        var found = 0;
        for (var round = 0; round < 4000; round++)
        {
            var entities = random.Next(1, 16);
            var graph = SmallGraphs.Of(random, entities, random.Next(entities / 2, 2 * entities));
            int[] targets = [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => random.Next(entities)).Distinct()];
            var links = SmallGraphs.Filter(random);
            var all = Reached(graph, targets, LinkDirection.In, links, _ => true);
            var expected = all.Except(targets)
                .Select(entity => (Entity: entity, Lost: all.Except([entity])
                    .Except(Reached(graph, targets, LinkDirection.In, links, other => other != entity)).Order().ToList()))
                .Where(point => point.Lost.Count > 0)
                .OrderByDescending(point => point.Lost.Count).ThenBy(point => point.Entity);
            var result = Chokepoints.Of(graph, targets, links, Wide, TimeProvider.System);
            Assert.True(result.Complete);
            Assert.Equal(expected.Select(point => (point.Entity, string.Join(' ', point.Lost))), Points(result));
            found += result.Points.Count;
        }

        Assert.InRange(found, 1500, int.MaxValue);
    }

    [Fact]
    public void Lost_products_are_what_no_primary_supplier_reaches_after_removal()
    {
        var random = new Random(32);
        var found = 0;
        for (var round = 0; round < 4000; round++)
        {
            var entities = random.Next(5, 15);
            var graph = SmallGraphs.Of(
                random, entities, random.Next(entities, 2 * entities), [EntityKind.Product, EntityKind.Product, EntityKind.Industry]);
            var links = SmallGraphs.Filter(random);
            var industry = random.Next(entities);
            var products = Enumerable.Range(0, graph.LinkCount)
                .Where(link => graph.KindOf(link) == LinkKind.PartOf && graph.ToOf(link) == industry)
                .Select(graph.FromOf).Where(entity => graph.EntityAt(entity).Kind == EntityKind.Product).ToHashSet();
            var supply = Reached(graph, products, LinkDirection.In, links, _ => true);
            var primary = supply.Where(entity =>
            {
                var above = Reached(graph, [entity], LinkDirection.In, links, _ => true);
                return above.All(other => Reached(graph, [other], LinkDirection.In, links, _ => true).Contains(entity));
            }).ToList();
            var expected = supply
                .Select(entity =>
                {
                    var kept = Reached(graph, primary.Where(other => other != entity), LinkDirection.Out, links,
                        other => other != entity && supply.Contains(other));
                    return (Entity: entity, Lost: products.Except(kept).Except([entity]).Order().ToList());
                })
                .Where(point => point.Lost.Count > 0)
                .OrderByDescending(point => point.Lost.Count).ThenBy(point => point.Entity);
            var result = Chokepoints.OfProducts(graph, industry, links, Wide, TimeProvider.System);
            Assert.True(result.Complete);
            Assert.Equal(products.Count, result.Considered);
            Assert.Equal(expected.Select(point => (point.Entity, string.Join(' ', point.Lost))), Points(result));
            found += result.Points.Count;
        }

        Assert.InRange(found, 500, int.MaxValue);
    }

    private static IEnumerable<(int, string)> Points(ChokepointResult result) =>
        result.Points.Select(point => (point.Entity, string.Join(' ', point.Lost)));

    private static string Text(GraphSnapshot graph, Chokepoint point) =>
        $"{graph.Name(point.Entity)}: {string.Join(' ', point.Lost.Select(graph.Name))}";

    private static HashSet<int> Reached(
        GraphSnapshot graph, IEnumerable<int> starts, LinkDirection direction, LinkFilter links, Func<int, bool> permitted)
    {
        var reached = starts.ToHashSet();
        for (var before = -1; before < reached.Count;)
        {
            before = reached.Count;
            for (var link = 0; link < graph.LinkCount; link++)
            {
                var (from, to) = direction == LinkDirection.Out
                    ? (graph.FromOf(link), graph.ToOf(link)) : (graph.ToOf(link), graph.FromOf(link));
                if (links.Passes(graph.TraitsOf(link)) && reached.Contains(from) && permitted(to))
                {
                    reached.Add(to);
                }
            }
        }

        return reached;
    }
}
