using IndustryGraph.Analysis;
using IndustryGraph.Model;
using IndustryGraph.Paths;
using IndustryGraph.Snapshots;
using IndustryGraph.Tests.Generators;
using IndustryGraph.Tests.Paths;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace IndustryGraph.Tests.Analysis;

public class CentralityTests
{
    private static readonly SearchLimits Wide = new()
    {
        Hops = 50, Expansions = long.MaxValue, Results = 1_000_000, Time = Timeout.InfiniteTimeSpan,
    };

    [Fact]
    public void PageRank_solves_its_linear_system()
    {
        var random = new Random(61);
        for (var round = 0; round < 1000; round++)
        {
            var entities = random.Next(1, 20);
            var graph = SmallGraphs.Of(random, entities, random.Next(0, 3 * entities));
            var (links, damping) = (SmallGraphs.Filter(random), random.NextDouble() * 0.95);
            var leaving = Centrality.DegreesOf(graph, links).Out;
            var system = Matrix<double>.Build.DenseIdentity(entities);
            for (var link = 0; link < graph.LinkCount; link++)
            {
                if (links.Passes(graph.TraitsOf(link)))
                {
                    system[graph.ToOf(link), graph.FromOf(link)] -= damping / leaving[graph.FromOf(link)];
                }
            }

            for (var cell = 0; cell < entities * entities; cell++)
            {
                system[cell / entities, cell % entities] -= leaving[cell % entities] == 0 ? damping / entities : 0;
            }

            var expected = system.Solve(Vector<double>.Build.Dense(entities, (1 - damping) / entities));
            var result = Centrality.PageRank(graph, links, damping, Wide, TimeProvider.System);
            Assert.True(result.Complete);
            Assert.Equal(1, result.Scores.Sum(), 1e-12);
            Assert.All(expected.Zip(result.Scores), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
        }
    }

    [Fact]
    public void Betweenness_is_the_share_of_all_shortest_paths()
    {
        var random = new Random(62);
        for (var round = 0; round < 1000; round++)
        {
            var entities = random.Next(1, 8);
            var graph = SmallGraphs.Of(random, entities, random.Next(0, 3 * entities));
            var links = SmallGraphs.Filter(random);
            var expected = new double[entities];
            for (var pair = 0; pair < entities * entities; pair++)
            {
                var query = new PathQuery(pair / entities, pair % entities) { Links = links, MaxHops = entities };
                var paths = PathOracle.All(graph, query);
                paths.RemoveAll(path => path.Length > paths[0].Length);
                foreach (var entity in paths.SelectMany(path => path.SkipLast(1)).Select(step => graph.ToOf(step >> 1)))
                {
                    expected[entity] += 1.0 / paths.Count;
                }
            }

            var result = Betweenness.Of(graph, links, long.MaxValue, 1, 0, Wide, TimeProvider.System);
            Assert.False(result.Sampled);
            Assert.All(expected.Zip(result.Scores), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
        }
    }

    [Fact]
    public void Betweenness_of_a_large_graph_is_sampled_and_repeats()
    {
        var graph = SmallGraphs.Of(new Random(63), 200, 800);
        var exact = Betweenness.Of(graph, LinkFilter.All, long.MaxValue, 1, 0, Wide, TimeProvider.System);
        var sampled = Betweenness.Of(graph, LinkFilter.All, 0, 150, 7, Wide, TimeProvider.System);
        Assert.True(sampled.Sampled);
        Assert.Equal(150, sampled.Pivots);
        Assert.Equal(sampled.Scores, Betweenness.Of(graph, LinkFilter.All, 0, 150, 7, Wide, TimeProvider.System).Scores);
        Assert.NotEqual(sampled.Scores, Betweenness.Of(graph, LinkFilter.All, 0, 150, 8, Wide, TimeProvider.System).Scores);
        Assert.InRange(sampled.Scores.Sum() / exact.Scores.Sum(), 0.8, 1.25);
    }

    [Fact]
    public void Degrees_count_the_links_that_pass()
    {
        var graph = GraphText.Graph("a -> b; a -> b; a -PART_OF-> c; b -> b");
        var degrees = Centrality.DegreesOf(graph, LinkFilter.Of(LinkKind.InputTo));
        Assert.Equal([2, 1, 0], degrees.Out);
        Assert.Equal([0, 3, 0], degrees.In);
    }
}
