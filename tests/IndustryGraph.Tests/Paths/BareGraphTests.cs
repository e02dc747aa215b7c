using IndustryGraph.Model;
using IndustryGraph.Paths;
using IndustryGraph.Snapshots;
using IndustryGraph.Tests.Generators;
using IndustryGraph.Tests.Storage;
using Xunit;

namespace IndustryGraph.Tests.Paths;

/// <summary>Searches find in a graph of ids what they find in the one with all that it carries.</summary>
public sealed class BareGraphTests
{
    [Fact]
    public void It_has_the_numbers_of_the_whole_graph_and_searches_answer_alike()
    {
        var found = 0;
        for (var seed = 0; seed < 300; seed++)
        {
            var whole = RandomGraphs.After(GraphSnapshot.Empty, RandomGraphs.ChangeTo(GraphSnapshot.Empty, seed, new(20, 60)), GraphVersion.Empty with { Number = 1 });
            var random = new Random(seed);
            var links = SnapshotAssert.Links(whole).Select(link => link.Id).ToArray();
            random.Shuffle(links);

            // In any order; the ends of links need not be named, and what is named twice is there once.
            var alone = Enumerable.Range(0, whole.EntityCount).Where(number => whole.OutDegree(number) + whole.InDegree(number) == 0);
            var bare = BareGraph.Of(alone.Select(whole.IdOf).Reverse(), [.. links, .. links]);
            Assert.Equal((whole.EntityCount, whole.LinkCount), (bare.EntityCount, bare.LinkCount));
            Assert.All(Enumerable.Range(0, whole.EntityCount), number => Assert.Equal((whole.IdOf(number), number), (bare.IdOf(number), bare.IndexOf(whole.IdOf(number)))));
            Assert.All(Enumerable.Range(0, whole.LinkCount), number => Assert.Equal(whole.LinkAt(number).Id, bare.LinkIdOf(number)));

            var query = new PathQuery(random.Next(whole.EntityCount), random.Next(whole.EntityCount)) { Direction = (LinkDirection)random.Next(3) };
            var (ofWhole, ofBare) = (Paths(whole, query), Paths(bare, query));
            Assert.Equal(ofWhole, ofBare);
            found += ofWhole.Count;
        }

        Assert.True(found > 300, $"Only {found} paths: the graphs are too thin to tell anything.");
    }

    [Fact]
    public void An_entity_without_links_is_in_it_only_where_it_is_named()
    {
        var link = new LinkId(EntityId.Parse("product:a"), LinkKind.InputTo, EntityId.Parse("product:c"), null);
        var bare = BareGraph.Of([EntityId.Parse("product:b")], [link]);
        Assert.Equal(["product:a", "product:b", "product:c"], Enumerable.Range(0, bare.EntityCount).Select(number => bare.IdOf(number).Value));
        Assert.Equal(-1, bare.IndexOf(EntityId.Parse("product:d")));
        Assert.True(LinkFilter.Of(LinkKind.InputTo, Evidence.Stated).Passes(bare.TraitsOf(0)));
        Assert.False(LinkFilter.Of(LinkKind.PartOf).Passes(bare.TraitsOf(0)));
    }

    private static List<string> Paths(GraphTopology graph, PathQuery query) =>
    [
        .. PathSearch.KShortest(graph, query, 5, SearchLimits.Default, TimeProvider.System).Paths
            .Select(path => string.Join(' ', path.Steps.Select(step => $"{graph.LinkIdOf(step.Link)}{step.Along}"))),
    ];
}
