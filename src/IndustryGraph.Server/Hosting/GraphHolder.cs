using IndustryGraph.Server.Reads;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Server.Hosting;

/// <summary>Holds what is served now: the one place that moves from a version to the next, in one step.</summary>
internal sealed class GraphHolder
{
    private volatile Func<IGraphReader>? reader;
    private volatile bool stale;

    /// <summary>What a request that starts now is answered from, to its end; null until the first version is there.</summary>
    public ServedGraph? Served => reader is { } now ? new ServedGraph(now(), stale) : null;

    /// <summary>Whether the store may know a newer version than the one that is served.</summary>
    public bool Stale
    {
        get => stale;
        set => stale = value;
    }

    /// <summary>Serves a snapshot from now on.</summary>
    public void Serve(GraphSnapshot snapshot)
    {
        var ofSnapshot = new SnapshotReader(snapshot);
        reader = () => ofSnapshot;
    }

    /// <summary>Serves the current version of a store from now on.</summary>
    public void Serve(StoreGraph graph) => reader = graph.Reader;
}
