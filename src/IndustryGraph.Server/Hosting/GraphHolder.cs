using System.Runtime.CompilerServices;
using IndustryGraph.Server.Reads;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Server.Hosting;

/// <summary>Holds what is served now: the one place that moves from a version to the next, in one step.</summary>
internal sealed class GraphHolder
{
    private volatile Func<IGraphReader>? reader;
    private volatile bool stale;
    private volatile TaskCompletionSource moved = Signal();

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
        Serve(() => ofSnapshot);
    }

    /// <summary>Serves the current version of a store from now on. To be said again each time that it has moved.</summary>
    public void Serve(StoreGraph graph) => Serve(graph.Reader);

    /// <summary>
    /// The version that is served, and then each time the newest that was not given yet. Nothing is kept for a follower that is
    /// slow or has gone.
    /// </summary>
    public async IAsyncEnumerable<ServedGraph> FollowAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        ServedGraph? given = null;
        while (true)
        {
            // Taken before the version is looked at, so that no move falls between the two.
            var next = moved.Task;
            if (Served is { } now && now.Reader.Version != given?.Reader.Version)
            {
                given = now;
                yield return now;
            }
            else
            {
                await next.WaitAsync(cancellation).ConfigureAwait(false);
            }
        }
    }

    private void Serve(Func<IGraphReader> next)
    {
        reader = next;
        Interlocked.Exchange(ref moved, Signal()).SetResult();
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
