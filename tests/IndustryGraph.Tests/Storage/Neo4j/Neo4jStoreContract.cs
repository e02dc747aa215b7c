using IndustryGraph.Storage;
using IndustryGraph.Storage.Neo4j;
using Xunit;

namespace IndustryGraph.Tests.Storage.Neo4j;

[Collection(Neo4jTests.Name)]
public sealed class Neo4jStoreContract(Neo4jServer server) : GraphStoreContract<Neo4jStore>
{
    protected override int Histories => Sweeps.AreOn ? 500 : 6;

    protected override async Task<IGraphStore> OpenEmptyAsync()
    {
        await server.EmptyDataAsync();
        return await ReopenAsync();
    }

    protected override async Task<IGraphStore> ReopenAsync()
    {
        var store = new Neo4jStore(server.Options, Clock);
        await store.OpenAsync(CancellationToken.None);
        return store;
    }
}
