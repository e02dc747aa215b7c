using IndustryGraph.Bundles;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Server.Hosting;

/// <summary>Lets whoever has written have the new version served at once, beside the service that follows the store: one after the other.</summary>
internal sealed class FollowerInTurn(IVersionFollower follower) : IVersionFollower, IDisposable
{
    private readonly SemaphoreSlim turn = new(1);

    /// <inheritdoc/>
    public async Task<(GraphVersion Version, bool Seeded)> StartAsync(BundleContents? seed, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await follower.StartAsync(seed, cancellation).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<GraphVersion?> CatchUpAsync(CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await follower.CatchUpAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();
}
