using IndustryGraph.Storage;
using IndustryGraph.Storage.Sqlite;
using IndustryGraph.Tests.Storage;

namespace IndustryGraph.Tests.Server.Reads;

public sealed class SqliteReadModeTests : ReadModeContract, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private int files;

    public void Dispose() => folder.Dispose();

    protected override async Task<IGraphStore> OpenEmptyAsync()
    {
        var store = new SqliteStore(new SqliteOptions { Path = folder.At($"{files++}.db") }, new TestClock());
        await store.OpenAsync(CancellationToken.None);
        return store;
    }
}
