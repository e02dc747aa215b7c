using IndustryGraph.Model;
using IndustryGraph.Paths;
using IndustryGraph.Tests.Generators;
using Xunit;

namespace IndustryGraph.Tests.Paths;

public class PathSearchOracleTests
{
    private const int Graphs = 4000;

    private static readonly SearchLimits Wide =
        new() { Hops = 50, Expansions = 10_000_000, Results = 1_000_000, Time = Timeout.InfiniteTimeSpan, HubLinks = 1_000_000 };

    [Fact]
    public void All_simple_paths_are_those_of_plain_recursion_in_the_same_order()
    {
        Each(1, (graph, query, expected, _) =>
        {
            var result = PathSearch.AllSimple(graph, query, Wide, TimeProvider.System);
            Assert.True(result.Complete);
            Assert.Equal(expected, result.Paths.Select(PathOracle.Packed));
        });
    }

    [Fact]
    public void K_shortest_paths_are_the_first_of_all()
    {
        Each(2, (graph, query, expected, random) =>
        {
            var count = random.Next(1, 12);
            var result = PathSearch.KShortest(graph, query, count, Wide, TimeProvider.System);
            Assert.True(result.Complete);
            Assert.Equal(expected.Take(count), result.Paths.Select(PathOracle.Packed));
        });
    }

    [Fact]
    public void The_shortest_path_is_the_first_of_all()
    {
        Each(3, (graph, query, expected, _) =>
        {
            var result = PathSearch.Shortest(graph, query, Wide, TimeProvider.System);
            Assert.True(result.Complete);
            Assert.Equal(expected.Take(1), result.Paths.Select(PathOracle.Packed));
        });
    }

    [Fact]
    public void The_strongest_path_is_the_best_of_all()
    {
        Each(4, (graph, query, expected, random) =>
        {
            var measure = (PathStrength)random.Next(2);
            var weighted = expected
                .Where(path => path.All(step => graph.CoefficientOf(step >> 1) > 0))
                .Select(path => (Path: path, Strength: Strength(path)))
                .ToList();
            var result = PathSearch.Strongest(graph, query, measure, Wide, TimeProvider.System);
            Assert.True(result.Complete);
            if (weighted.Count == 0)
            {
                Assert.Empty(result.Paths);
                return;
            }

            var best = weighted.MaxBy(item => item.Strength);
            var path = Assert.Single(result.Paths);
            Assert.Equal(best.Strength, path.Strength);
            Assert.Equal(best.Path.Length, path.Length);
            Assert.Contains(weighted, item => item.Path.SequenceEqual(PathOracle.Packed(path)));
            if (measure == PathStrength.Product)
            {
                Assert.Equal(best.Path, PathOracle.Packed(path));
            }

            double Strength(int[] steps) => steps.Aggregate(
                measure == PathStrength.Product ? 1 : double.PositiveInfinity,
                (strength, step) => measure == PathStrength.Product
                    ? strength * graph.CoefficientOf(step >> 1) : Math.Min(strength, graph.CoefficientOf(step >> 1)));
        });
    }

    [Fact]
    public void A_cut_answer_says_so_and_gives_true_paths()
    {
        var cut = 0;
        Each(5, (graph, query, expected, random) =>
        {
            var limits = Wide with
            {
                Hops = random.Next(1, 8),
                Expansions = random.Next(3) == 0 ? random.Next(1, 60) : 1_000_000,
                Results = random.Next(3) == 0 ? random.Next(1, 5) : 1_000_000,
                HubLinks = random.Next(3) == 0 ? random.Next(1, 4) : 1_000_000,
            };
            var all = PathSearch.AllSimple(graph, query, limits, TimeProvider.System);
            AssertTrue(all, expected.Count);
            if (all.Reason is CutReason.Results or CutReason.Hops or CutReason.Expansions or CutReason.Time && all.Explored.Hubs.Count == 0)
            {
                Assert.Equal(expected.Take(all.Paths.Count), all.Paths.Select(PathOracle.Packed));
            }

            Assert.True(all.Explored.Links <= limits.Expansions);
            var count = random.Next(1, 6);
            AssertTrue(PathSearch.KShortest(graph, query, count, limits, TimeProvider.System), Math.Min(count, expected.Count));
            cut += all.Complete ? 0 : 1;

            void AssertTrue(PathResult result, int whole)
            {
                var found = result.Paths.Select(PathOracle.Packed).ToList();
                Assert.All(found, path => Assert.Contains(expected, item => item.SequenceEqual(path)));
                if (result.Complete)
                {
                    Assert.Equal(expected.Take(whole), found);
                }
                else if (result.Reason == CutReason.Results)
                {
                    Assert.True(found.Count == limits.Results && found.Count < whole);
                }
            }
        });
        Assert.InRange(cut, Graphs / 10, Graphs);
    }

    private static void Each(int seed, Action<Snapshots.GraphSnapshot, PathQuery, List<int[]>, Random> check)
    {
        var random = new Random(seed);
        for (var i = 0; i < Graphs; i++)
        {
            var entities = random.Next(1, 9);
            var graph = SmallGraphs.Of(random, entities, random.Next(0, 3 * entities));
            var query = new PathQuery(random.Next(entities), random.Next(entities))
            {
                Links = SmallGraphs.Filter(random),
                Direction = (LinkDirection)random.Next(3),
                MaxHops = random.Next(0, 9),
                Via = random.Next(3) == 0 ? [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => random.Next(entities))] : [],
                ViaInOrder = random.Next(2) == 0,
                Avoiding = random.Next(3) == 0 ? [random.Next(entities)] : [],
            };
            check(graph, query, PathOracle.All(graph, query), random);
        }
    }
}
