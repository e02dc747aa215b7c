using IndustryGraph.Model;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;
using IndustryGraph.Storage.Neo4j;
using IndustryGraph.Tests.Generators;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace IndustryGraph.Tests.Storage.Neo4j;

/// <summary>Reads that go in common statements, of a store that answers when it is told to.</summary>
public sealed class Neo4jSharedReadsTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly GraphSnapshot Graph = RandomGraphs.After(
        GraphSnapshot.Empty, RandomGraphs.ChangeTo(GraphSnapshot.Empty, 1, new(40, 120)), GraphVersion.Empty with { Number = 1 });

    private readonly FakeTimeProvider clock = new();
    private readonly List<(LevelQuery Query, CancellationToken Cancellation, TaskCompletionSource<AsOf<LevelAnswer>> Answer)> sent = [];

    [Fact]
    public async Task Those_that_wait_go_together_and_each_gets_its_own_answer()
    {
        var reads = new Neo4jSharedReads(Send, clock);
        var random = new Random(1);
        LevelQuery[] queries = [.. Enumerable.Range(0, 12).Select(_ => RandomLevel(random))];
        var answers = Array.ConvertAll(queries, query => reads.ReadAsync(query, None));
        Assert.Single(sent);
        Answer(0);
        await answers[0];
        await SentAsync(2);
        Answer(1);

        for (var i = 0; i < queries.Length; i++)
        {
            var (version, answer) = await answers[i];
            var expected = Of(queries[i]);
            Assert.Equal(1, version);
            Assert.Equal(expected.Entities, answer.Entities.OrderBy(entity => entity.Id));
            Assert.Equal(expected.LinksById, answer.LinksById.OrderBy(link => link.Id));
            Assert.Equal(expected.Links, [.. answer.Links.Select(list => (AdjacentLink[])[.. list.OrderBy(link => link.Near).ThenBy(link => link.Link.Id)])]);
            Assert.Equal(expected.LinkIds, [.. answer.LinkIds.Select(list => (AdjacentLinkId[])[.. list.OrderBy(link => link.Near).ThenBy(link => link.Link)])]);
        }

        Assert.Equal(2, sent.Count);
    }

    [Fact]
    public async Task One_that_takes_long_is_waited_for_no_more()
    {
        var reads = new Neo4jSharedReads(Send, clock);
        var query = new LevelQuery([Graph.EntityAt(0).Id], []);
        var slow = reads.ReadAsync(query, None);
        Task[] waiting = [reads.ReadAsync(query, None), reads.ReadAsync(query, None)];
        clock.Advance(TimeSpan.FromMilliseconds(249));
        Assert.Single(sent);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        await SentAsync(2);
        var next = reads.ReadAsync(query, None);
        Answer(1);
        await Task.WhenAll(waiting);
        await SentAsync(3, pass: true);

        // Its end makes room for no second one beside the one that is on its way.
        Answer(0);
        await slow;
        var last = reads.ReadAsync(query, None);
        Assert.Equal(3, sent.Count);
        Answer(2);
        await next;
        await SentAsync(4);
        Answer(3);
        await last;
    }

    [Fact]
    public async Task After_a_common_statement_the_next_waits_a_little_for_as_many()
    {
        var reads = new Neo4jSharedReads(Send, clock);
        var alone = Ask(0);
        Task<AsOf<LevelAnswer>>[] together = [Ask(1), Ask(2), Ask(3)];
        Answer(0);
        await alone;
        await SentAsync(2);
        List<Task<AsOf<LevelAnswer>>> next = [Ask(4)];
        Answer(1);
        await Task.WhenAll(together);

        // Three were answered and one waits, so that four are waited for.
        next.AddRange([Ask(5), Ask(6)]);
        await Task.Delay(50);
        Assert.Equal(2, sent.Count);
        next.Add(Ask(7));
        await SentAsync(3);
        Assert.Equal(4, sent[2].Query.Entities.Count);
        var last = Ask(8);
        Answer(2);
        await Task.WhenAll(next);

        // None of those came again.
        await SentAsync(4, pass: true);
        Assert.Single(sent[3].Query.Entities);
        Answer(3);
        await last;

        // One that had a statement for itself makes nobody wait.
        var soon = Ask(9);
        await SentAsync(5);
        Answer(4);
        await soon;

        Task<AsOf<LevelAnswer>> Ask(int entity) => reads.ReadAsync(new([Graph.EntityAt(entity).Id], []), None);
    }

    [Fact]
    public async Task Who_gives_up_ends_the_statement_only_where_nobody_else_waits_for_it()
    {
        var reads = new Neo4jSharedReads(Send, clock);
        using CancellationTokenSource one = new(), other = new();
        var query = new LevelQuery([Graph.EntityAt(0).Id], []);
        var first = reads.ReadAsync(query, None);
        var (left, stays) = (reads.ReadAsync(query, one.Token), reads.ReadAsync(query, other.Token));
        Answer(0);
        await first;
        await SentAsync(2);

        await one.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        Assert.False(sent[1].Cancellation.IsCancellationRequested);
        Assert.False(stays.IsCompleted);

        await other.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stays);
        Assert.True(sent[1].Cancellation.IsCancellationRequested);
    }

    [Fact]
    public async Task What_one_of_them_met_is_no_reason_to_refuse_the_others()
    {
        var reads = new Neo4jSharedReads(Send, clock);
        var (bad, good) = (Graph.EntityAt(0).Id, Graph.EntityAt(1).Id);
        var first = reads.ReadAsync(new([good], []), None);
        var (refused, answered) = (reads.ReadAsync(new([bad], []), None), reads.ReadAsync(new([good], []), None));
        Answer(0);
        await first;
        await SentAsync(2);
        sent[1].Answer.SetException(new FormatException("changed by hand"));
        await SentAsync(3);
        sent[2].Answer.SetException(new FormatException("changed by hand"));
        await SentAsync(4);
        Answer(3);

        await Assert.ThrowsAsync<FormatException>(() => refused);
        Assert.Equal(good, Assert.Single((await answered).Value.Entities).Id);
    }

    private Task<AsOf<LevelAnswer>> Send(LevelQuery query, CancellationToken cancellation)
    {
        var answer = new TaskCompletionSource<AsOf<LevelAnswer>>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (sent)
        {
            sent.Add((query, cancellation, answer));
        }

        return answer.Task;
    }

    private void Answer(int number) => sent[number].Answer.SetResult(new(1, Of(sent[number].Query)));

    // Time passes where it is said to: a clock that stands still holds back what waits for others.
    private async Task SentAsync(int count, bool pass = false)
    {
        while (true)
        {
            clock.Advance(TimeSpan.FromMilliseconds(pass ? 2 : 0));
            lock (sent)
            {
                if (sent.Count >= count)
                {
                    return;
                }
            }

            await Task.Delay(5);
        }
    }

    private static LevelQuery RandomLevel(Random random) => new(Some(random), RandomQueries(random))
    {
        LinkIds = RandomQueries(random),
        LinksById = [.. SnapshotAssert.Links(Graph).Where(_ => random.Next(10) == 0).Select(link => link.Id)],
    };

    private static EntityId[] Some(Random random) => [.. Enumerable.Range(0, random.Next(4)).Select(_ => Graph.EntityAt(random.Next(Graph.EntityCount)).Id)];

    private static LinkQuery[] RandomQueries(Random random) => [.. Enumerable.Range(0, random.Next(4)).Select(_ => new LinkQuery(
        Some(random), (LinkDirection)random.Next(3), random.Next(2) == 0 ? LinkKinds.All : [LinkKind.InputTo, LinkKind.PartOf], random.Next(2) == 0 ? 2 : 100)
    {
        OtherKinds = random.Next(2) == 0 ? [] : [EntityKind.Product],
    })];

    private static LevelAnswer Of(LevelQuery query) => new(
        [.. query.Entities.Distinct().Order().Select(id => Graph.Find(id)!)], [.. query.Links.Select(Around)])
    {
        LinkIds = [.. query.LinkIds.Select(ask => (AdjacentLinkId[])[.. Around(ask).Select(link => new AdjacentLinkId(link.Near, link.Link.Id))])],
        LinksById = [.. SnapshotAssert.Links(Graph).Where(link => query.LinksById.Contains(link.Id))],
    };

    private static AdjacentLink[] Around(LinkQuery ask) =>
    [
        .. ask.Entities.Distinct().Order().SelectMany(near => SnapshotAssert.Links(Graph)
            .SelectMany(link => ((LinkDirection, EntityId, EntityId)[])[(LinkDirection.Out, link.From, link.To), (LinkDirection.In, link.To, link.From)], (link, end) => (link, end))
            .Where(item => item.end.Item2 == near && (ask.Direction == LinkDirection.Both || ask.Direction == item.end.Item1))
            .Select(item => new AdjacentLink(near, item.link, Graph.Find(item.end.Item3)!))
            .Where(item => ask.Kinds.Contains(item.Link.Kind) && (ask.OtherKinds.Count == 0 || ask.OtherKinds.Contains(item.Other.Kind)))
            .OrderBy(item => item.Link.Id)
            .Take(ask.LimitPerEntity)),
    ];
}
