using IndustryGraph.Bundles;
using IndustryGraph.Changes;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;

namespace IndustryGraph.Server.Hosting;

/// <summary>
/// Brings the seed into the store: what the seed adds, changes or removes against the seed that was loaded last. What others
/// have loaded since stays.
/// </summary>
internal sealed class SeedLoader(IGraphStore store)
{
    private const int HistoryPage = 1_000;

    /// <summary>Whether this very seed was the last one loaded.</summary>
    public async Task<bool> IsLoadedAsync(BundleContents seed, CancellationToken cancellation) =>
        (await LoadedSeedAsync(cancellation).ConfigureAwait(false)).Version.Provenance.ContentHash == seed.ContentHash;

    /// <summary>Loads the seed into the store that holds this snapshot, and gives the version after, and whether this call made it.</summary>
    /// <exception cref="SeedRefusedException">The seed has problems; the store is as it was.</exception>
    public async Task<(GraphSnapshot Current, bool Loaded)> LoadAsync(BundleContents seed, GraphSnapshot current, CancellationToken cancellation)
    {
        while (true)
        {
            var loaded = await LoadedSeedAsync(cancellation).ConfigureAwait(false);
            if (loaded.Version.Provenance.ContentHash == seed.ContentHash)
            {
                return (current, false);
            }

            var changes = Outstanding(loaded, seed, current);
            if (changes.IsEmpty)
            {
                return (current, false);
            }

            var (next, problems) = current.With(changes, current.Version);
            if (next is null)
            {
                throw new SeedRefusedException(problems.Count, [.. problems.Take(BundleContents.MaxProblems).Select(problem => problem.Message)]);
            }

            var outcome = await store.ApplyAsync(changes, current.Version.Number, cancellation).ConfigureAwait(false);
            if (outcome.Result != ApplyResult.Conflict && outcome.Version.Number == current.Version.Number + 1)
            {
                return (next.As(outcome.Version), outcome.Result == ApplyResult.Applied);
            }

            // Another service was faster: what is left to do is found anew.
            var builder = new GraphSnapshotBuilder();
            current = builder.Build(await store.ReadAllAsync(builder, cancellation).ConfigureAwait(false));
        }
    }

    private static ChangeSet Outstanding(GraphSnapshot loaded, BundleContents seed, GraphSnapshot current)
    {
        var id = $"seed-{seed.ContentHash[..16]}-{current.Version.Number}";
        var provenance = new Provenance("IndustryGraph", "Load graph-seed", Provenance.Seed, seed.ContentHash);
        var changes = GraphDiff.Between(loaded, seed.Graph!, id, provenance);
        return changes with
        {
            PutEntities = [.. changes.PutEntities.Where(entity => !entity.Equals(current.Find(entity.Id)))],
            RemovedEntities = [.. changes.RemovedEntities.Where(item => current.IndexOf(item) >= 0)],
            PutLinks = [.. changes.PutLinks.Where(link => !(current.IndexOf(link.Id) is var at and >= 0 && link.Equals(current.LinkAt(at))))],
            RemovedLinks = [.. changes.RemovedLinks.Where(item => current.IndexOf(item) >= 0)],
        };
    }

    // The seed as it was loaded last: the log's change sets that came from a seed, one over the other.
    private async Task<GraphSnapshot> LoadedSeedAsync(CancellationToken cancellation)
    {
        var facts = new Replay(GraphSnapshot.Empty);
        var last = GraphVersion.Empty;
        IReadOnlyList<GraphVersion> page;
        long after = 0;
        do
        {
            page = await store.ReadHistoryAsync(after, HistoryPage, cancellation).ConfigureAwait(false);
            foreach (var version in page.Where(version => version.Provenance.Origin == Provenance.Seed))
            {
                var changes = await store.ReadChangesAsync(version.Number, cancellation).ConfigureAwait(false)
                    ?? throw new StoreRefusedException($"The log of the store lacks version {version.Number}: it was changed by hand. Restore the store from a copy.");
                facts.Add(changes);
                last = version;
            }

            after = page.Count > 0 ? page[^1].Number : after;
        }
        while (page.Count == HistoryPage);

        return facts.Build(last);
    }
}
