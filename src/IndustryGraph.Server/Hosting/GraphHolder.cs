using IndustryGraph.Server.Reads;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Server.Hosting;

/// <summary>Holds what is served now: the one place that moves from a version to the next, in one step.</summary>
internal sealed class GraphHolder
{
    private volatile ServedGraph? served;

    /// <summary>What requests are answered from; null until the first version is there.</summary>
    public ServedGraph? Served => served;

    /// <summary>The snapshot of the version that is served; null until there is one.</summary>
    public GraphSnapshot? Snapshot { get; private set; }

    /// <summary>Serves this version from now on. Requests that run go on with theirs.</summary>
    public void Advance(GraphSnapshot snapshot)
    {
        Snapshot = snapshot;
        served = new ServedGraph(new SnapshotReader(snapshot), Stale: false);
    }

    /// <summary>Says whether the store may know a newer version than the one that is served.</summary>
    public void MarkStale(bool stale)
    {
        if (served is { } now && now.Stale != stale)
        {
            served = now with { Stale = stale };
        }
    }
}
