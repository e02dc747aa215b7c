using IndustryGraph.Changes;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;

namespace IndustryGraph.Loads;

/// <summary>Earlier versions of the graph, from the log of a store.</summary>
public static class GraphHistory
{
    private const int Page = 1_000;

    /// <summary>The change set that made a version, which the store must have.</summary>
    /// <exception cref="StoreRefusedException">The log lacks it.</exception>
    public static async Task<ChangeSet> ChangesAsync(IGraphStore store, long version, CancellationToken cancellation) =>
        await store.ReadChangesAsync(version, cancellation).ConfigureAwait(false)
            ?? throw new StoreRefusedException($"The log of the store lacks version {version}: it was changed by hand. Restore the store from a copy.");

    /// <summary>Replays the versions up to one, from the first.</summary>
    /// <returns>The version.</returns>
    /// <exception cref="StoreRefusedException">The log lacks a version.</exception>
    public static async Task<GraphVersion> ReplayAsync(IGraphStore store, Replay facts, long version, CancellationToken cancellation)
    {
        var last = GraphVersion.Empty;
        while (last.Number < version)
        {
            var page = await store.ReadHistoryAsync(last.Number, (int)Math.Min(Page, version - last.Number), cancellation).ConfigureAwait(false);
            foreach (var item in page)
            {
                facts.Add(await ChangesAsync(store, item.Number, cancellation).ConfigureAwait(false));
                last = item;
            }

            if (page.Count == 0)
            {
                throw new StoreRefusedException($"The log of the store lacks version {last.Number + 1}: it was changed by hand. Restore the store from a copy.");
            }
        }

        return last;
    }

    /// <summary>What differs from one version to another, be it later or earlier; null where the store has one of them not.</summary>
    /// <param name="store">The store.</param>
    /// <param name="from">The number of the version that is changed, at least 0.</param>
    /// <param name="to">The number of the version that it becomes, at least 0.</param>
    /// <param name="limit">The most changes to list.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StoreRefusedException">The log lacks a version.</exception>
    public static async Task<GraphDifference?> DifferenceAsync(IGraphStore store, long from, long to, int limit, CancellationToken cancellation)
    {
        var current = await store.ReadVersionAsync(cancellation).ConfigureAwait(false);
        if (Math.Min(from, to) < 0 || Math.Max(from, to) > current.Number)
        {
            return null;
        }

        var (before, after) = (await AtAsync(store, from, cancellation).ConfigureAwait(false), await AtAsync(store, to, cancellation).ConfigureAwait(false));
        return GraphDifference.Of(before, GraphDiff.Between(before, after, "difference", after.Version.Provenance, cancellation), limit);
    }

    private static async Task<GraphSnapshot> AtAsync(IGraphStore store, long version, CancellationToken cancellation)
    {
        var facts = new Replay(GraphSnapshot.Empty);
        return facts.Build(await ReplayAsync(store, facts, version, cancellation).ConfigureAwait(false));
    }
}
