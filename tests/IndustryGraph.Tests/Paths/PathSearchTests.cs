using IndustryGraph.Model;
using IndustryGraph.Paths;
using IndustryGraph.Snapshots;
using IndustryGraph.Tests.Generators;
using Xunit;

namespace IndustryGraph.Tests.Paths;

public class PathSearchTests
{
    [Fact]
    public void Shortest_path_prefers_fewer_links()
    {
        var graph = GraphText.Graph("ore -> steel -> blade -> turbine; ore -> magnet -> turbine");
        Assert.Equal(["ore", "magnet", "turbine"], Names(graph, Shortest(graph, new(graph.At("ore"), graph.At("turbine")))));
    }

    [Fact]
    public void Ties_break_by_link_number()
    {
        var graph = GraphText.Graph("a -> z -> t; a -> m -> t; a -> n -> t");
        Assert.Equal(["a", "m", "t"], Names(graph, Shortest(graph, new(graph.At("a"), graph.At("t")))));
    }

    [Fact]
    public void Parallel_links_make_paths_of_their_own()
    {
        var graph = GraphText.Graph("a -> b -> c; a -> b; a -PART_OF-> b");
        var result = PathSearch.AllSimple(
            graph, new PathQuery(graph.At("a"), graph.At("c")), SearchLimits.Default, TimeProvider.System);
        Assert.Equal(3, result.Paths.Count);
        Assert.Equal(3, result.Paths.Select(path => path.Steps[0].Link).Distinct().Count());
    }

    [Fact]
    public void Links_are_travelled_against_their_direction_when_asked()
    {
        var graph = GraphText.Graph("a -> b -> c");
        var query = new PathQuery(graph.At("c"), graph.At("a"));
        Assert.Empty(Shortest(graph, query).Paths);
        var path = Assert.Single(Shortest(graph, query with { Direction = LinkDirection.In }).Paths);
        Assert.All(path.Steps, step => Assert.False(step.Along));
    }

    [Fact]
    public void Via_and_avoiding_shape_the_path()
    {
        var graph = GraphText.Graph("a -> b -> e; a -> c -> d -> e; c -> b");
        var (a, b, c, e) = (graph.At("a"), graph.At("b"), graph.At("c"), graph.At("e"));
        Assert.Equal(["a", "c", "b", "e"], Names(graph, Shortest(graph, new(a, e) { Via = [b, c] })));
        Assert.Empty(Shortest(graph, new(a, e) { Via = [b, c], ViaInOrder = true }).Paths);
        Assert.Equal(["a", "c", "d", "e"], Names(graph, Shortest(graph, new(a, e) { Avoiding = [b] })));
    }

    [Fact]
    public void The_only_path_from_an_entity_to_itself_has_no_links()
    {
        var graph = GraphText.Graph("a -> b -> a -> a");
        var path = Assert.Single(PathSearch.AllSimple(
            graph, new PathQuery(0, 0), SearchLimits.Default, TimeProvider.System).Paths);
        Assert.Empty(path.Steps);
    }

    [Fact]
    public void Product_and_bottleneck_choose_different_paths()
    {
        var graph = GraphText.Graph("a -0.5-> b -0.5-> c -0.5-> d; a -0.3-> e -0.9-> d; a -> d");
        var query = new PathQuery(graph.At("a"), graph.At("d"));
        var likely = PathSearch.Strongest(graph, query, PathStrength.Product, SearchLimits.Default, TimeProvider.System);
        Assert.Equal(["a", "e", "d"], Names(graph, likely));
        Assert.Equal(0.3 * 0.9, likely.Paths[0].Strength);
        var widest = PathSearch.Strongest(graph, query, PathStrength.Bottleneck, SearchLimits.Default, TimeProvider.System);
        Assert.Equal(["a", "b", "c", "d"], Names(graph, widest));
        Assert.Equal(0.5, widest.Paths[0].Strength);
    }

    [Fact]
    public void What_is_not_a_question_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PathQuery(0, 1) { MaxHops = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PathQuery(0, 1) { Via = [0, 1, 2, 3, 4, 5, 6, 7, 8] });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SearchLimits { Hops = 1001 });
        var graph = GraphText.Graph("a -> b");
        Assert.Throws<ArgumentOutOfRangeException>(() => Shortest(graph, new PathQuery(0, 2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Shortest(graph, new PathQuery(0, 1) { Avoiding = [-1] }));
    }

    [Fact]
    public void Searches_at_once_do_not_disturb_each_other()
    {
        var random = new Random(21);
        var graph = SmallGraphs.Of(random, 300, 1200);
        var queries = Enumerable.Range(0, 400).Select(_ => new PathQuery(random.Next(300), random.Next(300))).ToList();
        var alone = queries.ConvertAll(Lengths);
        var together = queries.AsParallel().AsOrdered().WithDegreeOfParallelism(8).Select(Lengths).ToList();
        Assert.Equal(alone, together);

        string Lengths(PathQuery query) => string.Join(" ", PathSearch
            .KShortest(graph, query, 5, SearchLimits.Default, TimeProvider.System)
            .Paths.SelectMany(path => PathOracle.Packed(path)));
    }

    private static PathResult Shortest(GraphSnapshot graph, PathQuery query) =>
        PathSearch.Shortest(graph, query, SearchLimits.Default, TimeProvider.System);

    private static IEnumerable<string> Names(GraphSnapshot graph, PathResult result) =>
        Assert.Single(result.Paths).Entities(graph).Select(graph.Name);
}
