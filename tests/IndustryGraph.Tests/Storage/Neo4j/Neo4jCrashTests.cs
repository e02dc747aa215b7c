using System.Diagnostics;
using System.Globalization;
using IndustryGraph.Changes;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;
using IndustryGraph.Storage.Neo4j;
using IndustryGraph.Tests.Generators;
using Xunit;

namespace IndustryGraph.Tests.Storage.Neo4j;

/// <summary>Neo4j, or the process that loads, is killed, stopped or frozen in the midst of a load of many transactions.</summary>
[Collection(Neo4jOutageTests.Name)]
public sealed class Neo4jCrashTests(Neo4jOutageServers servers)
{
    // A load of some twenty transactions. Who loads and is silent for two seconds is taken for gone.
    private static readonly Neo4jLimits Small = new()
    {
        RowsPerTransaction = 12, RowsPerStatement = 8, PartSize = 4_000, Lease = TimeSpan.FromSeconds(2), WriterWait = TimeSpan.FromSeconds(60),
    };

    private static int Moments => Sweeps.AreOn ? 50 : 2;

    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task A_Neo4j_that_is_killed_or_stopped_in_the_midst_has_the_old_version_or_the_new()
    {
        var server = await servers.RunningAsync();
        var random = new Random();
        var requests = await RequestsOfLoadAsync(server.Options);
        server = await servers.RunningAsync();
        var before = await StartAsync(server.Options, seed: 1);
        var (old, made) = (0, 0);
        for (var seed = 0; old + made < Moments; seed++)
        {
            var changes = Load(before, seed);

            // The last is asked to stop, as by an administrator; the others crash.
            var (kill, at) = (old + made < Moments - 1, random.Next(1, requests));
            var (ended, inTheMidst) = await LoadThroughAsync(
                server.Options, changes, before.Version.Number, at, () => kill ? server.KillAsync() : server.StopAsync());
            server = await servers.RestartAsync();
            await using var store = await server.Options.With(Small).OpenAsync();
            await store.AssertIsEitherAsync(before, changes);
            var after = await ApplyOnceAsync(store, before, changes);
            await SettledAsync(server.Options, after);
            Note($"{(kill ? "killed" : "stopped")} at request {at}{(inTheMidst ? "" : ", after the load")}: {(ended is null ? "the load ended well" : ended.Message)}; asked again after the restart: {after.Took.TotalSeconds:0.0} s");
            before = after.Snapshot;
            (old, made) = !inTheMidst ? (old, made) : after.Made ? (old + 1, made) : (old, made + 1);
            requests = inTheMidst ? requests : at;
        }

        Note($"{old} times the old version was there, {made} times the new one");
    }

    [Fact]
    public async Task A_loader_that_is_killed_in_the_midst_leaves_the_old_version_or_the_new()
    {
        var random = new Random();
        var server = await servers.RunningAsync();
        var requests = await RequestsOfLoadAsync(server.Options);
        await server.Options.EmptyDataAsync();
        var before = await StartAsync(server.Options, seed: 1);
        var moments = 0;
        for (var seed = 0; moments < Moments; seed++)
        {
            var changes = Load(before, seed);
            var at = random.Next(1, requests);
            var killed = await LoadByChildAsync(server.Options, before.Version.Number, seed, at);
            await using var store = await server.Options.With(Small).OpenAsync();
            await store.AssertIsEitherAsync(before, changes);
            var after = await ApplyOnceAsync(store, before, changes);
            await SettledAsync(server.Options, after);
            Note($"{(killed ? "killed" : "ended before it was killed")} at request {at}: {(after.Made ? "old" : "new")} version; asked again: {after.Took.TotalSeconds:0.0} s");
            before = after.Snapshot;
            (moments, requests) = killed ? (moments + 1, requests) : (moments, at);
        }
    }

    [Fact]
    public async Task A_Neo4j_that_is_frozen_for_a_while_is_waited_for()
    {
        var server = await servers.RunningAsync();
        var before = await StartAsync(server.Options, seed: 1);
        var changes = Load(before, 1);
        var since = TimeProvider.System.GetTimestamp();
        var (ended, inTheMidst) = await LoadThroughAsync(server.Options, changes, before.Version.Number, at: 12, async () =>
        {
            await server.PauseAsync();
            await Task.Delay(TimeSpan.FromSeconds(Sweeps.AreOn ? 20 : 3));
            await server.ContinueAsync();
        });

        Assert.Equal((null, true), (ended, inTheMidst));
        Note($"the load took {TimeProvider.System.GetElapsedTime(since).TotalSeconds:0.0} s");
        await using var store = await server.Options.With(Small).OpenAsync();
        Assert.Equal(ApplyResult.AlreadyApplied, (await store.ApplyAsync(changes, before.Version.Number, None)).Result);
        await server.Options.AssertHoldsOnlyAsync(RandomGraphs.After(before, changes, await store.ReadVersionAsync(None)));
    }

    [Fact]
    public async Task A_transaction_that_nobody_goes_on_with_is_ended_when_it_has_been_silent_for_as_long_as_a_writer_may()
    {
        var server = await servers.RunningAsync();
        var before = await StartAsync(server.Options, seed: 1);
        await using var gone = new Neo4jClient(server.Options);
        await using var left = await gone.BeginAsync(Neo4jAccess.Write, None);
        await left.RunAsync("MATCH (s:GraphState) SET s.lock = 0", null, None);

        await using var store = await server.Options.With(Small).OpenAsync();
        var changes = Load(before, 1);
        var after = await ApplyOnceAsync(store, before, changes);

        Assert.True(after.Made);
        await Assert.ThrowsAsync<Neo4jException>(() => left.RunAsync("MATCH (s:GraphState) SET s.version = 99", null, None));
        await server.Options.AssertHoldsOnlyAsync(after.Snapshot);
    }

    [Fact]
    public async Task A_load_larger_than_the_memory_of_a_transaction_is_written_in_smaller_ones()
    {
        var server = await servers.StrictAsync();
        var changes = RandomGraphs.ChangeTo(GraphSnapshot.Empty, 3, new(1_500, 3_000));
        await using (var client = new Neo4jClient(server.Options))
        {
            var refused = await Assert.ThrowsAsync<Neo4jException>(() => client.RunAsync(
                "UNWIND range(1, 4500) AS i CREATE (:Trial {text: toString(i) + $text})",
                new Dictionary<string, object?> { ["text"] = new string('x', 2_000) }, Neo4jAccess.Write, None));
            Assert.True(refused.IsTooLarge);
        }

        await using var store = await server.Options.OpenAsync();
        var after = await ApplyOnceAsync(store, GraphSnapshot.Empty, changes);

        Assert.True(after.Made);
        await server.Options.AssertHoldsOnlyAsync(after.Snapshot);
    }

    /// <summary>A child's work: one load, given the server, the version that it is for and the seed of its changes.</summary>
    internal static async Task LoadAsync(string argument)
    {
        var parts = argument.Split(' ');
        await using var store = await new Neo4jOptions { Url = new Uri(parts[0]) }.With(Small).OpenAsync();
        var before = await store.ReadAsync();
        await store.ApplyAsync(Load(before, int.Parse(parts[2], CultureInfo.InvariantCulture)), long.Parse(parts[1], CultureInfo.InvariantCulture), None);
    }

    private static ChangeSet Load(GraphSnapshot before, int seed) => RandomGraphs.Change(before, seed, size: 20);

    private static void Note(string text) => TestContext.Current.TestOutputHelper?.WriteLine(text);

    private static async Task<GraphSnapshot> StartAsync(Neo4jOptions options, int seed)
    {
        await using var store = await options.OpenAsync();
        var current = await store.ReadAsync();
        return current.Version.Number > 0 ? current : (await ApplyOnceAsync(
            store, GraphSnapshot.Empty, RandomGraphs.ChangeTo(GraphSnapshot.Empty, seed, new(40, 80)))).Snapshot;
    }

    private static async Task<int> RequestsOfLoadAsync(Neo4jOptions options)
    {
        var before = await StartAsync(options, seed: 1);
        await using var proxy = new FaultProxy(options.Url!);
        await using var store = await options.With(Small, proxy.Url).OpenAsync();
        var opening = proxy.Requests.Count;
        await ApplyOnceAsync(store, before, Load(before, 0));
        return proxy.Requests.Count - opening;
    }

    /// <summary>
    /// Loads, and does something at a request of the load, or after it where it had fewer. Gives what the load failed with, and
    /// whether the load was in its midst.
    /// </summary>
    private static async Task<(Exception? Ended, bool InTheMidst)> LoadThroughAsync(
        Neo4jOptions options, ChangeSet changes, long expected, int at, Func<Task> fault)
    {
        await using var proxy = new FaultProxy(options.Url!);
        var store = await options.With(Small, proxy.Url).OpenAsync();
        await using var disposing = store;
        var opening = proxy.Requests.Count;
        Task? done = null;
        proxy.OnRequest(request =>
        {
            if (request == opening + at)
            {
                done = Task.Run(fault);

                // The fault first, then the request. A frozen server comes back while it waits.
                done.Wait(TimeSpan.FromSeconds(1));
            }
        });
        Exception? ended = null;
        try
        {
            Assert.Equal(ApplyResult.Applied, (await store.ApplyAsync(changes, expected, None)).Result);
        }
        catch (StoreUnavailableException error)
        {
            ended = error;
        }

        var inTheMidst = done is not null;
        await (done ?? fault());
        return (ended, inTheMidst);
    }

    /// <summary>Loads in a process of its own, which is killed at a request of the load; false where the load had fewer.</summary>
    private static async Task<bool> LoadByChildAsync(Neo4jOptions options, long version, int seed, int at)
    {
        await using var proxy = new FaultProxy(options.Url!);
        var killed = false;
        var first = 0;
        Process? loader = null;
        proxy.OnRequest(request =>
        {
            // What opens the store is no part of the load.
            first = first == 0 && proxy.Requests[^1].Contains("/tx", StringComparison.Ordinal) ? request : first;
            if (first > 0 && request == first + at)
            {
                loader!.Kill();
                killed = true;
            }
        });
        loader = ChildProcess.Start(nameof(LoadAsync), string.Create(CultureInfo.InvariantCulture, $"{proxy.Url} {version} {seed}"));
        var said = await loader.StandardOutput.ReadToEndAsync();
        await loader.WaitForExitAsync();
        Assert.True(killed || loader.ExitCode == 0, $"{said}{await loader.StandardError.ReadToEndAsync()}");
        loader.Dispose();
        return killed;
    }

    private static async Task SettledAsync(Neo4jOptions options, (GraphSnapshot Snapshot, bool Made, TimeSpan Took) after)
    {
        if (!after.Made)
        {
            // What is left to be settled is no matter to readers; whoever opens the store after the lease does it.
            await Task.Delay(Small.Lease);
            await using var later = await options.With(Small).OpenAsync();
        }

        await options.AssertHoldsOnlyAsync(after.Snapshot);
    }

    private static async Task<(GraphSnapshot Snapshot, bool Made, TimeSpan Took)> ApplyOnceAsync(Neo4jStore store, GraphSnapshot before, ChangeSet changes)
    {
        var since = TimeProvider.System.GetTimestamp();
        var outcome = await store.ApplyAsync(changes, before.Version.Number, None);
        Assert.NotEqual(ApplyResult.Conflict, outcome.Result);
        var after = RandomGraphs.After(before, changes, outcome.Version);
        SnapshotAssert.Same(after, await store.ReadAsync());
        return (after, outcome.Result == ApplyResult.Applied, TimeProvider.System.GetElapsedTime(since));
    }
}
