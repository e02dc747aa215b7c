using IndustryGraph.Model;
using IndustryGraph.Tests.Storage;
using Xunit;

namespace IndustryGraph.Tests.Generators;

public sealed class RandomGraphsTests
{
    [Fact]
    public void A_seed_gives_the_same_graph_each_time()
    {
        foreach (var ((_, one), (_, other)) in RandomGraphs.History(3, 5).Zip(RandomGraphs.History(3, 5)))
        {
            SnapshotAssert.Same(one, other);
        }

        Assert.NotEqual(RandomGraphs.Graph(3).Entities.ToArray(), RandomGraphs.Graph(4).Entities.ToArray());
    }

    [Fact]
    public void Graphs_have_hubs_supply_cycles_self_loops_and_parallel_links()
    {
        var graph = RandomGraphs.Graph(1, new(Entities: 100, Links: 1_000));
        var links = SnapshotAssert.Links(graph);
        var supply = links.Where(link => link.Kind == LinkKind.InputTo).Select(link => (link.From, link.To)).ToHashSet();

        Assert.Contains(links, link => link.From == link.To);
        Assert.Contains(links, link => link.Id.Qualifier is not null && graph.IndexOf(link.Id with { Qualifier = null }) >= 0);
        Assert.Contains(supply, link => link.From != link.To && supply.Contains((link.To, link.From)));
        Assert.True(links.GroupBy(link => link.From).Max(group => group.Count()) > 5 * graph.LinkCount / graph.EntityCount);
        Assert.Equal(LinkKinds.All, links.Select(link => link.Kind).Distinct().Order());
        Assert.Equal(EntityKinds.All, graph.Entities.ToArray().Select(entity => entity.Kind).Distinct().Order());
    }

    [Fact]
    public void Histories_put_alter_and_remove()
    {
        var counts = Enumerable.Range(1, 200).SelectMany(seed => RandomGraphs.History(seed, 6)).Select(step => step.Changes.Counts).ToList();

        Assert.Contains(counts, count => count.EntitiesRemoved > 0);
        Assert.Contains(counts, count => count.LinksRemoved > 0);
        Assert.All(RandomGraphs.History(5, 9), step => Assert.Equal(step.Changes.PutEntities.Count, step.Changes.PutEntities.Select(item => item.Id).Distinct().Count()));
    }
}
