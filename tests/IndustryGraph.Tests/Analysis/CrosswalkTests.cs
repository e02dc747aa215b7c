using IndustryGraph.Analysis;
using IndustryGraph.Model;
using IndustryGraph.Paths;
using IndustryGraph.Snapshots;
using IndustryGraph.Tests.Generators;
using Xunit;

namespace IndustryGraph.Tests.Analysis;

public class CrosswalkTests
{
    private static readonly EntityId Target = EntityId.Parse("classification:to");
    private static readonly string[] Matches = ["exact", "close", "narrow", "broad", "partial"];

    [Fact]
    public void A_class_without_a_correspondence_goes_by_its_group()
    {
        var graph = Schemes("class:a:1 -BROADER-> class:a:0 -close-> class:to:9; class:to:91 -BROADER-> class:to:9");
        var result = Crosswalk.Of(graph, graph.At("class:a:1"), Target, 4, SearchLimits.Default, TimeProvider.System);
        var candidate = Assert.Single(result.Candidates);
        Assert.Equal("class:to:9", graph.Name(candidate.Entity));
        Assert.Equal(new ComposedMatch(Match.Broad, true), candidate.Match);
        Assert.Equal(2, candidate.Path.Length);
    }

    [Fact]
    public void Of_several_ways_the_strongest_match_is_kept_and_a_doubtful_one_is_told()
    {
        var graph = Schemes("""
            class:a:1 -partial-> class:b:1 -partial-> class:to:1
            class:a:1 -narrow-> class:b:2 -exact-> class:b:3 -narrow-> class:to:2
            class:a:1 -partial-> class:to:2
            """);
        var result = Crosswalk.Of(graph, graph.At("class:a:1"), Target, 5, SearchLimits.Default, TimeProvider.System);
        Assert.Equal(
            ["class:to:2 Narrow True 3", "class:to:1 Partial False 2"],
            result.Candidates.Select(item => $"{graph.Name(item.Entity)} {item.Match.Kind} {item.Match.Assured} {item.Path.Length}"));
    }

    [Theory]
    [InlineData("class:a:1 -close-> class:b:1 -partial-> class:to:1", Match.Partial)]
    [InlineData("class:to:1 -broad-> class:a:1", Match.Narrow)]
    [InlineData("class:a:1 -BROADER-> class:a:0 -exact-> class:to:1", Match.Broad)]
    [InlineData("class:a:0 -BROADER-> class:a:1; class:a:0 -exact-> class:to:1", Match.Narrow)]
    [InlineData("class:a:1 -narrow-> class:b:1 -broad-> class:to:1", Match.Narrow)]
    public void The_weakest_match_of_a_way_is_told_as_it_is_travelled(string links, Match weakest)
    {
        var graph = Schemes(links);
        var candidate = Assert.Single(Crosswalk.Of(graph, graph.At("class:a:1"), Target, 4, SearchLimits.Default, TimeProvider.System).Candidates);
        Assert.Equal(weakest, Crosswalk.WeakestOn(graph, candidate.Path));
        Assert.Null(Crosswalk.WeakestOn(graph, new LinkPath(candidate.Entity, [])));
    }

    [Fact]
    public void An_item_is_found_by_scheme_and_code_as_they_are_written()
    {
        var seed = Server.InProcessService.Seed;
        Assert.Equal("class:gbt4754-2017:0111", seed.EntityAt(Crosswalk.ItemOf(seed, EntityId.Parse("classification:gbt4754-2017"), "0111")).Id.Value);
        Assert.Equal("class:isic-rev4:0111", seed.EntityAt(Crosswalk.ItemOf(seed, EntityId.Parse("classification:isic-rev4"), "0111")).Id.Value);
        Assert.Equal(-1, Crosswalk.ItemOf(seed, EntityId.Parse("classification:gbt4754-2017"), "01111"));
        Assert.Equal(-1, Crosswalk.ItemOf(seed, EntityId.Parse("classification:none"), "0111"));
    }

    [Fact]
    public void Composed_matches_hold_for_sets()
    {
        // Every three non-empty sets of four things; close is like exact, only weaker.
        for (var a = 1; a < 16; a++)
        {
            for (var b = 1; b < 16; b++)
            {
                for (var c = 1; c < 16; c++)
                {
                    if (Relation(a, b) is { } first && Relation(b, c) is { } second)
                    {
                        var composed = ComposedMatch.Same.Then(first).Then(second);
                        Assert.True(!composed.Assured || Holds(composed.Kind, a, c), $"{first} then {second} made {composed}");
                        Assert.True(composed.Weakness >= Math.Max(
                            ComposedMatch.Same.Then(first).Weakness, ComposedMatch.Same.Then(second).Weakness));
                    }
                }
            }
        }
    }

    [Fact]
    public void Candidates_are_the_best_of_all_walks()
    {
        var random = new Random(51);
        for (var round = 0; round < 3000; round++)
        {
            var entities = random.Next(1, 7);
            var ids = Enumerable.Range(0, entities).Select(i => $"class:{(random.Next(2) == 0 ? "a" : "to")}:{i}").ToList();
            var text = string.Join(';', ids.Concat(Enumerable.Range(0, random.Next(0, 2 * entities)).Select(_ =>
                random.Next(4) == 0
                    ? $"{ids[random.Next(entities)]} -BROADER-> {ids[random.Next(entities)]}"
                    : $"{ids[random.Next(entities)]} -{Matches[random.Next(5)]}-> {ids[random.Next(entities)]}")));
            var graph = Schemes(text);
            var (item, hops) = (random.Next(entities), random.Next(0, 5));
            var best = new Dictionary<int, (int Weakness, int Length, string Steps)>();
            Walk(graph, item, ComposedMatch.Same, [], hops, best);
            best.Remove(item);
            var expected = best.Where(pair => graph.EntityAt(pair.Key).Id.Value.StartsWith("class:to", StringComparison.Ordinal))
                .OrderBy(pair => pair.Value.Weakness).ThenBy(pair => pair.Value.Length).ThenBy(pair => pair.Key)
                .Select(pair => (pair.Key, pair.Value.Weakness, pair.Value.Steps));
            var result = Crosswalk.Of(graph, item, Target, hops, SearchLimits.Default, TimeProvider.System);
            Assert.True(result.Complete);
            Assert.Equal(expected, result.Candidates.Select(found =>
                (found.Entity, found.Match.Weakness, Text(found.Path.Steps.Select(step => (step.Link << 1) | (step.Along ? 0 : 1))))));
            Assert.All(result.Candidates, found => Assert.True(
                Crosswalk.WeakestOn(graph, found.Path) is { } weakest && found.Match.Weakness >= new ComposedMatch(weakest, true).Weakness));
        }
    }

    private static void Walk(
        GraphSnapshot graph, int entity, ComposedMatch match, List<int> steps, int hops,
        Dictionary<int, (int Weakness, int Length, string Steps)> best)
    {
        var here = (match.Weakness, steps.Count, Text(steps));
        if (!best.TryGetValue(entity, out var known)
            || (here.Weakness, here.Count).CompareTo((known.Weakness, known.Length)) is var order and <= 0
                && (order < 0 || string.CompareOrdinal(here.Item3, known.Steps) < 0))
        {
            best[entity] = here;
        }

        for (var link = 0; steps.Count < hops && link < graph.LinkCount; link++)
        {
            for (var against = 0; against < 2; against++)
            {
                var (from, to) = against == 0 ? (graph.FromOf(link), graph.ToOf(link)) : (graph.ToOf(link), graph.FromOf(link));
                if (from != entity)
                {
                    continue;
                }

                var taxonomy = graph.KindOf(link) == LinkKind.Broader;
                var stated = taxonomy ? Match.Broad
                    : Enum.Parse<Match>(graph.LinkAt(link).Attributes[AttributeName.Match]!.Value.Text, ignoreCase: true);
                var next = match.Then(against == 0 ? stated : ComposedMatch.Inverse(stated));
                if (next.Assured || !taxonomy)
                {
                    Walk(graph, to, next, [.. steps, (link << 1) | against], hops, best);
                }
            }
        }
    }

    // Every step in three digits, so that texts compare as steps do.
    private static string Text(IEnumerable<int> steps) => string.Concat(steps.Select(step => $"{step:000}"));

    private static Match? Relation(int one, int other) => (one & other) switch
    {
        _ when one == other => Match.Exact,
        0 => null,
        var common when common == other => Match.Narrow,
        var common when common == one => Match.Broad,
        _ => Match.Partial,
    };

    private static bool Holds(Match match, int one, int other) => match switch
    {
        Match.Exact or Match.Close => one == other,
        Match.Narrow => (one & other) == other,
        Match.Broad => (one & other) == one,
        _ => (one & other) != 0,
    };

    private static GraphSnapshot Schemes(string text)
    {
        var graph = GraphText.Graph(text);
        var builder = new GraphSnapshotBuilder();
        foreach (var entity in graph.Entities)
        {
            builder.Add(entity with
            {
                Attributes = Attributes.Of(
                    (AttributeName.Scheme, AttributeValue.Of($"classification:{entity.Id.Value.Split(':')[1]}"))),
            });
        }

        for (var link = 0; link < graph.LinkCount; link++)
        {
            builder.Add(graph.LinkAt(link));
        }

        return builder.Build(GraphVersion.Empty);
    }
}
