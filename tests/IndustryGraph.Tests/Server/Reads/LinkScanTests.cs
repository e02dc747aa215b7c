using IndustryGraph.Model;
using IndustryGraph.Server.GraphQL;
using IndustryGraph.Server.Reads;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;
using IndustryGraph.Tests.Generators;
using Xunit;

namespace IndustryGraph.Tests.Server.Reads;

public sealed class LinkScanTests
{
    // a leads to 60 others in a row.
    private static readonly GraphSnapshot Row = GraphText.Graph("a -> " + string.Join(" -> ", Enumerable.Range(0, 60).Select(i => $"x{i}")));

    [Fact]
    public async Task Answers_are_the_same_while_it_goes_on_and_after_it()
    {
        var ended = 0;
        for (var seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            var snapshot = RandomGraphs.After(
                GraphSnapshot.Empty, RandomGraphs.ChangeTo(GraphSnapshot.Empty, seed, new(24, 60)), GraphVersion.Empty with { Number = 1 });
            var (scanned, lookedUp) = (new SearchedGraph(snapshot, page: random.Next(1, 9)), new SearchedGraph(snapshot, page: null));
            for (var i = 0; i < 20; i++)
            {
                var query = RandomQuery(snapshot, random);
                var (one, other) = (await scanned.SearchAsync(query), await lookedUp.SearchAsync(query));
                Assert.Equal(other.Complete, one.Complete);
                Assert.Equal(Ids(other.Graph), Ids(one.Graph));
            }

            // The last page is the one that is not full; from then on all is known.
            var levels = scanned.Levels.Count;
            await scanned.SearchAsync(RandomQuery(snapshot, random));
            ended += scanned.Levels.Skip(levels).All(level => level.LinkIds.Count == 0) ? 1 : 0;
            Assert.Equal(scanned.Pages.Distinct(), scanned.Pages);
        }

        Assert.InRange(ended, 100, 200);
    }

    [Fact]
    public async Task It_goes_on_only_as_far_as_others_looked_up()
    {
        var graph = new SearchedGraph(Row, page: 8);
        for (var i = 0; i < 60; i++)
        {
            await graph.SearchAsync(Down($"x{i}", 3));

            // Each has a link, and a page is read where with it four times as much is read as was looked up.
            var lookedUp = 2 * graph.Levels.Sum(level => level.LinkIds.Sum(ask => ask.Entities.Count));
            Assert.InRange((16 * (graph.Pages.Count - 1)) + 8, 8, Math.Max(8, 4 * lookedUp));
        }

        // What is known nobody looks up, and then nothing more is scanned.
        Assert.InRange(graph.Pages.Count, 4, 8);
        var levels = graph.Levels.Count;
        var around = await graph.SearchAsync(Down("a", 60));
        Assert.Equal((61, 60, true), (around.Graph.EntityCount, around.Graph.LinkCount, around.Complete));
        Assert.Empty(Assert.Single(graph.Levels.Skip(levels)).LinkIds);
    }

    [Theory]
    [InlineData(LinkDirection.Out)]
    [InlineData(LinkDirection.In)]
    public async Task A_hub_is_followed_as_far_as_without_it(LinkDirection direction)
    {
        var links = Enumerable.Range(0, 2_500).SelectMany(
            i => (string[])(direction == LinkDirection.Out ? [$"hub -> x{i}", $"other -> x{i}"] : [$"x{i} -> hub", $"x{i} -> other"]));
        var graph = new SearchedGraph(GraphText.Graph(string.Join('\n', links) + "\na -> b -> c -> d -> e -> f -> g"), page: 3_000);
        var before = await graph.SearchAsync(new([Id("hub")], [], direction, 1, LinkKinds.All));
        Assert.Equal((2_000, false), (before.Graph.LinkCount, before.Complete));
        await graph.SearchAsync(Down("a", 5));
        Assert.Single(graph.Pages);

        var after = await graph.SearchAsync(new([Id("other")], [], direction, 1, LinkKinds.All));
        Assert.Equal((2_000, false), (after.Graph.LinkCount, after.Complete));
        var (levels, rest) = (graph.Levels.Count, await graph.SearchAsync(Down("d", 5)));
        Assert.Equal((3, true), (rest.Graph.LinkCount, rest.Complete));
        Assert.All(graph.Levels.Skip(levels), level => Assert.Empty(level.LinkIds));
    }

    [Fact]
    public async Task A_graph_too_large_to_be_kept_is_scanned_no_more_in_any_version()
    {
        var snapshot = GraphText.Graph(string.Join('\n', Enumerable.Range(0, 60_000).Select(i => $"a{i % 40} -> x{i}")));
        var graph = new SearchedGraph(snapshot, page: 100);
        Assert.Equal(100, graph.Kept.NextPage);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(1_500, (await graph.SearchAsync(Down($"a{i}", 2))).Graph.LinkCount);
        }

        Assert.Null(Assert.Single(graph.Pages));
        Assert.Null(graph.Kept.NextPage);
        var next = new KeptAnswers(snapshot.Version, graph.Kept.NextPage);
        Assert.Null(next.Links.Scan);
        Assert.Null(next.NextPage);
    }

    [Fact]
    public async Task What_cannot_be_read_ends_it_and_no_question()
    {
        var graph = new SearchedGraph(Row, page: 8) { BeforePage = () => throw new StoreRefusedException("Changed by hand.") };
        Assert.Equal(60, (await graph.SearchAsync(Down("a", 60))).Graph.LinkCount);
        Assert.Single(graph.Pages);
        Assert.Equal(8, graph.Kept.NextPage);
    }

    [Fact]
    public async Task A_page_that_failed_ends_no_question_and_is_asked_for_again()
    {
        var graph = new SearchedGraph(Row, page: 8);
        graph.BeforePage = () =>
        {
            if (graph.Pages.Count == 3)
            {
                throw new GraphQLProblem(ErrorCodes.Unavailable, "Away.");
            }
        };
        Assert.Equal(60, (await graph.SearchAsync(Down("a", 60))).Graph.LinkCount);
        Assert.Equal(graph.Pages[2], graph.Pages[3]);
        Assert.Equal(graph.Pages.Count - 1, graph.Pages.Distinct().Count());
    }

    private static SurroundingsQuery Down(string from, int hops) => new([Id(from)], [], LinkDirection.Out, hops, LinkKinds.All);

    private static SurroundingsQuery RandomQuery(GraphSnapshot snapshot, Random random)
    {
        EntityId[] ends = [.. Enumerable.Range(0, 2).Select(_ => random.Next(20) == 0 ? Id("not-there") : snapshot.EntityAt(random.Next(snapshot.EntityCount)).Id)];
        return new(
            [ends[0]], random.Next(2) == 0 ? [ends[1]] : [], (LinkDirection)random.Next(3), random.Next(1, 6),
            random.Next(2) == 0 ? LinkKinds.All : [.. LinkKinds.All.Where(_ => random.Next(2) == 0)]);
    }

    private static string[] Ids(GraphTopology graph) =>
    [
        .. Enumerable.Range(0, graph.EntityCount).Select(entity => graph.IdOf(entity).Value),
        .. Enumerable.Range(0, graph.LinkCount).Select(link => graph.LinkIdOf(link).ToString()),
    ];

    private static EntityId Id(string name) => EntityId.Parse($"product:{name}");
}
