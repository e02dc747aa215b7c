using IndustryGraph.Bundles;
using IndustryGraph.Changes;
using IndustryGraph.Server.Reads;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;
using IndustryGraph.Storage.Neo4j;
using IndustryGraph.Tests.Storage;
using IndustryGraph.Tests.Storage.Neo4j;
using Xunit;

namespace IndustryGraph.Tests.Server.Reads;

[Collection(Neo4jTests.Name)]
public sealed class Neo4jReadModeTests(Neo4jServer server) : ReadModeContract
{
    // One takes many times as long as on SQLite.
    protected override int Sequences => Sweeps.AreOn ? base.Sequences : 150;

    [Theory]
    [InlineData("one level", "{ entity(id: \"industry:quantum-information\") { name } }", 1)]
    [InlineData("many entities of one level", "{ entities(ids: [\"industry:metaverse\", \"industry:biomanufacturing\", \"tech:artificial-intelligence\"]) { name } }", 1)]
    [InlineData("several fields of one level", "{ entity(id: \"industry:quantum-information\") { ... on Industry { technologies { totalCount nodes { name } } products { nodes { name } } suppliers { nodes { name } } groups { nodes { name } } } } }", 2)]
    [InlineData("three levels", "{ entity(id: \"industry:new-energy-vehicles\") { ... on Industry { products(first: 20) { nodes { name suppliers(first: 5) { nodes { name citations { source { name } } } } } } } } }", 4)]
    [InlineData("a search", "{ search(text: \"量子\") { hits { name entity { id } } } }", 1)]
    [InlineData("a shortest path of two links", "{ paths(from: \"industry:quantum-information\", to: \"industry:agriculture\") { paths { length } } }", 1)]
    [InlineData("a shortest path of four links", "{ paths(from: \"industry:civil-aviation\", to: \"industry:brain-computer-interface\") { paths { length } } }", 2)]
    [InlineData("a shortest path of four links with names and evidence", "{ paths(from: \"industry:civil-aviation\", to: \"industry:brain-computer-interface\") { paths { weakestEvidence entities { name } steps { link { evidence } } } } }", 3)]
    [InlineData("every path of at most four links", "{ paths(from: \"industry:quantum-information\", to: \"industry:agriculture\", choose: ALL, maxHops: 4) { paths { length } } }", 2)]
    [InlineData("every path of at most six links", "{ paths(from: \"industry:quantum-information\", to: \"industry:agriculture\", choose: ALL) { paths { length } } }", 4)]
    [InlineData("three hops upstream", "{ upstream(of: \"industry:new-energy-vehicles\", maxHops: 3) { levels { count } } }", 3)]
    [InlineData("three hops upstream with names, links and the sources of these", "{ upstream(of: \"industry:new-energy-vehicles\", maxHops: 3) { entities { entity { name } step { link { citations { source { name } } } } } } }", 5)]
    public async Task A_level_of_a_query_costs_one_Cypher_statement(string what, string query, int statements)
    {
        await using var store = await SeededAsync();
        var graph = new StoreGraph(store);
        await graph.RefreshAsync(CancellationToken.None);
        var before = store.StatementsSent;
        var answer = await Service.AskAsync(graph, query);
        var first = store.StatementsSent - before;
        await Service.AskAsync(graph, query);

        Assert.True(answer["errors"] is null, $"{answer["errors"]}");
        Assert.True(first == statements, $"{what} took {first} statements, not {statements}.");
        if (!query.Contains("search", StringComparison.Ordinal) && !query.Contains("Hops", StringComparison.Ordinal) && !query.Contains("paths", StringComparison.Ordinal))
        {
            // What was read of a version is kept until the version changes.
            Assert.Equal(before + first, store.StatementsSent);
        }
    }

    protected override async Task<IGraphStore> OpenEmptyAsync()
    {
        await server.EmptyDataAsync();
        var store = new Neo4jStore(server.Options, new TestClock());
        await store.OpenAsync(CancellationToken.None);
        return store;
    }

    private async Task<Neo4jStore> SeededAsync()
    {
        var store = new Neo4jStore(server.Options, new TestClock());
        await store.OpenAsync(CancellationToken.None);
        var seed = BundleReader.Read(Repository.Path("graph-seed"), CancellationToken.None);
        if ((await store.ReadVersionAsync(CancellationToken.None)).Provenance.ContentHash != seed.ContentHash)
        {
            await server.EmptyDataAsync();
            await store.DisposeAsync();
            store = (Neo4jStore)await OpenEmptyAsync();
            var changes = GraphDiff.Between(GraphSnapshot.Empty, seed.Graph!, "seed", new("tests", "Load graph-seed", Provenance.Seed, seed.ContentHash));
            await store.ApplyAsync(changes, 0, CancellationToken.None);
        }

        return store;
    }
}
