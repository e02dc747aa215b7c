using IndustryGraph.Changes;
using IndustryGraph.Model;
using IndustryGraph.Search;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Storage.Neo4j;

/// <summary>
/// Keeps the graph in Neo4j 5.26 or later, as a graph that people who write Cypher find natural: <see cref="Neo4jSchema"/>.
/// Several processes may use one database: readers never wait, writers wait for each other.
/// </summary>
/// <remarks>
/// <para>
/// A read is of one version: <see cref="Neo4jReader"/>. A change set of any size is applied whole or not at all:
/// <see cref="Neo4jWriter"/>.
/// </para>
/// <para>
/// What somebody changed by hand so that it fits no model is left out of the whole graph and noted in the builder's
/// problems; a question that meets it is refused with its id. Properties, labels and nodes of other names are let alone.
/// </para>
/// </remarks>
public sealed class Neo4jStore : IGraphStore
{
    private readonly Neo4jOptions options;
    private readonly Neo4jClient client;
    private readonly Neo4jReader reader;
    private readonly Neo4jQuestions questions;
    private readonly Neo4jSharedReads withLists;
    private readonly Neo4jSharedReads withoutLists;
    private readonly Neo4jRecovery recovery;
    private readonly Neo4jWriter writer;
    private readonly Neo4jBlockers blockers;
    private readonly SemaphoreSlim writing = new(1);
    private bool open;
    private bool disposed;

    /// <summary>Takes note of the database; <see cref="OpenAsync"/> asks for it.</summary>
    /// <param name="options">Where the server is.</param>
    /// <param name="clock">The clock of waits, and of when a version was loaded.</param>
    /// <param name="tell">Told in a sentence when another writer is waited for, and when what one left is finished or undone.</param>
    /// <exception cref="ArgumentException">The options name no usable address.</exception>
    public Neo4jStore(Neo4jOptions options, TimeProvider clock, Action<string>? tell = null)
    {
        tell ??= static _ => { };
        this.options = options;
        client = new Neo4jClient(options);
        reader = new Neo4jReader(client, clock);
        questions = new Neo4jQuestions(reader);
        (withLists, withoutLists) = (new(questions.ReadLevelAsync, clock), new(questions.ReadLevelAsync, clock));
        var settling = new Neo4jSettling(client, options.Limits);
        recovery = new Neo4jRecovery(client, clock, options.Limits, settling, tell);
        writer = new Neo4jWriter(client, clock, options.Limits, settling, recovery, tell);
        blockers = new Neo4jBlockers(client, clock, options.Limits);
    }

    /// <inheritdoc/>
    public string Description => options.ToString();

    /// <summary>How many statements the store has sent to Neo4j, repeated ones included.</summary>
    public long StatementsSent => client.StatementsSent;

    /// <inheritdoc/>
    public async Task OpenAsync(CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        await WriteAsync(async () =>
        {
            await new Neo4jSetup(client, options.Limits).PrepareAsync(cancellation).ConfigureAwait(false);
            await recovery.RecoverAsync(cancellation).ConfigureAwait(false);
            return open = true;
        }, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!disposed)
        {
            disposed = true;
            writing.Dispose();
            await client.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public Task<GraphVersion> ReadVersionAsync(CancellationToken cancellation) => RunAsync(() => questions.ReadVersionAsync(cancellation));

    /// <inheritdoc/>
    public Task<GraphVersion> ReadAllAsync(GraphSnapshotBuilder into, CancellationToken cancellation) =>
        RunAsync(() => new Neo4jWholeGraph(reader, options.Limits.RowsPerPage).ReadAsync(into, cancellation));

    /// <inheritdoc/>
    public async Task<ApplyOutcome> ApplyAsync(ChangeSet changes, long expectedVersion, CancellationToken cancellation)
    {
        StoreArguments.Check(changes);
        CheckOpen();
        return await WriteAsync(() => writer.ApplyAsync(changes, expectedVersion, cancellation), cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<GraphVersion>> ReadHistoryAsync(long after, int limit, CancellationToken cancellation)
    {
        StoreArguments.CheckLimit(limit);
        return RunAsync(() => questions.ReadHistoryAsync(after, limit, cancellation));
    }

    /// <inheritdoc/>
    public Task<ChangeSet?> ReadChangesAsync(long version, CancellationToken cancellation) =>
        RunAsync(() => questions.ReadChangesAsync(version, cancellation));

    /// <inheritdoc/>
    public Task<AsOf<LevelAnswer>> ReadLevelAsync(LevelQuery query, CancellationToken cancellation)
    {
        StoreArguments.Check(query);

        // Apart, because they are statements of different texts.
        return RunAsync(() => (query.Links.Count == 0 ? withoutLists : withLists).ReadAsync(query, cancellation));
    }

    /// <inheritdoc/>
    public Task<AsOf<LinkIdPage?>> ReadLinkIdsAsync(EntityId? after, int entities, int limit, CancellationToken cancellation)
    {
        StoreArguments.CheckLimit(entities);
        StoreArguments.CheckLimit(limit);
        return RunAsync(() => questions.ReadLinkIdsAsync(after, entities, limit, cancellation));
    }

    /// <inheritdoc/>
    public Task<AsOf<IReadOnlyList<Entity>>> ReadKindAsync(EntityKind kind, EntityId? after, int limit, CancellationToken cancellation)
    {
        StoreArguments.CheckLimit(limit);
        return RunAsync(() => questions.ReadKindAsync(kind, after, limit, cancellation));
    }

    /// <inheritdoc/>
    public Task<AsOf<Found>> FindNamesAsync(
        NameQuery query, IReadOnlyCollection<EntityKind> kinds, int limit, CancellationToken cancellation)
    {
        StoreArguments.CheckLimit(limit);
        return RunAsync(() => questions.FindNamesAsync(query, kinds, limit, cancellation));
    }

    /// <inheritdoc/>
    public Task<AsOf<KindCounts>> CountAsync(CancellationToken cancellation) => RunAsync(() => questions.CountAsync(cancellation));

    // A writer of this store is gone where this store does not write.
    private async Task<T> WriteAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        await writing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await GuardAsync(() => blockers.WatchAsync(work, cancellation)).ConfigureAwait(false);
        }
        finally
        {
            writing.Release();
        }
    }

    private Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        CheckOpen();
        return GuardAsync(work);
    }

    private void CheckOpen()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (!open)
        {
            throw new InvalidOperationException("The store is not open: call OpenAsync first.");
        }
    }

    private async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception error) when (Neo4jFaults.Translate(error, options) is { } translated)
        {
            throw translated;
        }
    }
}
