using IndustryGraph.Storage;

namespace IndustryGraph.Loads;

/// <summary>A load that is about to be stored, so that whoever does not hear what came of it can look.</summary>
/// <param name="ChangeSetId">The id of its change set.</param>
/// <param name="Report">Its report, without the version that it makes.</param>
public sealed record PlannedLoad(string ChangeSetId, LoadReport Report)
{
    /// <summary>The report with the version that it made; null where it is not in the store.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    /// <exception cref="StoreRefusedException">The store cannot be used as it is.</exception>
    public async Task<LoadReport?> FindAsync(IGraphStore store, CancellationToken cancellation)
    {
        // A load goes on top of the version that it was held against, or nowhere.
        var next = await store.ReadHistoryAsync(Report.Base.Number, 1, cancellation).ConfigureAwait(false);
        return next is [var version] && version.ChangeSetId == ChangeSetId ? Report with { Version = version } : null;
    }
}
