using IndustryGraph.Changes;
using IndustryGraph.Model;
using IndustryGraph.Search;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;
using IndustryGraph.Storage.Neo4j;
using IndustryGraph.Tests.Generators;
using Xunit;

namespace IndustryGraph.Tests.Storage.Neo4j;

/// <summary>A database of the store as the tests of faults look at it.</summary>
internal static class Neo4jDatabase
{
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>The options of a server with other limits, another address or shorter waits.</summary>
    public static Neo4jOptions With(this Neo4jOptions options, Neo4jLimits? limits = null, Uri? url = null, TimeSpan? requestTimeout = null) => new()
    {
        Url = url ?? options.Url,
        User = options.User,
        Password = options.Password,
        Limits = limits ?? options.Limits,
        RequestTimeout = requestTimeout ?? options.RequestTimeout,
        Retries = 3,
        RetryDelay = TimeSpan.FromMilliseconds(20),
    };

    public static async Task<Neo4jStore> OpenAsync(this Neo4jOptions options)
    {
        var store = new Neo4jStore(options, TimeProvider.System);
        await store.OpenAsync(None);
        return store;
    }

    /// <summary>Removes all data, then all constraints and indexes.</summary>
    public static async Task EmptyAsync(this Neo4jOptions options)
    {
        await options.EmptyDataAsync();
        await using var client = new Neo4jClient(options);
        foreach (var constraint in await client.RunAsync("SHOW CONSTRAINTS YIELD name", null, Neo4jAccess.Read, None))
        {
            await client.RunAsync($"DROP CONSTRAINT `{constraint.Get<string>("name")}`", null, Neo4jAccess.Write, None);
        }

        foreach (var index in await client.RunAsync("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP'", null, Neo4jAccess.Read, None))
        {
            await client.RunAsync($"DROP INDEX `{index.Get<string>("name")}`", null, Neo4jAccess.Write, None);
        }
    }

    /// <summary>Removes all data and leaves constraints and indexes, which take long to make.</summary>
    public static async Task EmptyDataAsync(this Neo4jOptions options)
    {
        await using var client = new Neo4jClient(options);
        await client.RunAsync("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS", null, Neo4jAccess.Write, None);
    }

    public static async Task<GraphSnapshot> ReadAsync(this IGraphStore store)
    {
        var builder = new GraphSnapshotBuilder();
        var version = await store.ReadAllAsync(builder, None);
        var snapshot = builder.Build(version);
        Assert.Empty(builder.Problems);
        return snapshot;
    }

    /// <summary>Every reader sees one of the two graphs, whole, by every question; which one may change from one question to the next.</summary>
    public static async Task AssertIsEitherAsync(this IGraphStore store, GraphSnapshot before, ChangeSet changes)
    {
        var version = await store.ReadVersionAsync(None);
        var after = RandomGraphs.After(before, changes, version);
        var read = await store.ReadAsync();
        var expected = Of(read.Version.Number);
        Assert.Equal(expected.Entities.ToArray(), read.Entities.ToArray());
        Assert.Equal(SnapshotAssert.Links(expected), SnapshotAssert.Links(read));

        var counts = await store.CountAsync(None);
        expected = Of(counts.Version);
        Assert.Equal((expected.EntityCount, expected.LinkCount), ((int)counts.Value.Entities.Values.Sum(), (int)counts.Value.Links.Values.Sum()));

        var ids = before.Entities.ToArray().Concat(changes.PutEntities).Select(entity => entity.Id).Distinct().ToArray();
        LinkQuery links = new(ids, LinkDirection.Out, LinkKinds.All, 10_000);
        LinkId[] some = [.. SnapshotAssert.Links(before).Select(link => link.Id).Concat(changes.PutLinks.Select(link => link.Id)).Distinct().Take(1_000)];
        var level = await store.ReadLevelAsync(new(ids, [links]) { LinkIds = [links], LinksById = some }, None);
        expected = Of(level.Version);
        Assert.Equal(SnapshotAssert.Links(expected).Select(link => link.Id), level.Value.LinkIds[0].Select(item => item.Link).Order());
        Assert.Equal(SnapshotAssert.Links(expected).Where(link => some.Contains(link.Id)), level.Value.LinksById.OrderBy(link => link.Id));
        Assert.Equal(expected.Entities.ToArray(), level.Value.Entities.OrderBy(entity => entity.Id));
        Assert.Equal(SnapshotAssert.Links(expected), level.Value.Links[0].Select(link => link.Link).OrderBy(link => link.Id));

        Assert.True(NameQuery.TryParse("battery", out var query, out _));
        var found = await store.FindNamesAsync(query, [], 10_000, None);
        Assert.Equal(
            NameSearch.Of(Of(found.Version)).Search(query, [], 1_000).Hits.Select(hit => (hit.Entity, hit.Name)),
            NameSearch.Rank(query, found.Value.Entities, 1_000).Hits.Select(hit => (hit.Entity, hit.Name)));

        GraphSnapshot Of(long number)
        {
            Assert.InRange(number, before.Version.Number, before.Version.Number + 1);
            return number == before.Version.Number ? before : after;
        }
    }

    /// <summary>The database holds one graph and its log, nothing twice and nothing left over.</summary>
    public static async Task AssertHoldsOnlyAsync(this Neo4jOptions options, GraphSnapshot snapshot)
    {
        await using var client = new Neo4jClient(options);
        Assert.Equal(("idle", snapshot.Version.Number), (await One<string>("MATCH (s:GraphState) RETURN s.phase AS x"), await One<long>("MATCH (s:GraphState) RETURN s.version AS x")));
        Assert.Equal(snapshot.EntityCount, await One<long>("MATCH (e:Entity) RETURN count(e) AS x"));
        Assert.Equal(snapshot.LinkCount, await One<long>("MATCH (:Entity)-[l]->(:Entity) RETURN count(l) AS x"));
        Assert.Equal(0, await One<long>("MATCH (n) WHERE n.staged IS NOT NULL OR n.staged_version IS NOT NULL RETURN count(n) AS x"));
        Assert.Equal(0, await One<long>("MATCH ()-[l]->() WHERE l.staged IS NOT NULL OR l.staged_version IS NOT NULL RETURN count(l) AS x"));
        Assert.Equal(snapshot.EntityCount, await One<long>("MATCH (k:NameKeys) RETURN count(k) AS x"));
        Assert.Equal(snapshot.EntityCount, await One<long>("MATCH (k:NameKeys) MATCH (e:Entity {id: k.entity}) RETURN count(DISTINCT e) AS x"));
        Assert.Equal(snapshot.Version.Number, await One<long>("MATCH (g:GraphVersion) RETURN count(g) AS x"));
        Assert.Equal(Math.Max(0, snapshot.Version.Number - 1), await One<long>("MATCH (a:GraphVersion)-[:NEXT]->(b:GraphVersion) WHERE b.number = a.number + 1 RETURN count(b) AS x"));
        Assert.Equal(0, await One<long>("MATCH (c:ChangeChunk) WHERE NOT EXISTS { MATCH (:GraphVersion {number: c.version}) } RETURN count(c) AS x"));

        async Task<T> One<T>(string statement) => (await client.RunAsync(statement, null, Neo4jAccess.Read, None))[0].Get<T>("x");
    }
}
