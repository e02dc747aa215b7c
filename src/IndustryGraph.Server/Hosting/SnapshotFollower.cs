using IndustryGraph.Bundles;
using IndustryGraph.Changes;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;

namespace IndustryGraph.Server.Hosting;

/// <summary>Serves a snapshot in memory, and reads of a newer version only what changed.</summary>
internal sealed partial class SnapshotFollower(IGraphStore store, GraphHolder holder, ILogger<SnapshotFollower> log) : IVersionFollower
{
    // Further behind than this, reading the whole graph is cheaper than stepping through its versions.
    private const int LongestCatchUp = 16;

    private GraphSnapshot served = GraphSnapshot.Empty;

    /// <inheritdoc/>
    public async Task<(GraphVersion Version, bool Seeded)> StartAsync(BundleContents? seed, CancellationToken cancellation)
    {
        var stored = await ReadAllAsync(cancellation).ConfigureAwait(false);
        var (current, seeded) = seed is null ? (stored, false)
            : await new SeedLoader(store).LoadAsync(seed, stored, cancellation).ConfigureAwait(false);
        Serve(current);
        return (current.Version, seeded);
    }

    /// <inheritdoc/>
    public async Task<GraphVersion?> CatchUpAsync(CancellationToken cancellation)
    {
        var stored = await store.ReadVersionAsync(cancellation).ConfigureAwait(false);
        if (stored.Number == served.Version.Number && stored.ChangeSetId == served.Version.ChangeSetId)
        {
            return null;
        }

        var missing = stored.Number - served.Version.Number;
        var next = missing is > 0 and <= LongestCatchUp
            ? await StepAsync(cancellation).ConfigureAwait(false) : null;
        Serve(next ?? await ReadAllAsync(cancellation).ConfigureAwait(false));
        return served.Version;
    }

    private void Serve(GraphSnapshot snapshot)
    {
        served = snapshot;
        holder.Serve(snapshot);
    }

    // The served version and each change set since; null where that does not lead to the stored version.
    private async Task<GraphSnapshot?> StepAsync(CancellationToken cancellation)
    {
        var next = served;
        foreach (var version in await store.ReadHistoryAsync(served.Version.Number, LongestCatchUp, cancellation).ConfigureAwait(false))
        {
            var changes = await store.ReadChangesAsync(version.Number, cancellation).ConfigureAwait(false);
            if (changes is null)
            {
                return null;
            }

            // After a large load this takes seconds: on a thread of its own, for questions need those of the pool.
            var before = next;
            var (after, _) = await Task.Factory.StartNew(
                () => before.With(changes, version), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            if (after is null)
            {
                return null;
            }

            next = after;
        }

        return next;
    }

    private async Task<GraphSnapshot> ReadAllAsync(CancellationToken cancellation)
    {
        var builder = new GraphSnapshotBuilder();
        var version = await store.ReadAllAsync(builder, cancellation).ConfigureAwait(false);
        var snapshot = builder.Build(version);
        if (builder.Problems.Count > 0)
        {
            LogDamaged(builder.Problems.Count, builder.Problems[0].Message);
        }

        return snapshot;
    }

    [LoggerMessage(LogLevel.Error, "{Count} item(s) of the store cannot stand in a graph and are left out; it was changed by hand. The first: {Problem}")]
    private partial void LogDamaged(int count, string problem);
}
