using System.Text.Json.Nodes;
using IndustryGraph.Changes;
using IndustryGraph.Model;
using IndustryGraph.Server.GraphQL;
using IndustryGraph.Server.Reads;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage.Sqlite;
using IndustryGraph.Tests.Generators;
using IndustryGraph.Tests.Server.Reads;
using IndustryGraph.Tests.Storage;
using Xunit;

namespace IndustryGraph.Tests.Server.Schema;

/// <summary>What the graph was, and what became of it: from the log of a store, against the graphs that were current then.</summary>
public sealed class VersionTests : IAsyncLifetime
{
    private const int Versions = 12;

    private readonly TemporaryFolder folder = new();
    private readonly List<GraphSnapshot> then = [GraphSnapshot.Empty];
    private SqliteStore store = null!;
    private InProcessService service = null!;

    private GraphSnapshot Now => then[^1];

    public async ValueTask InitializeAsync()
    {
        store = new SqliteStore(new SqliteOptions { Path = folder.At("graph.db") }, new TestClock());
        await store.OpenAsync(CancellationToken.None);
        service = new InProcessService(options: new() { Limits = new() { Cost = 1_000_000 } }, store: store);
        for (var seed = 1; seed <= Versions; seed++)
        {
            var changes = seed == 1
                ? RandomGraphs.ChangeTo(Now, seed, new(Entities: 24, Links: 60)) : RandomGraphs.Change(Now, seed);
            var outcome = await store.ApplyAsync(changes, Now.Version.Number, CancellationToken.None);
            then.Add(RandomGraphs.After(Now, changes, outcome.Version));
        }
    }

    public async ValueTask DisposeAsync()
    {
        service.Dispose();
        await store.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Replay_of_every_version_equals_what_was_current_then()
    {
        using var history = new VersionHistory(store);
        var current = new SnapshotReader(Now);

        // Each twice and in a random order, so that some are made from an earlier one that is kept, and some are kept themselves.
        foreach (var number in Enumerable.Range(0, Versions + 1).SelectMany(number => new[] { number, number }).OrderBy(number => (number * 7919) % 13).ToList())
        {
            var reader = await history.AsOfAsync(number, current, "version", CancellationToken.None);
            SnapshotAssert.Same(then[number], await reader.WholeAsync(CancellationToken.None));
        }
    }

    [Fact]
    public async Task A_version_far_from_any_graph_that_is_kept_is_refused_and_reached_by_way_of_one_between()
    {
        var (near, far) = (Replayed(1, 6), Replayed(7, 11));
        Assert.True(far <= near, "The versions 7 to 11 must be within the limit.");
        using var history = new VersionHistory(store, mostReplayed: near);
        var current = new SnapshotReader(Now);

        var refusal = await Assert.ThrowsAsync<GraphQLProblem>(() => history.AsOfAsync(11, current, "version", CancellationToken.None));
        Assert.Same(ErrorCodes.LimitExceeded, refusal.Kind);
        Assert.Contains("between version 0 and it", refusal.Message, StringComparison.Ordinal);
        foreach (var number in new[] { 6, 11 })
        {
            var reader = await history.AsOfAsync(number, current, "version", CancellationToken.None);
            SnapshotAssert.Same(then[number], await reader.WholeAsync(CancellationToken.None));
        }

        long Replayed(int from, int to) => then[from..(to + 1)].Select(graph => graph.Version.Counts)
            .Sum(counts => (long)counts.EntitiesPut + counts.EntitiesRemoved + counts.LinksPut + counts.LinksRemoved);
    }

    [Fact]
    public async Task Requests_for_one_difference_share_it_and_one_that_has_gone_ends_its_own()
    {
        using var history = new VersionHistory(store);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => history.DifferenceAsync(then[2], Now, new CancellationToken(canceled: true)));
        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => history.DifferenceAsync(then[2], Now, CancellationToken.None))));

        Assert.All(made, difference => Assert.Same(made[0], difference));
        Assert.Throws<OperationCanceledException>(() => GraphDiff.Between(then[2], Now, "", Now.Version.Provenance, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Questions_as_of_a_version_get_the_answers_of_then()
    {
        for (var number = 1; number <= Versions; number++)
        {
            foreach (var question in RandomQuestions.About(then[number], number, 12))
            {
                var expected = await service.AskAsync(then[number], question);
                var inner = question.Contains("{ graph {", StringComparison.Ordinal) ? question["{ graph { ".Length..^" } }".Length]
                    : question[2..^2].Replace("entities(ids:", "entities: entitiesById(ids:", StringComparison.Ordinal);
                var given = await service.AskAsync(Now, $"{{ graph(version: {number}) {{ {inner} }} }}");
                var was = expected["data"]?["graph"] ?? expected["data"];
                Assert.True(JsonNode.DeepEquals(was, given["data"]?["graph"]), $"Version {number}: {question}\nthen {expected}\nas of then {given}");
                Assert.Equal(Codes(expected), Codes(given));
                Assert.Equal(Versions, (int)given["extensions"]!["graph"]!["version"]!);
            }
        }
    }

    [Fact]
    public async Task Fields_of_an_earlier_version_stand_beside_those_of_the_current_one()
    {
        var id = then[1].Entities.ToArray().First(entity => Now.Find(entity.Id) is { } now && !now.Equals(entity)).Id;
        const string Fields = "id names { zh en } validity { from to } citations { locator source { name } } links(first: 100) { totalCount nodes { name } }";
        var both = await service.FieldsAsync(Now, $"{{ now: entity(id: \"{id}\") {{ {Fields} }} was: entity(id: \"{id}\", version: 1) {{ {Fields} }} none: entity(id: \"{id}\", version: 0) {{ id }} }}");

        Assert.True(JsonNode.DeepEquals(await service.FieldAsync(Now, $"{{ entity(id: \"{id}\") {{ {Fields} }} }}"), both["now"]));
        Assert.True(JsonNode.DeepEquals(await service.FieldAsync(then[1], $"{{ entity(id: \"{id}\") {{ {Fields} }} }}"), both["was"]));
        Assert.False(JsonNode.DeepEquals(both["now"], both["was"]));
        Assert.Null(both["none"]);
    }

    [Fact]
    public async Task Versions_are_listed_newest_first_and_can_be_paged_both_ways()
    {
        const string Fields = "totalCount pageInfo { hasNextPage hasPreviousPage endCursor startCursor } nodes { number who message origin contentHash loadedAt counts { entitiesPut entitiesRemoved linksPut linksRemoved } }";
        var all = await service.FieldAsync(Now, $"{{ versions {{ {Fields} }} }}");
        Assert.Equal(Versions, (int)all["totalCount"]!);
        Assert.Equal(Enumerable.Range(1, Versions).Reverse(), Numbers(all));
        var newest = all["nodes"]![0]!;
        Assert.Equal(Now.Version.Provenance.Message, (string?)newest["message"]);
        Assert.Equal(Now.Version.Provenance.Who, (string?)newest["who"]);
        Assert.Equal(Now.Version.Provenance.Origin, (string?)newest["origin"]);
        Assert.Equal(Now.Version.LoadedAt.ToString("O"), (string?)newest["loadedAt"]);
        Assert.Equal(Now.Version.Counts.LinksPut, (int)newest["counts"]!["linksPut"]!);

        var page = await service.FieldAsync(Now, $"{{ versions(first: 5) {{ {Fields} }} }}");
        Assert.Equal([12, 11, 10, 9, 8], Numbers(page));
        var next = await service.FieldAsync(Now, $"{{ versions(first: 5, after: \"{page["pageInfo"]!["endCursor"]}\") {{ {Fields} }} }}");
        Assert.Equal([7, 6, 5, 4, 3], Numbers(next));
        Assert.True((bool)next["pageInfo"]!["hasNextPage"]!);
        var last = await service.FieldAsync(Now, $"{{ versions(last: 2) {{ {Fields} }} }}");
        Assert.Equal([2, 1], Numbers(last));
        Assert.False((bool)last["pageInfo"]!["hasNextPage"]!);

        // A request that is answered from an earlier version does not know the later ones.
        Assert.Equal([3, 2, 1], Numbers(await service.FieldAsync(then[3], $"{{ versions {{ {Fields} }} }}")));
        Assert.Equal([], Numbers(await service.FieldAsync(GraphSnapshot.Empty, $"{{ versions {{ {Fields} }} }}")));
        Assert.Equal(4, (int)(await service.FieldAsync(Now, "{ version(number: 4) { number } }"))["number"]!);
        Assert.Null((await service.AskAsync(Now, "{ version(number: 99) { number } }"))["data"]!["version"]);
    }

    [Theory]
    [InlineData(0, 12)]
    [InlineData(12, 0)]
    [InlineData(3, 9)]
    [InlineData(9, 4)]
    [InlineData(12, 12)]
    public async Task The_difference_of_two_versions_lists_what_comes_changes_and_goes(int from, int to)
    {
        var changes = new List<JsonNode>();
        string? cursor = null;
        JsonNode diff;
        do
        {
            diff = await service.FieldAsync(Now, $$"""
                { diff(from: {{from}}, to: {{to}}) { complete from { number } to { number } kinds { kind added changed removed }
                  changes(first: 7, after: {{(cursor is null ? "null" : $"\"{cursor}\"")}}) { totalCount pageInfo { hasNextPage endCursor }
                    nodes { type kind id fields { field old new } entity { id kind names { zh en } citations { source { id name } } } link { id kind from { id name } to { id name } } } } } }
                """);
            changes.AddRange(diff["changes"]!["nodes"]!.AsArray()!);
            cursor = (string?)diff["changes"]!["pageInfo"]!["endCursor"];
        }
        while ((bool)diff["changes"]!["pageInfo"]!["hasNextPage"]!);

        var (before, after) = (FactsOf(then[from]), FactsOf(then[to]));
        var expected = before.Keys.Union(after.Keys).Where(id => !Equals(before.GetValueOrDefault(id), after.GetValueOrDefault(id)))
            .ToDictionary(id => id, id => !before.ContainsKey(id) ? "ADDED" : after.ContainsKey(id) ? "CHANGED" : "REMOVED");
        Assert.Equal(expected.OrderBy(item => item.Key), changes.ToDictionary(item => (string)item["id"]!, item => (string)item["type"]!).OrderBy(item => item.Key));
        Assert.Equal((from, to), ((int)diff["from"]!["number"]!, (int)diff["to"]!["number"]!));
        Assert.True((bool)diff["complete"]!);
        foreach (var (type, name) in new[] { ("ADDED", "added"), ("CHANGED", "changed"), ("REMOVED", "removed") })
        {
            Assert.Equal(expected.Values.Count(item => item == type), diff["kinds"]!.AsArray().Sum(item => (int)item![name]!));
        }

        foreach (var change in changes)
        {
            var (id, type) = ((string)change["id"]!, (string)change["type"]!);
            Assert.Equal(type == "CHANGED", change["fields"]!.AsArray().Count > 0);
            var seen = type == "REMOVED" ? then[from] : then[to];
            var shown = change["entity"] ?? change["link"];
            Assert.Equal(id, (string?)shown!["id"]);
            if (change["link"] is { } link)
            {
                Assert.Equal(seen.Find(EntityId.Parse((string)link["to"]!["id"]!))!.Names.In(Language.Chinese), (string?)link["to"]!["name"]);
            }
        }
    }

    [Fact]
    public async Task Changes_of_a_type_or_a_kind_alone_can_be_asked_for()
    {
        var diff = await service.FieldAsync(Now, """
            { diff(from: 0, to: 12) { kinds { kind added }
              none: changes(types: [REMOVED]) { totalCount }
              sources: changes(kinds: ["Source"]) { totalCount nodes { kind } } } }
            """);

        Assert.Equal(0, (int)diff["none"]!["totalCount"]!);
        Assert.Equal(Now.OfKind(EntityKind.Source).Length, (int)diff["sources"]!["totalCount"]!);
        Assert.All(diff["sources"]!["nodes"]!.AsArray(), node => Assert.Equal("Source", (string?)node!["kind"]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(12)]
    public async Task Changes_since_a_version_make_a_copy_of_it_current(int since)
    {
        var copy = FactsOf(then[since]).Keys.ToHashSet();
        var put = new HashSet<string>();
        string? cursor = null;
        JsonNode changes;
        do
        {
            changes = await service.FieldAsync(Now, $$"""
                { changes(since: {{since}}) { since version { number } facts(first: 9, after: {{(cursor is null ? "null" : $"\"{cursor}\"")}}) {
                  pageInfo { hasNextPage endCursor } nodes { id removed entity { id name } link { id from { id } to { id } } } } } }
                """);
            foreach (var fact in changes["facts"]!["nodes"]!.AsArray())
            {
                var id = (string)fact!["id"]!;
                if ((bool)fact["removed"]!)
                {
                    copy.Remove(id);
                    Assert.Null(fact["entity"] ?? fact["link"]);
                }
                else
                {
                    copy.Add(id);
                    put.Add(id);
                    Assert.Equal(id, (string?)(fact["entity"] ?? fact["link"])!["id"]);
                }
            }

            cursor = (string?)changes["facts"]!["pageInfo"]!["endCursor"];
        }
        while ((bool)changes["facts"]!["pageInfo"]!["hasNextPage"]!);

        var (before, now) = (FactsOf(then[since]), FactsOf(Now));
        Assert.Equal(now.Keys.Order(StringComparer.Ordinal), copy.Order(StringComparer.Ordinal));
        Assert.All(now.Where(item => !item.Value.Equals(before.GetValueOrDefault(item.Key))), item => Assert.Contains(item.Key, put));
        Assert.Equal(Versions, (int)changes["version"]!["number"]!);
    }

    [Theory]
    [InlineData("{ graph(version: 13) { version } }", "NOT_FOUND")]
    [InlineData("{ graph(version: -1) { version } }", "NOT_FOUND")]
    [InlineData("{ entity(id: \"industry:nowhere\", version: 13) { id } }", "NOT_FOUND")]
    [InlineData("{ diff(from: 1, to: 13) { complete } }", "NOT_FOUND")]
    [InlineData("{ changes(since: 13) { since } }", "NOT_FOUND")]
    [InlineData("{ versions(first: 3, after: \"YXQ6OTk\") { totalCount } }", "CURSOR_GONE")]
    public async Task What_does_not_exist_is_refused(string query, string code) => Assert.Equal(code, await service.CodeAsync(Now, query));

    [Fact]
    public async Task An_earlier_version_is_dear_and_the_current_one_is_not()
    {
        using var usual = new InProcessService(store: store);
        Assert.InRange((double)(await usual.AskAsync(Now, "{ graph(version: 2) { version } }"))["extensions"]!["cost"]!["requested"]!, 12_000, 12_010);
        Assert.InRange((double)(await usual.AskAsync(Now, "{ graph { version } }"))["extensions"]!["cost"]!["requested"]!, 1, 10);
        Assert.Equal("COST_TOO_HIGH", await usual.CodeAsync(Now, "{ " + string.Join(' ', Enumerable.Range(1, 5).Select(i => $"v{i}: graph(version: {i}) {{ version }}")) + " }"));
    }

    [Fact]
    public async Task A_service_that_reads_from_its_store_tells_the_versions_and_changes_alone()
    {
        var graph = new StoreGraph(store);
        await graph.RefreshAsync(CancellationToken.None);

        foreach (var query in new[] { "{ versions { totalCount nodes { number message } } version(number: 3) { number } }", "{ changes(since: 3) { version { number } facts(first: 100) { totalCount nodes { id removed entity { name } link { id from { name } to { name } } } } } }" })
        {
            var (memory, read) = (await service.AskAsync(Now, query), await service.AskAsync(graph, query));
            Assert.Null(memory["errors"]);
            Assert.True(JsonNode.DeepEquals(memory, read), $"from memory {memory}\nfrom the store {read}");
        }

        Assert.Equal(Versions, (int)(await service.AskAsync(graph, "{ graph(version: 12) { version } }"))["data"]!["graph"]!["version"]!);
        foreach (var query in new[] { "{ graph(version: 3) { version } }", "{ entity(id: \"industry:nowhere\", version: 3) { id } }", "{ diff(from: 1, to: 2) { complete } }" })
        {
            Assert.Equal("WHOLE_GRAPH_NEEDED", (string?)(await service.AskAsync(graph, query))["errors"]![0]!["extensions"]!["code"]);
        }
    }

    private static IEnumerable<int> Numbers(JsonNode list) => list["nodes"]!.AsArray().Select(node => (int)node!["number"]!);

    private static IEnumerable<string?> Codes(JsonNode response) =>
        (response["errors"]?.AsArray() ?? []).Select(error => (string?)error!["extensions"]!["code"]);

    private static Dictionary<string, object> FactsOf(GraphSnapshot graph) =>
        graph.Entities.ToArray().Select(entity => (entity.Id.Value, (object)entity))
            .Concat(SnapshotAssert.Links(graph).Select(link => (link.Id.ToString(), (object)link)))
            .ToDictionary(item => item.Item1, item => item.Item2);
}
