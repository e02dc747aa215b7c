using IndustryGraph.Changes;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;
using IndustryGraph.Tests.Generators;
using Xunit;

namespace IndustryGraph.Tests.Storage;

// From one version to the next.
public abstract partial class GraphStoreContract<TStore>
{
    [Fact]
    public async Task An_empty_store_is_of_version_0_and_answers_nothing()
    {
        await using var store = await OpenEmptyAsync();

        Assert.Equal(GraphVersion.Empty, await store.ReadVersionAsync(None));
        SnapshotAssert.Same(GraphSnapshot.Empty, await ReadAsync(store));
        Assert.Empty(await store.ReadHistoryAsync(0, 10, None));
        Assert.Null(await store.ReadChangesAsync(0, None));
        Assert.Null(await store.ReadChangesAsync(1, None));
        var counts = await store.CountAsync(None);
        Assert.Equal(0, counts.Version);
        Assert.Empty(counts.Value.Entities);
        Assert.Empty(counts.Value.Links);
        Assert.NotEmpty(store.Description);
    }

    [Fact]
    public async Task Reading_all_clears_what_the_builder_held()
    {
        var (store, snapshot) = await OpenWithGraphAsync();
        await using var closes = store;
        var builder = new GraphSnapshotBuilder();
        builder.Add(RandomGraphs.Graph(99).EntityAt(0));

        var version = await store.ReadAllAsync(builder, None);

        SnapshotAssert.Same(snapshot, builder.Build(version));
    }

    [Fact]
    public async Task Every_history_reads_back_as_the_snapshots_in_memory()
    {
        for (var seed = 1; seed <= Histories; seed++)
        {
            await using var store = await OpenEmptyAsync();
            var snapshot = GraphSnapshot.Empty;
            foreach (var (changes, _) in RandomGraphs.History(seed, length: 6))
            {
                snapshot = await ApplyAsync(store, snapshot, changes);
                Assert.Equal(snapshot.Version, await store.ReadVersionAsync(None));
                SnapshotAssert.Same(snapshot, await ReadAsync(store));
                SnapshotAssert.Same(changes, await store.ReadChangesAsync(snapshot.Version.Number, None));
            }
        }
    }

    [Fact]
    public async Task A_version_says_who_made_it_from_what_when_and_how_much()
    {
        await using var store = await OpenEmptyAsync();
        var earliest = Clock.GetUtcNow();
        var changes = RandomGraphs.ChangeTo(GraphSnapshot.Empty, 5, new()) with
        {
            Provenance = new("王 O'Neil", "first\nload \"x\"", Provenance.Seed, "0123abcd"),
        };

        var (_, version) = await store.ApplyAsync(changes, 0, None);

        Assert.Equal((1, changes.Id, changes.Provenance, changes.Counts),
            (version.Number, version.ChangeSetId, version.Provenance, version.Counts));
        Assert.InRange(version.LoadedAt, earliest, Clock.GetUtcNow());
        Assert.Equal(TimeSpan.Zero, version.LoadedAt.Offset);
        Assert.Equal(version, await store.ReadVersionAsync(None));
        Assert.Equal([version], await store.ReadHistoryAsync(0, 10, None));
    }

    [Fact]
    public async Task A_change_set_for_another_version_is_a_conflict_and_changes_nothing()
    {
        var (store, snapshot) = await OpenWithGraphAsync();
        await using var closes = store;
        var changes = RandomGraphs.Change(snapshot, 2);
        foreach (var expected in (long[])[0, 2, 77])
        {
            Assert.Equal(new(ApplyResult.Conflict, snapshot.Version), await store.ApplyAsync(changes, expected, None));
        }

        SnapshotAssert.Same(snapshot, await ReadAsync(store));
        await ApplyAsync(store, snapshot, changes);
    }

    [Fact]
    public async Task A_change_set_is_applied_once_however_often_it_is_asked_for()
    {
        var (store, first) = await OpenWithGraphAsync();
        await using var closes = store;
        var changes = RandomGraphs.Change(first, 2);
        var second = await ApplyAsync(store, first, changes);
        var third = await ApplyAsync(store, second, RandomGraphs.Change(second, 3));

        // By its id alone: at its old version, at the current one, and at one that never was.
        foreach (var expected in (long[])[1, 3, 50])
        {
            Assert.Equal(new(ApplyResult.AlreadyApplied, second.Version), await store.ApplyAsync(changes, expected, None));
        }

        SnapshotAssert.Same(third, await ReadAsync(store));
    }

    [Fact]
    public async Task An_empty_change_set_makes_a_version_too()
    {
        var (store, snapshot) = await OpenWithGraphAsync();
        await using var closes = store;

        var next = await ApplyAsync(store, snapshot, new ChangeSet("nothing", new("a", "b", "c")));

        SnapshotAssert.Same(next, await ReadAsync(store));
    }

    [Fact]
    public async Task The_history_is_given_oldest_first_in_parts()
    {
        await using var store = await OpenEmptyAsync();
        var snapshot = GraphSnapshot.Empty;
        var versions = new List<GraphVersion>();
        foreach (var (changes, _) in RandomGraphs.History(7, length: 7))
        {
            snapshot = await ApplyAsync(store, snapshot, changes);
            versions.Add(snapshot.Version);
        }

        Assert.Equal(versions, await store.ReadHistoryAsync(0, 100, None));
        Assert.Equal(versions[2..5], await store.ReadHistoryAsync(2, 3, None));
        Assert.Equal(versions[6..], await store.ReadHistoryAsync(6, 3, None));
        Assert.Empty(await store.ReadHistoryAsync(7, 3, None));
        Assert.Null(await store.ReadChangesAsync(8, None));
        Assert.Null(await store.ReadChangesAsync(-1, None));
    }

    [Fact]
    public async Task What_was_applied_is_there_after_reopening()
    {
        var (store, snapshot) = await OpenWithGraphAsync();
        await store.DisposeAsync();

        await using var again = await ReopenAsync();

        SnapshotAssert.Same(snapshot, await ReadAsync(again));
        await ApplyAsync(again, snapshot, RandomGraphs.Change(snapshot, 2));
    }

    [Fact]
    public async Task Opening_an_open_store_again_changes_nothing()
    {
        var (store, snapshot) = await OpenWithGraphAsync();
        await using var closes = store;

        await store.OpenAsync(None);

        SnapshotAssert.Same(snapshot, await ReadAsync(store));
    }

    [Fact]
    public async Task Two_stores_on_one_graph_see_each_others_versions_and_conflicts()
    {
        var (one, first) = await OpenWithGraphAsync();
        await using var closesOne = one;
        await using var other = await ReopenAsync();

        var second = await ApplyAsync(other, first, RandomGraphs.Change(first, 2));

        SnapshotAssert.Same(second, await ReadAsync(one));
        Assert.Equal(new(ApplyResult.Conflict, second.Version), await one.ApplyAsync(RandomGraphs.Change(first, 3), 1, None));
        var third = await ApplyAsync(one, second, RandomGraphs.Change(second, 4));
        SnapshotAssert.Same(third, await ReadAsync(other));
    }

    [Fact]
    public async Task Of_ten_who_apply_at_once_exactly_one_wins()
    {
        var (one, snapshot) = await OpenWithGraphAsync();
        await using var closesOne = one;
        await using var other = await ReopenAsync();
        var changes = Enumerable.Range(0, 10).Select(i => RandomGraphs.Change(snapshot, 100 + i)).ToArray();

        var outcomes = await Task.WhenAll(changes.Select((item, i) =>
            Task.Run(() => (i % 2 == 0 ? one : other).ApplyAsync(item, snapshot.Version.Number, None))));

        var winner = Assert.Single(Enumerable.Range(0, 10), i => outcomes[i].Result == ApplyResult.Applied);
        Assert.All(outcomes, outcome => Assert.Equal(outcomes[winner].Version, outcome.Version));
        Assert.All(outcomes.Where((_, i) => i != winner), outcome => Assert.Equal(ApplyResult.Conflict, outcome.Result));
        SnapshotAssert.Same(RandomGraphs.After(snapshot, changes[winner], outcomes[winner].Version), await ReadAsync(other));
    }

    [Fact]
    public async Task Of_ten_who_apply_the_same_at_once_one_does_it_and_all_are_told()
    {
        var (store, snapshot) = await OpenWithGraphAsync();
        await using var closes = store;
        var changes = RandomGraphs.Change(snapshot, 2);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ =>
            Task.Run(() => store.ApplyAsync(changes, snapshot.Version.Number, None))));

        Assert.Single(outcomes, outcome => outcome.Result == ApplyResult.Applied);
        Assert.Equal(9, outcomes.Count(outcome => outcome.Result == ApplyResult.AlreadyApplied));
        Assert.All(outcomes, outcome => Assert.Equal(2, outcome.Version.Number));
    }

    [Fact]
    public async Task A_read_during_a_change_sees_the_old_graph_or_the_new_one_whole()
    {
        var (store, snapshot) = await OpenWithGraphAsync();
        await using var closes = store;
        var byNumber = new Dictionary<long, GraphSnapshot> { [1] = snapshot };
        using var stop = new CancellationTokenSource();
        var reads = Task.Run(async () =>
        {
            var seen = new List<GraphSnapshot>();
            do
            {
                seen.Add(await ReadAsync(store));
            }
            while (!stop.IsCancellationRequested);
            return seen;
        });
        for (var i = 0; i < 10; i++)
        {
            snapshot = await ApplyAsync(store, snapshot, RandomGraphs.Change(snapshot, i, size: 30));
            byNumber.Add(snapshot.Version.Number, snapshot);
        }

        await stop.CancelAsync();

        Assert.All(await reads, seen => SnapshotAssert.Same(byNumber[seen.Version.Number], seen));
    }

    [Fact]
    public async Task A_cancelled_change_leaves_the_old_graph_and_can_be_asked_for_again()
    {
        var (store, snapshot) = await OpenWithGraphAsync();
        await using var closes = store;
        var changes = RandomGraphs.ChangeTo(snapshot, 3, new(Entities: 500, Links: 3_000));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.ApplyAsync(changes, 1, new CancellationToken(true)));
        for (var milliseconds = 0; milliseconds < 32; milliseconds = Math.Max(1, milliseconds * 2))
        {
            using var cancel = new CancellationTokenSource(milliseconds);
            try
            {
                await store.ApplyAsync(changes, 1, cancel.Token);
                break;
            }
            catch (OperationCanceledException)
            {
                // Where the cancellation came too late, the change set is in the graph: whole.
                var read = await ReadAsync(store);
                SnapshotAssert.Same(read.Version.Number == 1 ? snapshot : RandomGraphs.After(snapshot, changes, read.Version), read);
            }
        }

        var outcome = await store.ApplyAsync(changes, 1, None);

        Assert.NotEqual(ApplyResult.Conflict, outcome.Result);
        SnapshotAssert.Same(RandomGraphs.After(snapshot, changes, outcome.Version), await ReadAsync(store));
    }

    [Fact]
    public async Task A_link_may_start_and_end_at_what_the_same_change_set_adds_and_leave_what_it_removes()
    {
        await using var store = await OpenEmptyAsync();
        var (source, a, b, c) = (Source("source:s"), Product("product:a"), Product("product:b"), Product("product:c"));
        var cited = Citations.Of(new Citation(source.Id, Evidence.Stated));
        var (ab, bc, ac) = (new LinkId(a.Id, LinkKind.InputTo, b.Id), new LinkId(b.Id, LinkKind.InputTo, c.Id), new LinkId(a.Id, LinkKind.InputTo, c.Id));
        var first = await ApplyAsync(store, GraphSnapshot.Empty, new("one", new("w", "m", "o"))
        {
            PutLinks = [new(ab, cited), new(bc, cited)],
            PutEntities = [c, b, a, source],
        });

        var second = await ApplyAsync(store, first, new("two", new("w", "m", "o"))
        {
            RemovedEntities = [b.Id],
            RemovedLinks = [ab, bc],
            PutLinks = [new(ac, cited)],
        });

        SnapshotAssert.Same(second, await ReadAsync(store));
        Assert.Equal((3, 1), (second.EntityCount, second.LinkCount));
    }

    private static Entity Source(string id) => new(
        EntityId.Parse(id), EntityKind.Source, new(null, id), Citations.Of(new Citation(EntityId.Parse(id), Evidence.Stated)));

    private static Entity Product(string id) => new(
        EntityId.Parse(id), EntityKind.Product, new(null, id), Citations.Of(new Citation(EntityId.Parse("source:s"), Evidence.Stated)));
}
