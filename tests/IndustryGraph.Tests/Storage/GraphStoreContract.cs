using IndustryGraph.Changes;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;
using IndustryGraph.Tests.Generators;
using Xunit;

namespace IndustryGraph.Tests.Storage;

/// <summary>
/// What every store must do. Each store has one class that inherits this; a test fails where one
/// is missing. Nothing here knows how a store keeps the graph.
/// </summary>
/// <typeparam name="TStore">The store.</typeparam>
public abstract partial class GraphStoreContract<TStore>
    where TStore : IGraphStore
{
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>How many random histories the properties try.</summary>
    protected virtual int Histories => Sweeps.AreOn ? 2_000 : 60;

    /// <summary>The clock that the stores of the test are to use.</summary>
    protected TimeProvider Clock { get; } = new TestClock();

    /// <summary>An open store without any data. What it held before is gone.</summary>
    protected abstract Task<IGraphStore> OpenEmptyAsync();

    /// <summary>Another open store on the data of the last <see cref="OpenEmptyAsync"/>, as another process would open it.</summary>
    protected abstract Task<IGraphStore> ReopenAsync();

    private static async Task<GraphSnapshot> ReadAsync(IGraphStore store)
    {
        var builder = new GraphSnapshotBuilder();
        var version = await store.ReadAllAsync(builder, None);
        var snapshot = builder.Build(version);
        Assert.Empty(builder.Problems);
        return snapshot;
    }

    /// <summary>Applies what must apply, and gives the graph that must be in the store then.</summary>
    private static async Task<GraphSnapshot> ApplyAsync(IGraphStore store, GraphSnapshot before, ChangeSet changes)
    {
        var outcome = await store.ApplyAsync(changes, before.Version.Number, None);
        Assert.Equal(ApplyResult.Applied, outcome.Result);
        Assert.Equal(before.Version.Number + 1, outcome.Version.Number);
        return RandomGraphs.After(before, changes, outcome.Version);
    }

    private async Task<(IGraphStore Store, GraphSnapshot Snapshot)> OpenWithGraphAsync(int seed = 1, GraphShape? shape = null)
    {
        var store = await OpenEmptyAsync();
        var changes = RandomGraphs.ChangeTo(GraphSnapshot.Empty, seed, shape ?? new(Entities: 120, Links: 600));
        return (store, await ApplyAsync(store, GraphSnapshot.Empty, changes));
    }
}
