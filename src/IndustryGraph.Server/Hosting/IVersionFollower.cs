using IndustryGraph.Bundles;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Server.Hosting;

/// <summary>Serves the current version of the store: from a snapshot, or from the store itself.</summary>
internal interface IVersionFollower
{
    /// <summary>Brings the seed in and serves the version after. Safe to repeat.</summary>
    /// <returns>The version that is served, and whether the seed made it.</returns>
    Task<(GraphVersion Version, bool Seeded)> StartAsync(BundleContents? seed, CancellationToken cancellation);

    /// <summary>Serves the version that is current now; null where that is the one that is served already.</summary>
    Task<GraphVersion?> CatchUpAsync(CancellationToken cancellation);
}
