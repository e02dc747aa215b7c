using IndustryGraph.Model;
using IndustryGraph.Paths;
using IndustryGraph.Snapshots;
using IndustryGraph.Tests.Generators;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace IndustryGraph.Tests.Paths;

public class PathBudgetTests
{
    private const int HubLinks = 100_000;

    // Built once: two stars whose hubs are joined, and an entity apart.
    private static readonly GraphSnapshot Stars = BuildStars();

    [Fact]
    public void All_paths_of_a_dense_graph_end_at_the_budget_with_the_first_results()
    {
        var graph = Complete(20);
        var query = new PathQuery(0, 19) { MaxHops = 8 };
        var few = PathSearch.AllSimple(graph, query, new SearchLimits { Results = 50 }, TimeProvider.System);
        Assert.Equal((50, CutReason.Results), (few.Paths.Count, few.Reason));
        Assert.Equal([1, .. Enumerable.Repeat(2, 18), .. Enumerable.Repeat(3, 31)], few.Paths.Select(path => path.Length));

        var limits = new SearchLimits { Results = 1_000_000, Expansions = 30_000 };
        var cut = PathSearch.AllSimple(graph, query, limits, TimeProvider.System);
        Assert.Equal(CutReason.Expansions, cut.Reason);
        Assert.InRange(cut.Explored.Links, 1, 30_000);
        Assert.Equal(
            few.Paths.Select(PathOracle.Packed), cut.Paths.Take(50).Select(PathOracle.Packed));
    }

    [Fact]
    public void All_paths_within_three_hops_of_a_dense_graph_are_found_whole()
    {
        var result = PathSearch.AllSimple(
            Complete(20), new PathQuery(0, 19) { MaxHops = 3 }, SearchLimits.Default, TimeProvider.System);
        Assert.True(result.Complete);
        Assert.Equal(1 + 18 + (18 * 17), result.Paths.Count);
    }

    [Fact]
    public void All_paths_across_a_dense_bipartite_graph_end_at_the_budget()
    {
        var graph = GraphText.Graph(
            Enumerable.Range(0, 400).Select(Id),
            Enumerable.Range(0, 40_000).Select(i => Joined(i / 200, 200 + (i % 200))));
        var query = new PathQuery(0, 399) { MaxHops = 8, Direction = LinkDirection.Both };
        var result = PathSearch.AllSimple(graph, query, SearchLimits.Default, TimeProvider.System);
        Assert.Equal(CutReason.Results, result.Reason);
        Assert.Equal([1, .. Enumerable.Repeat(3, 999)], result.Paths.Select(path => path.Length));

        var shortest = PathSearch.KShortest(graph, query, 20, SearchLimits.Default, TimeProvider.System);
        Assert.True(shortest.Complete);
        Assert.Equal(result.Paths.Take(20).Select(PathOracle.Packed), shortest.Paths.Select(PathOracle.Packed));
    }

    [Fact]
    public void No_path_is_told_apart_from_none_within_the_budget()
    {
        var graph = GraphText.Graph("a -> b -> c -> d -> e; x -> y -> z; y -> x; w -> x");
        var query = new PathQuery(graph.At("a"), graph.At("z")) { MaxHops = 50 };
        var none = PathSearch.Shortest(graph, query, SearchLimits.Default, TimeProvider.System);
        Assert.Empty(none.Paths);
        Assert.True(none.Complete);

        var unknown = PathSearch.Shortest(graph, query, new SearchLimits { Expansions = 2 }, TimeProvider.System);
        Assert.Empty(unknown.Paths);
        Assert.Equal(CutReason.Expansions, unknown.Reason);
    }

    [Fact]
    public void No_path_within_the_asked_hops_is_complete_but_not_within_fewer_permitted_ones()
    {
        var graph = GraphText.Graph("a -> b -> c -> d -> e -> f");
        var query = new PathQuery(graph.At("a"), graph.At("f")) { MaxHops = 4 };
        Assert.True(PathSearch.Shortest(graph, query, SearchLimits.Default, TimeProvider.System).Complete);
        foreach (var search in new Func<SearchLimits, PathResult>[]
        {
            limits => PathSearch.Shortest(graph, query with { MaxHops = 5 }, limits, TimeProvider.System),
            limits => PathSearch.AllSimple(graph, query with { MaxHops = 5 }, limits, TimeProvider.System),
        })
        {
            Assert.Equal(CutReason.Hops, search(new SearchLimits { Hops = 4 }).Reason);
            Assert.Single(search(new SearchLimits { Hops = 5 }).Paths);
        }
    }

    [Fact]
    public void A_hub_is_followed_to_its_cap_and_told()
    {
        var hub = Stars.IndexOf(Id(0));
        var limits = new SearchLimits { HubLinks = 1_000, Results = 1_000_000 };
        var reach = Reach.Downstream(Stars, hub, 1, LinkFilter.All, limits, TimeProvider.System);
        Assert.Equal(CutReason.Hub, reach.Reason);
        Assert.Equal([hub], reach.Explored.Hubs);
        Assert.Equal(1_000, reach.Count);
        Assert.InRange(reach.Explored.Links, 1_000, 1_001);

        var leaf = Stars.IndexOf(Id(HubLinks + 7));
        var middle = Reach.From(Stars, [leaf], LinkDirection.Both, 2, LinkFilter.All, limits, TimeProvider.System);
        Assert.Equal(CutReason.Hub, middle.Reason);
        Assert.InRange(middle.Explored.Links, 1_000, 1_010);
    }

    [Fact]
    public void A_path_past_a_hub_is_found_from_its_other_side()
    {
        var (from, to) = (Stars.IndexOf(Id(1)), Stars.IndexOf(Id(HubLinks - 1)));
        var result = PathSearch.Shortest(
            Stars, new PathQuery(from, to) { Direction = LinkDirection.Both }, new SearchLimits { HubLinks = 10 }, TimeProvider.System);
        Assert.Equal(2, Assert.Single(result.Paths).Length);
        Assert.InRange(result.Explored.Links, 1, 20);
        Assert.True(result.Complete);
    }

    [Fact]
    public void The_time_limit_ends_a_search()
    {
        var time = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(1) };
        var result = PathSearch.AllSimple(
            Complete(20), new PathQuery(0, 19) { MaxHops = 12 },
            new SearchLimits { Results = 10_000_000, Expansions = long.MaxValue, Time = TimeSpan.FromSeconds(3) }, time);
        Assert.Equal(CutReason.Time, result.Reason);
        Assert.InRange(result.Explored.Links, 1, 5 << 14);
    }

    [Fact]
    public void A_search_that_nobody_waits_for_ends()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => PathSearch.Shortest(
            Stars, new PathQuery(0, 1), SearchLimits.Default, TimeProvider.System, source.Token));
    }

    private static GraphSnapshot Complete(int size) => GraphText.Graph(
        Enumerable.Range(0, size).Select(Id),
        Enumerable.Range(0, size * size).Where(i => i / size != i % size).Select(i => Joined(i / size, i % size)));

    private static GraphSnapshot BuildStars() => GraphText.Graph(
        Enumerable.Range(0, (2 * HubLinks) + 1).Select(Id),
        Enumerable.Range(1, HubLinks - 1).Select(i => Joined(0, i))
            .Append(Joined(0, HubLinks))
            .Concat(Enumerable.Range(HubLinks + 1, HubLinks - 1).Select(i => Joined(HubLinks, i))));

    private static EntityId Id(int i) => EntityId.Parse($"product:p{i:0000000}");

    private static Link Joined(int from, int to) =>
        new(new LinkId(Id(from), LinkKind.InputTo, Id(to)), GraphText.Cited(Evidence.Stated));
}
