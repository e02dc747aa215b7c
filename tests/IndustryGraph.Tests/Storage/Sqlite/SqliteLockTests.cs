using IndustryGraph.Snapshots;
using IndustryGraph.Storage;
using IndustryGraph.Storage.Sqlite;
using IndustryGraph.Tests.Generators;
using Microsoft.Data.Sqlite;
using Xunit;

namespace IndustryGraph.Tests.Storage.Sqlite;

public sealed class SqliteLockTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string File => folder.At("graph.db");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task While_another_process_writes_reads_go_on_and_a_change_waits_then_says_so()
    {
        var snapshot = await SqliteTestStore.CreateAsync(File);
        await using var store = await SqliteTestStore.OpenAsync(File, writerWait: TimeSpan.FromMilliseconds(100));
        var changes = RandomGraphs.Change(snapshot, 2);
        await using (var other = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = File, Pooling = false }.ToString()))
        {
            await other.OpenAsync();
            await using var transaction = other.BeginTransaction(deferred: false);

            SnapshotAssert.Same(snapshot, await SqliteTestStore.ReadAsync(store));
            var busy = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.ApplyAsync(changes, 1, CancellationToken.None));
            Assert.Contains(File, busy.Message, StringComparison.Ordinal);
        }

        Assert.Equal(ApplyResult.Applied, (await store.ApplyAsync(changes, 1, CancellationToken.None)).Result);
    }

    [Fact]
    public async Task A_change_that_waits_for_another_process_can_be_cancelled()
    {
        var snapshot = await SqliteTestStore.CreateAsync(File);
        await using var store = await SqliteTestStore.OpenAsync(File, writerWait: TimeSpan.FromMinutes(10));
        await using var other = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = File, Pooling = false }.ToString());
        await other.OpenAsync();
        await using var transaction = other.BeginTransaction(deferred: false);
        using var cancel = new CancellationTokenSource(50);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.ApplyAsync(RandomGraphs.Change(snapshot, 2), 1, cancel.Token));
    }

    [Fact]
    public async Task A_statement_that_runs_for_long_is_interrupted_by_a_cancellation()
    {
        await SqliteTestStore.CreateAsync(File);
        using var cancel = new CancellationTokenSource(50);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new SqliteFile(File).RunAsync(
            writes: false, isLong: true,
            connection => connection.Scalar<long>("WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"),
            cancel.Token));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Long_work_takes_no_thread_of_the_pool(bool isLong)
    {
        await SqliteTestStore.CreateAsync(File);

        Assert.Equal(!isLong, await new SqliteFile(File).RunAsync(
            writes: false, isLong, _ => Thread.CurrentThread.IsThreadPoolThread, CancellationToken.None));
    }

    [Fact]
    public async Task A_change_set_is_applied_on_no_thread_of_the_pool()
    {
        var clock = new ThreadsOfClock();
        await using var store = new SqliteStore(new SqliteOptions { Path = File }, clock);
        await store.OpenAsync(CancellationToken.None);

        await store.ApplyAsync(RandomGraphs.ChangeTo(GraphSnapshot.Empty, 1, new(20, 30)), 0, CancellationToken.None);

        Assert.Equal([false], clock.OfThePool);
    }

    [Fact]
    public async Task Many_who_open_a_new_file_at_once_make_it_once()
    {
        var stores = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => SqliteTestStore.OpenAsync(File))));

        foreach (var store in stores)
        {
            Assert.Equal(GraphVersion.Empty, await store.ReadVersionAsync(CancellationToken.None));
            await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_change_set_that_leaves_a_link_without_its_end_is_refused_and_names_it()
    {
        var snapshot = await SqliteTestStore.CreateAsync(File);
        await using var store = await SqliteTestStore.OpenAsync(File);
        var link = snapshot.LinkAt(0).Id;

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => store.ApplyAsync(
            new("bad", new("who", "why", "from")) { RemovedEntities = [link.From] }, 1, CancellationToken.None));

        Assert.Contains(link.From.Value, refused.Message, StringComparison.Ordinal);
        SnapshotAssert.Same(snapshot, await SqliteTestStore.ReadAsync(store));
    }

    [Fact]
    public async Task A_first_change_set_that_leaves_a_link_without_its_end_is_refused_and_names_it()
    {
        await using var store = await SqliteTestStore.OpenAsync(File);
        var changes = RandomGraphs.ChangeTo(GraphSnapshot.Empty, 1, new());
        var link = changes.PutLinks[^1].Id;

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => store.ApplyAsync(
            changes with { PutEntities = [.. changes.PutEntities.Where(entity => entity.Id != link.To)] }, 0, CancellationToken.None));

        Assert.Contains(link.To.Value, refused.Message, StringComparison.Ordinal);
        SnapshotAssert.Same(GraphSnapshot.Empty, await SqliteTestStore.ReadAsync(store));
        Assert.Equal(ApplyResult.Applied, (await store.ApplyAsync(changes, 0, CancellationToken.None)).Result);
    }

    [Fact]
    public async Task A_store_that_is_not_open_or_no_longer_says_so()
    {
        var store = new SqliteStore(new SqliteOptions { Path = File }, TimeProvider.System);
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.ReadVersionAsync(CancellationToken.None));
        await store.OpenAsync(CancellationToken.None);
        await store.DisposeAsync();
        await store.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.ReadVersionAsync(CancellationToken.None));
        Assert.Equal([File], Directory.GetFiles(folder.Path));
    }

    /// <summary>A clock that notes of each who asks for the time of day, as a writer does for its version, whether its thread is one of the pool.</summary>
    private sealed class ThreadsOfClock : TimeProvider
    {
        public List<bool> OfThePool { get; } = [];

        public override DateTimeOffset GetUtcNow()
        {
            OfThePool.Add(Thread.CurrentThread.IsThreadPoolThread);
            return base.GetUtcNow();
        }
    }
}
