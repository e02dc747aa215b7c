using IndustryGraph.Snapshots;
using IndustryGraph.Storage;

namespace IndustryGraph.Server.Reads;

/// <summary>A graph that is answered from its store: which version is current, and what was read of it.</summary>
internal sealed class StoreGraph(IGraphStore store)
{
    private volatile KeptAnswers? kept;

    /// <summary>The store.</summary>
    public IGraphStore Store => store;

    /// <summary>The current version as far as is known; null until it was read once.</summary>
    public GraphVersion? Version => kept?.Version;

    /// <summary>What answers one request.</summary>
    public IGraphReader Reader() => new StoreReader(this, kept ?? throw new InvalidOperationException("No version was read yet."));

    /// <summary>Asks the store for its version; answers of an older one are not given any more. True where it has moved.</summary>
    public async Task<bool> RefreshAsync(CancellationToken cancellation)
    {
        var version = await store.ReadVersionAsync(cancellation).ConfigureAwait(false);
        if (kept is { } now && now.Version.Number == version.Number && now.Version.ChangeSetId == version.ChangeSetId)
        {
            return false;
        }

        // Requests that still run hold the old answers, and start anew when they next read.
        kept = new KeptAnswers(version, kept is { } before ? before.NextPage : LinkScan.Page);
        return true;
    }
}
