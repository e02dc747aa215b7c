using IndustryGraph.Model;
using IndustryGraph.Paths;
using IndustryGraph.Snapshots;
using IndustryGraph.Tests.Generators;
using Xunit;

namespace IndustryGraph.Tests.Paths;

public class ReachTests
{
    private static readonly SearchLimits Wide = new() { Hops = 50, Results = 1_000_000, HubLinks = 1_000_000 };

    [Fact]
    public void Upstream_of_an_industry_are_its_members_and_then_their_inputs()
    {
        var graph = GraphText.Graph("lithium-ore -> cathode -> battery -PART_OF-> industry:cars; motor -PART_OF-> industry:cars; copper -> motor");
        var reach = Reach.Upstream(graph, graph.At("industry:cars"), 2, Supply.Links, SearchLimits.Default, TimeProvider.System);
        Assert.True(reach.Complete);
        Assert.Equal(["battery", "motor"], Names(reach.EntitiesAt(1)));
        Assert.Equal(["cathode", "copper"], Names(reach.EntitiesAt(2)));
        Assert.Equal(graph.At("cathode"), graph.FromOf(reach.StepInto(2).Link));

        string[] Names(ReadOnlySpan<int> entities) => [.. entities.ToArray().Select(graph.Name)];
    }

    [Fact]
    public void Reach_equals_the_closure_by_rounds_over_all_links()
    {
        var random = new Random(11);
        for (var i = 0; i < 4000; i++)
        {
            var entities = random.Next(1, 14);
            var graph = SmallGraphs.Of(random, entities, random.Next(0, 3 * entities));
            var (links, direction, hops) = (SmallGraphs.Filter(random), (LinkDirection)random.Next(3), random.Next(0, 6));
            int[] origins = [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => random.Next(entities))];
            var reach = Reach.From(graph, origins, direction, hops, links, Wide, TimeProvider.System);
            Assert.True(reach.Complete);
            var levels = Levels(graph, origins, direction, hops, links);
            Assert.Equal(levels.Count(level => level > 0), reach.Count);
            var place = 0;
            for (var level = 1; level <= reach.Levels; level++)
            {
                foreach (var entity in reach.EntitiesAt(level))
                {
                    Assert.Equal(level, levels[entity]);
                    var step = reach.StepInto(place++);
                    Assert.Equal(entity, step.To(graph));
                    Assert.Equal(level - 1, levels[step.From(graph)]);
                }
            }
        }
    }

    [Fact]
    public void A_limit_on_entities_keeps_the_nearest()
    {
        var graph = GraphText.Graph("a -> b -> d; a -> c -> d");
        var reach = Reach.Downstream(graph, graph.At("a"), 5, LinkFilter.All, new SearchLimits { Results = 2 }, TimeProvider.System);
        Assert.Equal(CutReason.Results, reach.Reason);
        Assert.Equal([graph.At("b"), graph.At("c")], reach.Entities.ToArray());
        Assert.True(Reach.Downstream(graph, graph.At("a"), 5, LinkFilter.All, new SearchLimits { Results = 3 }, TimeProvider.System).Complete);
    }

    private static int[] Levels(GraphSnapshot graph, int[] origins, LinkDirection direction, int hops, LinkFilter links)
    {
        var levels = Enumerable.Repeat(-1, graph.EntityCount).ToArray();
        foreach (var origin in origins)
        {
            levels[origin] = 0;
        }

        for (var level = 1; level <= hops; level++)
        {
            for (var link = 0; link < graph.LinkCount; link++)
            {
                if (links.Passes(graph.TraitsOf(link)))
                {
                    Spread(direction != LinkDirection.In, graph.FromOf(link), graph.ToOf(link), level);
                    Spread(direction != LinkDirection.Out, graph.ToOf(link), graph.FromOf(link), level);
                }
            }
        }

        return levels;

        void Spread(bool permitted, int from, int to, int level)
        {
            if (permitted && levels[from] == level - 1 && levels[to] < 0)
            {
                levels[to] = level;
            }
        }
    }
}
