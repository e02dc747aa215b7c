using System.Globalization;
using IndustryGraph.Changes;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;
using IndustryGraph.Tests.Generators;
using Xunit;

namespace IndustryGraph.Tests.Storage.Sqlite;

// Several processes, and processes that are killed. The children are this program: see ChildProcess.
public sealed class SqliteProcessTests : IDisposable
{
    private const string Ready = "ready";

    private readonly TemporaryFolder folder = new();

    private static int Kills => Sweeps.AreOn ? 50 : 3;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_process_that_is_killed_at_any_moment_leaves_a_version_whole()
    {
        var random = new Random();
        var versions = new List<long>();
        for (var i = 0; i < Kills; i++)
        {
            var path = folder.At($"{i}.db");
            var told = await RunAndKillAsync(path, random);
            await using (var store = await SqliteTestStore.OpenAsync(path))
            {
                var snapshot = await SqliteTestStore.ReadAsync(store);
                versions.Add(snapshot.Version.Number);
                Assert.True(snapshot.Version.Number >= told, $"Version {told} was said to be applied, and {snapshot.Version.Number} is there.");
                AssertGrown(snapshot);
                var next = Growth(snapshot);
                var outcome = await store.ApplyAsync(next, snapshot.Version.Number, CancellationToken.None);
                Assert.Equal(ApplyResult.Applied, outcome.Result);
            }

            Assert.Equal(["ok"], SqliteTestStore.Run(path, "PRAGMA integrity_check"));
            Assert.Empty(SqliteTestStore.Run(path, "PRAGMA foreign_key_check"));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"Versions at the kill: {string.Join(' ', versions)}");
    }

    [Fact]
    public async Task Three_processes_that_write_to_one_file_lose_and_double_nothing()
    {
        var path = folder.At("shared.db");
        var children = Enumerable.Range(0, 3).Select(_ => ChildProcess.Start(nameof(AddTenVersionsAsync), path)).ToList();
        foreach (var child in children)
        {
            var said = await child.StandardOutput.ReadToEndAsync();
            await child.WaitForExitAsync();
            Assert.True(child.ExitCode == 0, $"{said}{await child.StandardError.ReadToEndAsync()}");
            child.Dispose();
        }

        await using var store = await SqliteTestStore.OpenAsync(path);
        var history = await store.ReadHistoryAsync(0, 1_000, CancellationToken.None);
        Assert.Equal(Enumerable.Range(1, 30).Select(number => (long)number), history.Select(version => version.Number));
        Assert.Equal(3, history.GroupBy(version => version.Provenance.Who).Count(group => group.Count() == 10));
        var snapshot = GraphSnapshot.Empty;
        foreach (var version in history)
        {
            snapshot = RandomGraphs.After(snapshot, (await store.ReadChangesAsync(version.Number, CancellationToken.None))!, version);
        }

        SnapshotAssert.Same(snapshot, await SqliteTestStore.ReadAsync(store));
    }

    [Fact]
    public async Task Whoever_opens_a_new_file_at_the_same_moment_as_others_finds_it_ours()
    {
        for (var i = 0; i < 40; i++)
        {
            var path = folder.At($"new-{i}.db");
            var stores = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => SqliteTestStore.OpenAsync(path))));
            foreach (var store in stores)
            {
                Assert.Equal(0, (await store.ReadVersionAsync(CancellationToken.None)).Number);
                await store.DisposeAsync();
            }
        }
    }

    /// <summary>A child's work: one version after another, until it is killed.</summary>
    internal static async Task GrowUntilKilledAsync(string path)
    {
        await using var store = await SqliteTestStore.OpenAsync(path);
        var snapshot = GraphSnapshot.Empty;
        var next = Growth(snapshot);
        Console.WriteLine();
        Console.WriteLine($"{Ready} 0");
        // With an end, for the case that the test is killed before it kills.
        while (snapshot.Version.Number < 50)
        {
            var outcome = await store.ApplyAsync(next, snapshot.Version.Number, CancellationToken.None);
            snapshot = RandomGraphs.After(snapshot, next, outcome.Version);
            Console.WriteLine($"{Ready} {snapshot.Version.Number}");
            next = Growth(snapshot);
        }
    }

    /// <summary>A child's work: ten versions, each made for the version that is current.</summary>
    internal static async Task AddTenVersionsAsync(string path)
    {
        var who = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        await using var store = await SqliteTestStore.OpenAsync(path);
        for (var added = 0; added < 10;)
        {
            var snapshot = await SqliteTestStore.ReadAsync(store);
            var changes = RandomGraphs.Change(snapshot, Environment.ProcessId + added);
            changes = changes with { Id = $"{who}-{added}", Provenance = changes.Provenance with { Who = who } };
            var outcome = await store.ApplyAsync(changes, snapshot.Version.Number, CancellationToken.None);
            added += outcome.Result == ApplyResult.Applied ? 1 : 0;
        }
    }

    /// <summary>Kills the child somewhere between a version and the next; gives the last that it is known to have applied.</summary>
    private static async Task<int> RunAndKillAsync(string path, Random random)
    {
        using var child = ChildProcess.Start(nameof(GrowUntilKilledAsync), path);
        var applied = random.Next(4);
        try
        {
            var (last, step) = (TimeProvider.System.GetTimestamp(), TimeSpan.Zero);
            string? line;
            do
            {
                line = await child.StandardOutput.ReadLineAsync();
                Assert.NotNull(line);
                (last, step) = (TimeProvider.System.GetTimestamp(), TimeProvider.System.GetElapsedTime(last));
            }
            while (line != $"{Ready} {applied}");

            // The next version takes about as long as this one did, or as the start.
            await Task.Delay(random.NextDouble() * step);
        }
        finally
        {
            // SIGKILL: the process has no chance to tidy up.
            child.Kill();
            await child.WaitForExitAsync();
        }

        Assert.NotEqual(0, child.ExitCode);
        return applied;
    }

    // Large enough that the writing takes most of the time.
    private static ChangeSet Growth(GraphSnapshot before) =>
        RandomGraphs.ChangeTo(before, (int)before.Version.Number + 1, new(Entities: 1_500, Links: 6_000));

    private static void AssertGrown(GraphSnapshot read)
    {
        var expected = GraphSnapshot.Empty;
        while (expected.Version.Number < read.Version.Number)
        {
            expected = RandomGraphs.After(expected, Growth(expected));
        }

        Assert.Equal(expected.Version.ChangeSetId, read.Version.ChangeSetId);
        Assert.Equal(expected.Entities.ToArray(), read.Entities.ToArray());
        Assert.Equal(SnapshotAssert.Links(expected), SnapshotAssert.Links(read));
    }
}
