using IndustryGraph.Model;
using IndustryGraph.Search;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;
using IndustryGraph.Storage.Neo4j;
using IndustryGraph.Storage.Sqlite;
using IndustryGraph.Tests.Generators;
using Xunit;

namespace IndustryGraph.Tests.Storage.Neo4j;

/// <summary>The same random histories and questions on both stores give the same answers.</summary>
[Collection(Neo4jTests.Name)]
public sealed class Neo4jAgreementTests(Neo4jServer server) : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task Both_stores_answer_the_same_where_change_sets_fit_one_transaction() =>
        AgreeAsync(new Neo4jLimits(), firstSeed: 0, sequences: Sweeps.AreOn ? 5_000 : 45);

    [Fact]
    public Task Both_stores_answer_the_same_where_change_sets_take_many_transactions() => AgreeAsync(
        new Neo4jLimits { RowsPerTransaction = 7, RowsPerStatement = 5, RowsPerPage = 6, PartSize = 700 }, firstSeed: 1_000_000, sequences: Sweeps.AreOn ? 5_000 : 15);

    private async Task AgreeAsync(Neo4jLimits limits, int firstSeed, int sequences)
    {
        var options = new Neo4jOptions
        {
            Url = server.Options.Url, User = server.Options.User, Password = server.Options.Password, Limits = limits,
        };
        await server.EmptyDataAsync();
        await using var neo4j = new Neo4jStore(options, TimeProvider.System);
        await neo4j.OpenAsync(None);
        for (var seed = firstSeed; seed < firstSeed + sequences; seed++)
        {
            await EmptyAsync();
            var path = _folder.At($"{seed}.db");
            await using (var sqlite = new SqliteStore(new SqliteOptions { Path = path }, TimeProvider.System))
            {
                await sqlite.OpenAsync(None);
                await AgreeAsync(sqlite, neo4j, seed);
            }

            File.Delete(path);
        }
    }

    private static async Task AgreeAsync(SqliteStore sqlite, Neo4jStore neo4j, int seed)
    {
        var random = new Random(seed);
        var snapshot = GraphSnapshot.Empty;
        foreach (var (changes, _) in RandomGraphs.History(seed, random.Next(1, 4), new(random.Next(4, 14), random.Next(25))))
        {
            var outcomes = await BothAsync(sqlite, neo4j, store => store.ApplyAsync(changes, snapshot.Version.Number, None));
            Assert.Equal((ApplyResult.Applied, ApplyResult.Applied), (outcomes.One.Result, outcomes.Other.Result));
            snapshot = RandomGraphs.After(snapshot, changes, outcomes.Other.Version);

            var level = new LevelQuery(Some(snapshot, random), [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => RandomLinks(snapshot, random))])
            {
                LinkIds = [.. Enumerable.Range(0, random.Next(3)).Select(_ => RandomLinks(snapshot, random))],
                LinksById = [.. SnapshotAssert.Links(snapshot).Where(_ => random.Next(3) == 0).Select(link => link.Id)],
            };
            await SameAsync(sqlite, neo4j, async store => Canonical(await store.ReadLevelAsync(level, None)), seed);
            switch (random.Next(7))
            {
                case 0:
                    var kind = EntityKinds.All[random.Next(EntityKinds.All.Count)];
                    var (after, limit) = (random.Next(2) == 0 ? (EntityId?)null : Some(snapshot, random)[0], random.Next(1, 5));
                    await SameAsync(sqlite, neo4j, async store => List(await store.ReadKindAsync(kind, after, limit, None)), seed);
                    break;
                case 1:
                    await SameAsync(sqlite, neo4j, async store => Canonical(await store.CountAsync(None)), seed);
                    break;
                case 2:
                    SnapshotAssert.Same(changes, await neo4j.ReadChangesAsync(snapshot.Version.Number, None));
                    Assert.Equal(snapshot.Version, (await neo4j.ReadHistoryAsync(0, 10, None))[^1]);
                    break;
                case 3:
                    var (before, size, most) = (random.Next(2) == 0 ? (EntityId?)null : Some(snapshot, random)[0], random.Next(1, 9), random.Next(1, 20));
                    await SameAsync(sqlite, neo4j, async store => Canonical(await store.ReadLinkIdsAsync(before, size, most, None)), seed);
                    break;
                default:
                    await SameNamesAsync(sqlite, neo4j, snapshot, random, seed);
                    break;
            }
        }

        var (one, other) = await BothAsync(sqlite, neo4j, ReadAsync);
        Assert.Equal(one.Entities.ToArray(), other.Entities.ToArray());
        Assert.Equal(SnapshotAssert.Links(one), SnapshotAssert.Links(other));
        SnapshotAssert.Same(snapshot, other);
    }

    private static async Task SameNamesAsync(SqliteStore sqlite, Neo4jStore neo4j, GraphSnapshot snapshot, Random random, int seed)
    {
        var text = RandomTexts.Name(random, 12);
        Assert.True(NameQuery.TryParse(text[..Math.Min(text.Length, random.Next(1, 30))], out var query, out _));
        var kinds = random.Next(3) == 0 ? EntityKinds.All.Where(_ => random.Next(2) == 0).ToArray() : [];
        await SameAsync(
            sqlite, neo4j,
            async store =>
            {
                var found = await store.FindNamesAsync(query, kinds, 1_000, None);
                Assert.False(found.Value.Cut);
                return NameSearch.Rank(query, found.Value.Entities, 1_000).Hits.Select(hit => $"{hit.Score} {hit.Entity.Id} {hit.Name}").ToArray();
            },
            seed);
        Assert.Equal(
            NameSearch.Of(snapshot).Search(query, kinds, 1_000).Total,
            NameSearch.Rank(query, (await neo4j.FindNamesAsync(query, kinds, 1_000, None)).Value.Entities, 1_000).Total);
    }

    private static async Task<GraphSnapshot> ReadAsync(IGraphStore store)
    {
        var builder = new GraphSnapshotBuilder();
        var snapshot = builder.Build(await store.ReadAllAsync(builder, None));
        Assert.Empty(builder.Problems);
        return snapshot;
    }

    private static async Task<(T One, T Other)> BothAsync<T>(IGraphStore one, IGraphStore other, Func<IGraphStore, Task<T>> ask)
    {
        var both = (ask(one), ask(other));
        return (await both.Item1, await both.Item2);
    }

    private static async Task SameAsync<T>(IGraphStore one, IGraphStore other, Func<IGraphStore, Task<T[]>> ask, int seed)
    {
        var (first, second) = await BothAsync(one, other, ask);
        Assert.True(first.SequenceEqual(second), $"seed {seed}: {string.Join("; ", first)} and {string.Join("; ", second)}");
    }

    private static object[] Canonical(AsOf<LevelAnswer> answer) =>
    [
        answer.Version,
        .. answer.Value.Entities.OrderBy(entity => entity.Id),
        .. answer.Value.Links.SelectMany((links, i) => links.OrderBy(link => link.Near).ThenBy(link => link.Link.Id).Select(link => (object)(i, link))),
        .. answer.Value.LinkIds.SelectMany((ids, i) => ids.OrderBy(item => item.Near).ThenBy(item => item.Link).Select(item => (object)(i, item))),
        .. answer.Value.LinksById.OrderBy(link => link.Id),
    ];

    private static object[] Canonical(AsOf<KindCounts> counts) =>
        [counts.Version, .. counts.Value.Entities.OrderBy(item => item.Key).Cast<object>(), .. counts.Value.Links.OrderBy(item => item.Key).Cast<object>()];

    private static object[] Canonical(AsOf<LinkIdPage?> answer) =>
        [answer.Version, .. answer.Value?.Entities.Cast<object>() ?? [], .. answer.Value?.Links.Order().Cast<object>() ?? ["too many"]];

    private static object[] List(AsOf<IReadOnlyList<Entity>> answer) => [answer.Version, .. answer.Value];

    private static EntityId[] Some(GraphSnapshot snapshot, Random random) =>
        [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => snapshot.EntityAt(random.Next(snapshot.EntityCount)).Id)];

    private static LinkQuery RandomLinks(GraphSnapshot snapshot, Random random) => new(
        Some(snapshot, random), (LinkDirection)random.Next(3),
        random.Next(2) == 0 ? LinkKinds.All : [.. LinkKinds.All.Where(_ => random.Next(3) == 0)], random.Next(2) == 0 ? random.Next(1, 4) : 1_000)
    {
        OtherKinds = random.Next(3) == 0 ? [.. EntityKinds.All.Where(_ => random.Next(3) == 0)] : [],
    };

    private async Task EmptyAsync()
    {
        await using var client = new Neo4jClient(server.Options);
        await client.RunAsync(
            "MATCH (n) WHERE NOT n:GraphState DETACH DELETE n WITH count(*) AS gone MATCH (s:GraphState) SET s.version = 0",
            null, Neo4jAccess.Write, default);
    }
}
