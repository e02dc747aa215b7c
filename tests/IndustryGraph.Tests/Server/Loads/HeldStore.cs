using IndustryGraph.Changes;
using IndustryGraph.Model;
using IndustryGraph.Search;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;

namespace IndustryGraph.Tests.Server.Loads;

/// <summary>A store whose writes wait until they are let through, and that can be away.</summary>
internal sealed class HeldStore(IGraphStore store) : IGraphStore
{
    /// <summary>Set when the first write has come.</summary>
    public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets all writes through.</summary>
    public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsAway { get; set; }

    /// <summary>What the next reading of a change set fails with; null where it does not.</summary>
    public Exception? ChangesFailure { get; set; }

    /// <summary>Runs before each counting of what the store holds.</summary>
    public Func<IGraphStore, Task> BeforeCounting { get; init; } = _ => Task.CompletedTask;

    /// <summary>The versions whose change sets were read, in their order.</summary>
    public List<long> ChangesRead { get; } = [];

    /// <summary>After which entities pages of links were read, in their order.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<EntityId?> PagesRead { get; } = [];

    public string Description => store.Description;

    public Task OpenAsync(CancellationToken cancellation) => Here(() => store.OpenAsync(cancellation));

    public Task<GraphVersion> ReadVersionAsync(CancellationToken cancellation) => Here(() => store.ReadVersionAsync(cancellation));

    public Task<GraphVersion> ReadAllAsync(GraphSnapshotBuilder into, CancellationToken cancellation) => Here(() => store.ReadAllAsync(into, cancellation));

    public async Task<ApplyOutcome> ApplyAsync(ChangeSet changes, long expectedVersion, CancellationToken cancellation)
    {
        Reached.TrySetResult();
        await Open.Task.WaitAsync(cancellation);
        return await Here(() => store.ApplyAsync(changes, expectedVersion, cancellation));
    }

    public Task<IReadOnlyList<GraphVersion>> ReadHistoryAsync(long after, int limit, CancellationToken cancellation) => Here(() => store.ReadHistoryAsync(after, limit, cancellation));

    public Task<ChangeSet?> ReadChangesAsync(long version, CancellationToken cancellation)
    {
        ChangesRead.Add(version);
        if (ChangesFailure is { } failure)
        {
            ChangesFailure = null;
            throw failure;
        }

        return Here(() => store.ReadChangesAsync(version, cancellation));
    }

    public Task<AsOf<LevelAnswer>> ReadLevelAsync(LevelQuery query, CancellationToken cancellation) => Here(() => store.ReadLevelAsync(query, cancellation));

    public Task<AsOf<LinkIdPage?>> ReadLinkIdsAsync(EntityId? after, int entities, int limit, CancellationToken cancellation)
    {
        PagesRead.Enqueue(after);
        return Here(() => store.ReadLinkIdsAsync(after, entities, limit, cancellation));
    }

    public Task<AsOf<IReadOnlyList<Entity>>> ReadKindAsync(EntityKind kind, EntityId? after, int limit, CancellationToken cancellation) =>
        Here(() => store.ReadKindAsync(kind, after, limit, cancellation));

    public Task<AsOf<Found>> FindNamesAsync(NameQuery query, IReadOnlyCollection<EntityKind> kinds, int limit, CancellationToken cancellation) =>
        Here(() => store.FindNamesAsync(query, kinds, limit, cancellation));

    public async Task<AsOf<KindCounts>> CountAsync(CancellationToken cancellation)
    {
        await BeforeCounting(store);
        return await Here(() => store.CountAsync(cancellation));
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private T Here<T>(Func<T> call)
        where T : Task => IsAway ? throw new StoreUnavailableException("It is away.") : call();
}
