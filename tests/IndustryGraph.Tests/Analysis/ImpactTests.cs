using System.Globalization;
using IndustryGraph.Analysis;
using IndustryGraph.Model;
using IndustryGraph.Paths;
using IndustryGraph.Snapshots;
using IndustryGraph.Tests.Generators;
using IndustryGraph.Tests.Paths;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace IndustryGraph.Tests.Analysis;

public class ImpactTests
{
    private static readonly SearchLimits Wide = new()
    {
        Hops = 50, Expansions = long.MaxValue, Results = 1_000_000, Time = Timeout.InfiniteTimeSpan,
    };

    [Fact]
    public void A_loss_decays_with_each_hop_and_ranks_by_the_share_of_suppliers_hit()
    {
        var graph = GraphText.Graph("chip -> board -> phone; chip -> car; steel -> car; glass -> phone");
        var result = Impact.ByHops(graph, [graph.At("chip")], 5, 0.5, Supply.Links, Wide, TimeProvider.System);
        Assert.True(result.Complete);
        Assert.Equal(
            ["board 1 0.5 1/1", "car 1 0.5 1/2", "phone 2 0.25 1/2"],
            result.Affected.Select(item => string.Create(
                CultureInfo.InvariantCulture, $"{graph.Name(item.Entity)} {item.Hops} {item.Strength} {item.SuppliersHit}/{item.Suppliers}")));
        Assert.Equal(["chip", "board", "phone"], result.Affected[^1].Path.Entities(graph).Select(graph.Name));
    }

    [Fact]
    public void Requirement_counts_every_round_of_suppliers()
    {
        // Power needs a tenth of itself: 0.4 directly and by steel, times 1 / (1 - 0.1).
        var graph = GraphText.Graph("power -0.1-> power -0.5-> steel -0.4-> car; power -0.2-> car");
        var result = Impact.ByCoefficients(graph, [graph.At("power")], 3, LinkFilter.All, Wide, TimeProvider.System);
        Assert.True(result.Complete);
        Assert.InRange(result.Residual, 0, Impact.Tolerance);
        var car = result.Affected.Single(item => item.Entity == graph.At("car"));
        Assert.Equal(0.4 / 0.9, car.Requirement, 12);
        Assert.Equal([0.2, 0.2], car.Paths.Select(path => path.Strength!.Value));
        Assert.Equal([1, 2], car.Paths.Select(path => path.Length));
    }

    [Fact]
    public void A_series_that_does_not_converge_says_so()
    {
        var graph = GraphText.Graph("a -1-> b -1-> a; b -0.5-> c");
        var result = Impact.ByCoefficients(graph, [graph.At("a")], 0, LinkFilter.All, Wide, TimeProvider.System);
        Assert.False(result.Converged);
        Assert.False(result.Complete);
        Assert.True(result.Residual >= 0.5);
    }

    [Fact]
    public void Requirements_are_the_rows_of_the_Leontief_inverse()
    {
        var random = new Random(41);
        for (var round = 0; round < 2000; round++)
        {
            var entities = random.Next(1, 13);
            var graph = Weighted(random, entities, random.Next(0, 4 * entities));
            int[] lost = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(entities)).Distinct()];
            var matrix = Matrix<double>.Build.Dense(entities, entities);
            for (var link = 0; link < graph.LinkCount; link++)
            {
                var (row, column) = (graph.FromOf(link), graph.ToOf(link));
                matrix[row, column] = Math.Max(matrix[row, column], graph.CoefficientOf(link));
            }

            var inverse = (Matrix<double>.Build.DenseIdentity(entities) - matrix).Inverse();
            var result = Impact.ByCoefficients(graph, lost, 0, LinkFilter.All, Wide, TimeProvider.System);
            Assert.True(result.Complete);
            var requirements = result.Affected.ToDictionary(item => item.Entity, item => item.Requirement);
            for (var entity = 0; entity < entities; entity++)
            {
                if (!lost.Contains(entity))
                {
                    Assert.Equal(lost.Sum(row => inverse[row, entity]), requirements.GetValueOrDefault(entity), 1e-9);
                }
            }

            Assert.DoesNotContain(lost, requirements.ContainsKey);
        }
    }

    [Fact]
    public void Contributing_paths_are_the_strongest_of_all_simple_paths()
    {
        var random = new Random(42);
        var compared = 0;
        for (var round = 0; round < 1000; round++)
        {
            var entities = random.Next(2, 8);
            var graph = Weighted(random, entities, random.Next(1, 3 * entities), copies: false);
            var lost = random.Next(entities);
            var result = Impact.ByCoefficients(graph, [lost], 4, LinkFilter.All, Wide, TimeProvider.System);
            foreach (var affected in result.Affected)
            {
                var query = new PathQuery(lost, affected.Entity) { MaxHops = 10 };
                var strengths = PathOracle.All(graph, query)
                    .Select(path => path.Aggregate(1.0, (strength, step) => strength * graph.CoefficientOf(step >> 1)))
                    .OrderDescending().Take(4).ToList();
                Assert.Equal(strengths.Count, affected.Paths.Count);
                Assert.All(strengths.Zip(affected.Paths), pair => Assert.Equal(pair.First, pair.Second.Strength!.Value, 1e-12));
                Assert.Equal(affected.Paths.Count, affected.Paths.Select(path => string.Join(' ', path.Steps)).Distinct().Count());
                compared += strengths.Count;
            }
        }

        Assert.InRange(compared, 2000, int.MaxValue);
    }

    // Coefficients of which no user has more than 0.9 in all, so that the series converges.
    private static GraphSnapshot Weighted(Random random, int entities, int links, bool copies = true)
    {
        var ids = Enumerable.Range(0, entities).Select(i => EntityId.Parse($"product:e{i:00}")).ToList();
        var drawn = Enumerable.Range(0, links).Select(_ => (From: random.Next(entities), To: random.Next(entities))).ToList();
        drawn = copies ? drawn : [.. drawn.Distinct()];
        var sizes = drawn.ConvertAll(_ => random.NextDouble());
        var sums = drawn.Zip(sizes).GroupBy(pair => pair.First.To).ToDictionary(user => user.Key, user => user.Sum(pair => pair.Second));
        return GraphText.Graph(ids, drawn.Select((pair, i) =>
            new Link(new LinkId(ids[pair.From], LinkKind.InputTo, ids[pair.To], $"q{i}"), GraphText.Cited(Evidence.Stated))
            {
                Attributes = Attributes.Of((AttributeName.Coefficient, AttributeValue.Of(0.9 * sizes[i] / sums[pair.To]))),
            }));
    }
}
