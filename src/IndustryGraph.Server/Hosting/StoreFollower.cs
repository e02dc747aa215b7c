using IndustryGraph.Bundles;
using IndustryGraph.Server.Reads;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;

namespace IndustryGraph.Server.Hosting;

/// <summary>Serves the store itself. Only a seed that is new to the store needs the whole graph in memory, while it is loaded.</summary>
internal sealed class StoreFollower(IGraphStore store, GraphHolder holder) : IVersionFollower
{
    private readonly StoreGraph graph = new(store);
    private GraphVersion? served;

    /// <inheritdoc/>
    public async Task<(GraphVersion Version, bool Seeded)> StartAsync(BundleContents? seed, CancellationToken cancellation)
    {
        var seeded = false;
        var loader = new SeedLoader(store);
        if (seed is not null && !await loader.IsLoadedAsync(seed, cancellation).ConfigureAwait(false))
        {
            var builder = new GraphSnapshotBuilder();
            var stored = await store.ReadAllAsync(builder, cancellation).ConfigureAwait(false);
            (_, seeded) = await loader.LoadAsync(seed, builder.Build(stored), cancellation).ConfigureAwait(false);
        }

        await graph.RefreshAsync(cancellation).ConfigureAwait(false);
        return (Serve(), seeded);
    }

    /// <inheritdoc/>
    public async Task<GraphVersion?> CatchUpAsync(CancellationToken cancellation)
    {
        await graph.RefreshAsync(cancellation).ConfigureAwait(false);

        // A request that met the newer version first has refreshed too, and told nobody.
        return graph.Version == served ? null : Serve();
    }

    private GraphVersion Serve()
    {
        served = graph.Version!;
        holder.Serve(graph);
        return served;
    }
}
