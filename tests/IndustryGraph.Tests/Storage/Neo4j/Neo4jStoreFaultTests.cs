using IndustryGraph.Changes;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;
using IndustryGraph.Storage.Neo4j;
using IndustryGraph.Tests.Generators;
using Xunit;

namespace IndustryGraph.Tests.Storage.Neo4j;

/// <summary>What becomes of a change set when something breaks while it is written, tried on a real server.</summary>
[Collection(Neo4jTests.Name)]
public sealed class Neo4jStoreFaultTests(Neo4jServer server) : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>So small that a change set of twenty rows takes a dozen transactions.</summary>
    private static readonly Neo4jLimits Small = new()
    {
        RowsPerTransaction = 6, RowsPerStatement = 4, RowsPerPage = 50, PartSize = 2_000, Lease = TimeSpan.Zero, WriterWait = TimeSpan.FromSeconds(20),
    };

    private static readonly Neo4jLimits AtOnce = new() { Lease = TimeSpan.Zero };

    public async ValueTask InitializeAsync() => await server.EmptyDataAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(false, Cut.BeforeTheServer)]
    [InlineData(false, Cut.BeforeTheAnswer)]
    [InlineData(true, Cut.BeforeTheServer)]
    [InlineData(true, Cut.BeforeTheAnswer)]
    public async Task A_connection_cut_at_any_request_leaves_the_old_version_or_the_new_one(bool inMany, Cut where)
    {
        var limits = inMany ? Small : AtOnce;

        // A load takes so many requests that one run cuts at every third of them, from a random one on.
        var step = Sweeps.AreOn ? 1 : 3;
        var random = new Random();
        await using var direct = await server.Options.With(limits).OpenAsync();
        var before = await ApplyAsync(direct, GraphSnapshot.Empty, RandomGraphs.ChangeTo(GraphSnapshot.Empty, 3, new(20, 30)));
        var (cut, refused, cuts) = (random.Next(1, step + 1), 0, 0);
        for (var seed = 0; cuts == 0 || seed < 60 / step; seed++)
        {
            var changes = RandomGraphs.Change(before, seed, size: 5);
            await using var proxy = new FaultProxy(server.Options.Url!);
            await using var store = await server.Options.With(limits, proxy.Url).OpenAsync();
            var opening = proxy.Requests.Count;
            proxy.CutAt(opening + cut, where);
            ApplyOutcome? outcome = null;
            try
            {
                outcome = await store.ApplyAsync(changes, before.Version.Number, None);
                Assert.Equal(ApplyResult.Applied, outcome.Result);
            }
            catch (StoreUnavailableException)
            {
                refused++;
            }

            await direct.AssertIsEitherAsync(before, changes);
            if (proxy.Requests.Count - opening < cut)
            {
                // The change set took fewer requests: of those of one of its kind, each was cut, or each third.
                (cut, cuts) = (random.Next(1, step + 1), cuts + 1);
            }
            else
            {
                cut += step;
            }

            var again = await direct.ApplyAsync(changes, before.Version.Number, None);
            Assert.NotEqual(ApplyResult.Conflict, again.Result);
            Assert.True(outcome is null || again == new ApplyOutcome(ApplyResult.AlreadyApplied, outcome.Version));
            before = RandomGraphs.After(before, changes, again.Version);
            SnapshotAssert.Same(before, await direct.ReadAsync());
            await direct.OpenAsync(None);
            await server.Options.AssertHoldsOnlyAsync(before);
        }

        Assert.True(refused > 3, $"{refused} were refused");
    }

    [Theory]
    [InlineData("/commit")]
    [InlineData("s.version = $p.version")]
    public async Task A_change_set_whose_commit_was_sent_and_not_answered_is_applied_once(string request)
    {
        await using var proxy = new FaultProxy(server.Options.Url!);
        await using var store = await server.Options.With(url: proxy.Url).OpenAsync();
        var changes = RandomGraphs.ChangeTo(GraphSnapshot.Empty, 1, new(50, 100));
        proxy.CutNext(request, Cut.BeforeTheAnswer);

        var outcome = await store.ApplyAsync(changes, 0, None);

        Assert.Equal((ApplyResult.Applied, 1), (outcome.Result, outcome.Version.Number));
        Assert.Equal(ApplyResult.AlreadyApplied, (await store.ApplyAsync(changes, 0, None)).Result);
        var snapshot = RandomGraphs.After(GraphSnapshot.Empty, changes, outcome.Version);
        SnapshotAssert.Same(snapshot, await store.ReadAsync());
        await server.Options.AssertHoldsOnlyAsync(snapshot);
    }

    [Fact]
    public async Task A_writer_that_is_silent_is_overtaken_only_after_a_while_and_then_changes_nothing_any_more()
    {
        var lease = TimeSpan.FromSeconds(3);
        await using var other = await server.Options.With(AtOnce with { Lease = lease }).OpenAsync();
        var before = await ApplyAsync(other, GraphSnapshot.Empty, RandomGraphs.ChangeTo(GraphSnapshot.Empty, 1, new(20, 30)));
        await using var proxy = new FaultProxy(server.Options.Url!);
        await using var paused = await server.Options.With(Small with { Lease = lease }, proxy.Url).OpenAsync();
        using var go = new SemaphoreSlim(0);
        using var stopped = new SemaphoreSlim(0);
        var opening = proxy.Requests.Count;
        proxy.OnRequest(request =>
        {
            // Between two of its transactions: a request that begins one.
            if (request > opening + 30 && proxy.Requests[^1].EndsWith("/tx HTTP/1.1", StringComparison.Ordinal) && stopped.CurrentCount == 0)
            {
                stopped.Release();
                go.Wait(TimeSpan.FromSeconds(60));
            }
        });
        var mine = RandomGraphs.ChangeTo(before, 2, new(30, 60));
        var losing = Task.Run(() => paused.ApplyAsync(mine, 1, None));
        await stopped.WaitAsync();

        await other.AssertIsEitherAsync(before, mine);
        var since = TimeProvider.System.GetTimestamp();
        var theirs = RandomGraphs.Change(before, 5);
        var after = await ApplyAsync(other, before, theirs);
        Assert.InRange(TimeProvider.System.GetElapsedTime(since), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));

        go.Release();
        proxy.OnRequest(_ => { });
        await Assert.ThrowsAsync<StoreUnavailableException>(() => losing);
        SnapshotAssert.Same(after, await other.ReadAsync());
        await server.Options.AssertHoldsOnlyAsync(after);
        Assert.Equal(ApplyResult.Conflict, (await paused.ApplyAsync(mine, 1, None)).Result);
    }

    [Fact]
    public async Task A_writer_waits_for_another_that_is_at_work_and_then_says_so()
    {
        await using var store = await server.Options.With(new Neo4jLimits { WriterWait = TimeSpan.FromSeconds(1) }).OpenAsync();
        await using var client = new Neo4jClient(server.Options);
        await client.RunAsync(
            "MATCH (s:GraphState) SET s.phase = 'staging', s.writer = 'another', s.heartbeat = datetime.realtime().epochMillis", null, Neo4jAccess.Write, default);

        var busy = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.ApplyAsync(new("x", new("a", "b", "c")), 0, None));

        Assert.Contains("Another process", busy.Message, StringComparison.Ordinal);
        Assert.Equal(ApplyResult.Conflict, (await store.ApplyAsync(new("x", new("a", "b", "c")), 7, None)).Result);
    }

    [Fact]
    public async Task A_deadlock_with_another_writer_costs_a_try_and_no_more()
    {
        await using var store = await server.Options.OpenAsync();
        var before = await ApplyAsync(store, GraphSnapshot.Empty, RandomGraphs.ChangeTo(GraphSnapshot.Empty, 1, new(20, 30)));
        await using var client = new Neo4jClient(server.Options);
        var changes = RandomGraphs.Change(before, 5) with { Id = "all", PutEntities = [.. before.Entities], RemovedEntities = [], RemovedLinks = [], PutLinks = [] };
        var theirs = await client.BeginAsync(Neo4jAccess.Write, None);
        await theirs.RunAsync("MATCH (e:Entity) WITH e ORDER BY e.id DESC LIMIT 1 SET e.note_by_hand = 1", null, None);

        var applying = store.ApplyAsync(changes, 1, None);
        await Task.Delay(500);
        var winners = 0;
        try
        {
            // The store holds the state and waits for the entity; this holds the entity and asks for the state.
            await theirs.RunAsync("MATCH (s:GraphState) SET s.note_by_hand = 1", null, None);
            await theirs.CommitAsync(None);
            winners++;
        }
        catch (Neo4jException deadlock)
        {
            Assert.Equal("Neo.TransientError.Transaction.DeadlockDetected", deadlock.Code);
        }
        finally
        {
            await theirs.DisposeAsync();
        }

        var outcome = await applying;
        Assert.Equal(ApplyResult.Applied, outcome.Result);
        Assert.InRange(winners, 0, 1);
        var after = RandomGraphs.After(before, changes, outcome.Version);
        SnapshotAssert.Same(after, await store.ReadAsync());
        await server.Options.AssertHoldsOnlyAsync(after);
    }

    [Fact]
    public async Task Two_services_that_start_on_an_empty_database_seed_it_once()
    {
        await server.EmptyAsync();
        var seed = RandomGraphs.ChangeTo(GraphSnapshot.Empty, 1, new(60, 200)) with { Id = "seed" };

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            await using var store = await server.Options.With(new Neo4jLimits { RowsPerTransaction = 50, RowsPerStatement = 20 }).OpenAsync();
            return await store.ApplyAsync(seed, 0, None);
        })));

        Assert.Single(outcomes, outcome => outcome.Result == ApplyResult.Applied);
        Assert.Equal(2, outcomes.Count(outcome => outcome.Result == ApplyResult.AlreadyApplied));
        var snapshot = RandomGraphs.After(GraphSnapshot.Empty, seed, outcomes[0].Version);
        await using var reader = await server.Options.OpenAsync();
        SnapshotAssert.Same(snapshot, await reader.ReadAsync());
        await server.Options.AssertHoldsOnlyAsync(snapshot);
    }

    [Fact]
    public async Task Readers_of_every_kind_see_whole_versions_while_large_change_sets_are_written()
    {
        // The reader opens its store in the midst of the writing, and must leave it to the writer.
        var patient = Small with { Lease = TimeSpan.FromSeconds(60) };
        await using var writer = await server.Options.With(patient).OpenAsync();
        var snapshot = await ApplyAsync(writer, GraphSnapshot.Empty, RandomGraphs.ChangeTo(GraphSnapshot.Empty, 9, new(40, 80)));
        var byNumber = new Dictionary<long, (GraphSnapshot Before, ChangeSet Changes)>();
        using var stop = new CancellationTokenSource();
        var gate = new Lock();
        var reading = Task.Run(async () =>
        {
            await using var reader = await server.Options.With(patient).OpenAsync();
            var reads = 0;
            while (!stop.IsCancellationRequested)
            {
                (GraphSnapshot Before, ChangeSet Changes) now;
                lock (gate)
                {
                    now = byNumber.Count == 0 ? (snapshot, new ChangeSet("none", new("", "", ""))) : byNumber[byNumber.Keys.Max()];
                }

                try
                {
                    await reader.AssertIsEitherAsync(now.Before, now.Changes);
                    reads++;
                }
                catch (Xunit.Sdk.XunitException) when (Moved(now.Before))
                {
                    // The version after the next came while the questions were asked.
                }
            }

            return reads;

            bool Moved(GraphSnapshot before)
            {
                lock (gate)
                {
                    return byNumber.Count > 0 && byNumber.Keys.Max() > before.Version.Number + 1;
                }
            }
        });
        for (var seed = 0; seed < 8; seed++)
        {
            var changes = RandomGraphs.Change(snapshot, seed, size: 20);
            lock (gate)
            {
                byNumber.Add(snapshot.Version.Number + 1, (snapshot, changes));
            }

            snapshot = await ApplyAsync(writer, snapshot, changes);
        }

        await stop.CancelAsync();
        Assert.True(await reading > 3);
    }

    private static async Task<GraphSnapshot> ApplyAsync(Neo4jStore store, GraphSnapshot before, ChangeSet changes)
    {
        var outcome = await store.ApplyAsync(changes, before.Version.Number, None);
        Assert.Equal(ApplyResult.Applied, outcome.Result);
        return RandomGraphs.After(before, changes, outcome.Version);
    }
}
