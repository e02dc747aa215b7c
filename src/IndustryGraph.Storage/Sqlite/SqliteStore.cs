using IndustryGraph.Changes;
using IndustryGraph.Model;
using IndustryGraph.Search;
using IndustryGraph.Snapshots;
using Microsoft.Data.Sqlite;

namespace IndustryGraph.Storage.Sqlite;

/// <summary>
/// Keeps the graph in a SQLite file: the default, without any set-up. Several processes may use one file: readers never wait,
/// writers wait for each other.
/// </summary>
/// <remarks>
/// SQLite's calls block, so each question and each change takes a thread of the pool while it runs. Cancelling one interrupts its
/// statement. A read is one read transaction: one version. A change set is one transaction that holds the writer's lock from before it
/// looks at the version until it is on the disk.
/// </remarks>
public sealed class SqliteStore : IGraphStore
{
    private readonly SqliteFile file;
    private readonly TimeProvider clock;
    private readonly SemaphoreSlim writing = new(1);
    private bool open;
    private bool disposed;

    /// <summary>Takes note of the file; <see cref="OpenAsync"/> opens it.</summary>
    public SqliteStore(SqliteOptions options, TimeProvider clock)
    {
        this.clock = clock;
        file = new SqliteFile(options.Path);
        Description = $"SQLite file {file.Path}";
    }

    /// <inheritdoc/>
    public string Description { get; }

    /// <summary>How long a change waits for another process that writes.</summary>
    internal TimeSpan WriterWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public async Task OpenAsync(CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        await file.PrepareAsync(cancellation).ConfigureAwait(false);
        open = true;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (!disposed)
        {
            disposed = true;
            writing.Dispose();
            file.Close();
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<GraphVersion> ReadVersionAsync(CancellationToken cancellation) =>
        RunAsync(writes: false, isLong: false, SqliteReader.ReadVersion, cancellation);

    /// <inheritdoc/>
    public Task<GraphVersion> ReadAllAsync(GraphSnapshotBuilder into, CancellationToken cancellation) => ReadAsync(
        reader =>
        {
            reader.ReadAll(into);
            return reader.Version;
        },
        cancellation, isLong: true);

    /// <inheritdoc/>
    public async Task<ApplyOutcome> ApplyAsync(ChangeSet changes, long expectedVersion, CancellationToken cancellation)
    {
        StoreArguments.Check(changes);
        ObjectDisposedException.ThrowIf(disposed, this);
        await writing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await RunAsync(
                writes: true, isLong: true, connection => Apply(connection, changes, expectedVersion, cancellation), cancellation).ConfigureAwait(false);
        }
        finally
        {
            writing.Release();
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<GraphVersion>> ReadHistoryAsync(long after, int limit, CancellationToken cancellation)
    {
        StoreArguments.CheckLimit(limit);
        return RunAsync<IReadOnlyList<GraphVersion>>(writes: false, isLong: false, connection => SqliteReader.ReadVersions(
            connection, "WHERE number > @after ORDER BY number LIMIT @limit", ("@after", after), ("@limit", limit)), cancellation);
    }

    /// <inheritdoc/>
    public Task<ChangeSet?> ReadChangesAsync(long version, CancellationToken cancellation) =>
        ReadAsync(reader => reader.ReadChanges(version), cancellation, isLong: true);

    /// <inheritdoc/>
    public Task<AsOf<LevelAnswer>> ReadLevelAsync(LevelQuery query, CancellationToken cancellation)
    {
        StoreArguments.Check(query);
        return ReadAsOfAsync(reader => reader.ReadLevel(query), cancellation);
    }

    /// <inheritdoc/>
    public Task<AsOf<LinkIdPage?>> ReadLinkIdsAsync(EntityId? after, int entities, int limit, CancellationToken cancellation)
    {
        StoreArguments.CheckLimit(entities);
        StoreArguments.CheckLimit(limit);
        return ReadAsOfAsync(reader => reader.ReadLinkIds(after, entities, limit), cancellation);
    }

    /// <inheritdoc/>
    public Task<AsOf<IReadOnlyList<Entity>>> ReadKindAsync(EntityKind kind, EntityId? after, int limit, CancellationToken cancellation)
    {
        StoreArguments.CheckLimit(limit);
        return ReadAsOfAsync(reader => reader.ReadKind(kind, after, limit), cancellation);
    }

    /// <inheritdoc/>
    public Task<AsOf<Found>> FindNamesAsync(NameQuery query, IReadOnlyCollection<EntityKind> kinds, int limit, CancellationToken cancellation)
    {
        StoreArguments.CheckLimit(limit);
        return ReadAsOfAsync(reader => reader.FindNames(query, kinds, limit), cancellation);
    }

    /// <inheritdoc/>
    public Task<AsOf<KindCounts>> CountAsync(CancellationToken cancellation) => ReadAsOfAsync(reader => reader.Count(), cancellation);

    private ApplyOutcome Apply(SqliteConnection connection, ChangeSet changes, long expectedVersion, CancellationToken cancellation)
    {
        BeginWriting(connection, onEmpty: expectedVersion == 0, cancellation);
        if (SqliteReader.ReadVersions(connection, "WHERE change_set = @id", ("@id", changes.Id)) is [var applied])
        {
            return new(ApplyResult.AlreadyApplied, applied);
        }

        var current = SqliteReader.ReadVersion(connection);
        if (current.Number != expectedVersion)
        {
            return new(ApplyResult.Conflict, current);
        }

        var version = new GraphVersion(current.Number + 1, changes.Id, clock.GetUtcNow().ToUniversalTime(), changes.Provenance, changes.Counts);
        using (var writer = new SqliteWriter(connection, onEmpty: expectedVersion == 0, cancellation))
        {
            writer.Write(version, changes);
        }

        cancellation.ThrowIfCancellationRequested();
        Commit(connection);
        return new(ApplyResult.Applied, version);
    }

    private void BeginWriting(SqliteConnection connection, bool onEmpty, CancellationToken cancellation)
    {
        connection.Execute($"""
            -- A version that someone has seen must not be gone after a power cut: its number would be given again to another graph.
            PRAGMA synchronous = FULL;
            -- Of the first change set the writer knows all entities itself, and spares looking each up (measured).
            PRAGMA foreign_keys = {(onEmpty ? "OFF" : "ON")};
            -- In KiB. A load touches the whole index of link ends, in no order.
            PRAGMA cache_size = -65536;
            -- The log of a large load is cut to this many bytes once it is in the file.
            PRAGMA journal_size_limit = 16777216;
            """);
        var start = clock.GetTimestamp();
        while (!connection.TryBeginWriting())
        {
            if (clock.GetElapsedTime(start) > WriterWait)
            {
                throw new StoreUnavailableException(
                    $"Another process has been writing to {file.Path} for more than {WriterWait.TotalSeconds:0} s. Nothing was changed. Try again.");
            }

            // Woken by a cancellation, which the next line throws.
            cancellation.WaitHandle.WaitOne(20);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private static void Commit(SqliteConnection connection)
    {
        try
        {
            connection.Execute("COMMIT");
        }
        catch (SqliteException error) when (error.SqliteExtendedErrorCode == SQLitePCL.raw.SQLITE_CONSTRAINT_FOREIGNKEY)
        {
            var link = connection.Scalar<string>("""
                SELECT from_id || '|' || kind || '|' || to_id FROM link
                WHERE from_id NOT IN (SELECT id FROM entity) OR to_id NOT IN (SELECT id FROM entity) LIMIT 1
                """);
            throw Dangling(link, error);
        }
    }

    /// <summary>The change set cannot be applied.</summary>
    internal static ArgumentException Dangling(string? link, Exception? error = null) =>
        new($"The change set leaves the link {link} without an entity at its end. Nothing was changed.", error);

    private Task<AsOf<T>> ReadAsOfAsync<T>(Func<SqliteReader, T> read, CancellationToken cancellation) =>
        ReadAsync(reader => new AsOf<T>(reader.Version.Number, read(reader)), cancellation);

    private Task<T> ReadAsync<T>(Func<SqliteReader, T> read, CancellationToken cancellation, bool isLong = false) => RunAsync(
        writes: false, isLong,
        connection =>
        {
            using var reader = new SqliteReader(connection, cancellation);
            return read(reader);
        },
        cancellation);

    private Task<T> RunAsync<T>(bool writes, bool isLong, Func<SqliteConnection, T> work, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return open ? file.RunAsync(writes, isLong, work, cancellation) : throw new InvalidOperationException("The store is not open: call OpenAsync first.");
    }
}
