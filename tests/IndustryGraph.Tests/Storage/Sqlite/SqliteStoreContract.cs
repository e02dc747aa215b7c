using IndustryGraph.Storage;
using IndustryGraph.Storage.Sqlite;

namespace IndustryGraph.Tests.Storage.Sqlite;

public sealed class SqliteStoreContract : GraphStoreContract<SqliteStore>, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private int files;

    public void Dispose() => folder.Dispose();

    protected override Task<IGraphStore> OpenEmptyAsync()
    {
        files++;
        return ReopenAsync();
    }

    protected override async Task<IGraphStore> ReopenAsync()
    {
        var store = new SqliteStore(new SqliteOptions { Path = folder.At($"{files}.db") }, Clock);
        await store.OpenAsync(CancellationToken.None);
        return store;
    }
}
