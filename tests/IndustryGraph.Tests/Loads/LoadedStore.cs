using IndustryGraph.Loads;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage.Sqlite;
using IndustryGraph.Tests.Bundles;
using IndustryGraph.Tests.Storage.Sqlite;
using Xunit;

namespace IndustryGraph.Tests.Loads;

/// <summary>A store in a file, gone after the test, and what loads into it.</summary>
internal sealed class LoadedStore : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();

    private LoadedStore(SqliteStore store, TemporaryFolder folder) => (Store, this.folder) = (store, folder);

    public SqliteStore Store { get; }

    public GraphLoader Loader => new(Store, TimeProvider.System);

    public string At(string name) => folder.At(name);

    public static async Task<LoadedStore> OpenAsync()
    {
        var folder = new TemporaryFolder();
        return new LoadedStore(await SqliteTestStore.OpenAsync(folder.At("graph.db")), folder);
    }

    /// <summary>A store that holds the bundle.</summary>
    public static async Task<LoadedStore> WithAsync(TemporaryBundle bundle)
    {
        var store = await OpenAsync();
        var report = await store.LoadAsync(bundle);
        Assert.Equal(LoadOutcome.Loaded, report.Outcome);
        return store;
    }

    public Task<LoadReport> LoadAsync(TemporaryBundle bundle, Func<LoadRequest, LoadRequest>? with = null) =>
        LoadAsync(bundle.Folder, with);

    public Task<LoadReport> LoadAsync(string path, Func<LoadRequest, LoadRequest>? with = null)
    {
        var request = new LoadRequest { Path = path, Who = "tester", Message = "a test" };
        return Loader.LoadAsync(with?.Invoke(request) ?? request, null, null, CancellationToken.None);
    }

    public Task<GraphSnapshot> ReadAsync() => SqliteTestStore.ReadAsync(Store);

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        folder.Dispose();
    }
}
