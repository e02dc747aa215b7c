using IndustryGraph.Changes;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;

namespace IndustryGraph.Loads;

/// <summary>Earlier versions of the graph, from the log of a store.</summary>
public static class GraphHistory
{
    /// <summary>The change set that made a version, which the store must have.</summary>
    /// <exception cref="StoreRefusedException">The log lacks it.</exception>
    public static async Task<ChangeSet> ChangesAsync(IGraphStore store, long version, CancellationToken cancellation) =>
        await store.ReadChangesAsync(version, cancellation).ConfigureAwait(false)
            ?? throw new StoreRefusedException($"The log of the store lacks version {version}: it was changed by hand. Restore the store from a copy.");

    /// <summary>
    /// Finds what facts were at a version: goes back through the log from it until each was met. Where one of them was not there yet,
    /// that is to the first version.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="facts">Which facts, and what is found of them.</param>
    /// <param name="version">The number of the version; at 0 there was nothing.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StoreRefusedException">The log lacks a version.</exception>
    public static async Task GoBackAsync(IGraphStore store, Replay facts, long version, CancellationToken cancellation)
    {
        for (var number = version; number > 0 && !facts.IsSettled; number--)
        {
            facts.AddEarlier(await ChangesAsync(store, number, cancellation).ConfigureAwait(false));
        }
    }

    /// <summary>What differs from one version to another, be it later or earlier; null where the store has one of them not.</summary>
    /// <remarks>The log is read between the two versions, and back from the earlier one as far as <see cref="GoBackAsync"/> needs it: of the graph, only what differs is held.</remarks>
    /// <param name="store">The store.</param>
    /// <param name="from">The number of the version that is changed, at least 0.</param>
    /// <param name="to">The number of the version that it becomes, at least 0.</param>
    /// <param name="limit">The most changes to list.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StoreRefusedException">The log lacks a version.</exception>
    public static async Task<GraphDifference?> DifferenceAsync(IGraphStore store, long from, long to, int limit, CancellationToken cancellation)
    {
        var current = await store.ReadVersionAsync(cancellation).ConfigureAwait(false);
        var (first, last) = (Math.Min(from, to), Math.Max(from, to));
        if (first < 0 || last > current.Number)
        {
            return null;
        }

        var later = new Replay(GraphSnapshot.Empty);
        for (var number = first + 1; number <= last; number++)
        {
            later.Add(await ChangesAsync(store, number, cancellation).ConfigureAwait(false));
        }

        var made = new ChangeSet("", current.Provenance)
        {
            PutEntities = [.. later.PutEntities],
            RemovedEntities = [.. later.RemovedEntities],
            PutLinks = [.. later.PutLinks],
            RemovedLinks = [.. later.RemovedLinks],
        };
        var earlier = new Replay(GraphSnapshot.Empty, made);
        await GoBackAsync(store, earlier, first, cancellation).ConfigureAwait(false);
        return from <= to ? GraphDifference.Of(earlier, made, limit) : GraphDifference.Of(later, TakenBack(made, earlier), limit);
    }

    private static ChangeSet TakenBack(ChangeSet made, Replay earlier) => made with
    {
        PutEntities = [.. earlier.PutEntities],
        RemovedEntities = [.. made.PutEntities.Select(entity => entity.Id).Concat(made.RemovedEntities).Where(id => earlier.Find(id) is null)],
        PutLinks = [.. earlier.PutLinks],
        RemovedLinks = [.. made.PutLinks.Select(link => link.Id).Concat(made.RemovedLinks).Where(id => earlier.Find(id) is null)],
    };
}
