using System.Text.Json.Nodes;
using IndustryGraph.Changes;
using IndustryGraph.Model;
using IndustryGraph.Server.Reads;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;
using IndustryGraph.Storage.Sqlite;
using IndustryGraph.Tests.Generators;
using IndustryGraph.Tests.Storage;
using Xunit;

namespace IndustryGraph.Tests.Server.Reads;

public sealed class SqliteReadModeTests : ReadModeContract, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private int files;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_level_of_more_entities_than_one_read_takes_is_read_in_parts()
    {
        // So many industries with so many suppliers each, of which there are more than a read may name.
        const int Industries = 11;
        const int Suppliers = 1_000;
        var source = EntityId.Parse("source:s");
        var citations = Citations.Of(new Citation(source, Evidence.Stated));
        var suppliers = Enumerable.Range(0, Industries * Suppliers).Select(i => EntityId.Parse($"product:p{i}")).ToArray();
        var changes = new ChangeSet("many", new("somebody", "many", "test"))
        {
            PutEntities =
            [
                new Entity(source, EntityKind.Source, new Names(null, "S"), citations),
                .. Enumerable.Range(0, Industries).Select(i => new Entity(EntityId.Parse($"industry:i{i}"), EntityKind.Industry, new Names(null, $"I{i}"), citations)),
                .. suppliers.Select(id => new Entity(id, EntityKind.Product, new Names(null, id.Value), citations)),
            ],
            PutLinks = [.. suppliers.Select((id, i) => new Link(new LinkId(id, LinkKind.InputTo, EntityId.Parse($"industry:i{i % Industries}"), null), citations))],
        };
        await using var store = await OpenEmptyAsync();
        var outcome = await store.ApplyAsync(changes, 0, CancellationToken.None);
        var graph = new StoreGraph(store);
        await graph.RefreshAsync(CancellationToken.None);
        var query = "{ " + string.Join(' ', Enumerable.Range(0, Industries).Select(i =>
            $"a{i}: upstream(of: \"industry:i{i}\", maxHops: 1, limit: {Suppliers}) {{ entities {{ entity {{ id name links(first: 1) {{ totalCount }} }} step {{ link {{ id evidence }} }} }} }}")) + " }";

        using var service = new InProcessService(options: new() { Limits = new() { Cost = 1_000_000 } });
        var given = await service.AskAsync(graph, query);

        Assert.True(JsonNode.DeepEquals(await service.AskAsync(RandomGraphs.After(GraphSnapshot.Empty, changes, outcome.Version), query), given));
        Assert.Equal(Suppliers, given["data"]!["a10"]!["entities"]!.AsArray().Count);
    }

    protected override async Task<IGraphStore> OpenEmptyAsync()
    {
        var store = new SqliteStore(new SqliteOptions { Path = folder.At($"{files++}.db") }, new TestClock());
        await store.OpenAsync(CancellationToken.None);
        return store;
    }
}
