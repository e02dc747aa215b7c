using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using IndustryGraph.Loads.Keys;

namespace IndustryGraph.Benchmarks;

/// <summary>
/// The real service beside other GraphQL servers: one processor for the server that is asked, the other for the load tool and
/// Neo4j. Each pair is loaded by turns, and their answers are compared before.
/// </summary>
internal sealed class HttpPeers(string folder, int rounds, int seconds, int warmUp) : IAsyncDisposable
{
    private const string List = """
        { entitiesOfKind(kind: TECHNOLOGY, first: 50) { nodes { id name ... on Technology { enables(first: 20) { nodes { id name } } } } } }
        """;

    private const string Industry = """
        query ($id: ID!, $first: Int!) {
          entity(id: $id) { ... on Industry { id name technologies(first: $first) { nodes { id name } } products(first: $first) { nodes { id name } } } }
        }
        """;

    private const string PeerIndustry = """
        query ($id: ID!, $first: Int!) {
          industries(where: {id: {eq: $id}}) { id name technologies(limit: $first, sort: [{id: ASC}]) { id name } products(limit: $first, sort: [{id: ASC}]) { id name } }
        }
        """;

    private const string Suppliers = """
        query ($id: ID!) { upstream(of: $id, kinds: [INPUT_TO], maxHops: 3, limit: 1000) { entities { level entity { id name } } } }
        """;

    private const string PeerSuppliers = "query ($id: ID!) { suppliers(id: $id) { level id name } }";

    private const string Shortest = """
        query ($from: ID!, $to: ID!) { paths(from: $from, to: $to) { paths { length entities { id name } } } }
        """;

    private const string PeerShortest = "query ($from: ID!, $to: ID!) { shortest(from: $from, to: $to) { length entities { id name } } }";

    private const int Connections = 16;
    private const int Fresh = 600;

    // A round of so few questions takes a part of what others take.
    private const int ShortRounds = 4;

    private readonly HttpClient http = new();
    private readonly Dictionary<Uri, string> keys = [];

    public static async Task RunAsync(Arguments arguments)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "peers");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            await PinnedProcess.RunAsync("1", folder, "", "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
        }

        await using var peers = new HttpPeers(folder, arguments.Rounds(3), arguments.Number("--seconds", 5), arguments.Number("--warm-up", 10));
        Console.WriteLine("| question | ours, requests/s | peer, requests/s | ratio | ratios of the rounds | p99 ours / peer, ms |\n| --- | ---: | ---: | ---: | ---: | ---: |");
        await peers.AgainstApolloAsync();
        if (arguments.Text("--neo4j") is { } neo4j && arguments.Text("--bolt") is { } bolt)
        {
            await peers.AgainstNeo4jAsync(neo4j, bolt);
        }
    }

    public ValueTask DisposeAsync()
    {
        http.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task AgainstApolloAsync()
    {
        var (ours, url) = await ServiceAsync();
        await using var service = ours;
        var data = await AnswerAsync(url, new(List));
        var file = Path.Combine(folder, "data.json");
        await File.WriteAllTextAsync(file, data.ToJsonString());
        var (peer, its) = await PinnedProcess.ServeAsync("0", folder, "node", "apollo.mjs", file);
        await using var apollo = peer;
        Same(data, await AnswerAsync(its, new(List)));
        await CompareAsync("50 objects with a nested list, against Apollo Server", new(url, [new(List)]), new(its, [new(List)]));
    }

    private async Task AgainstNeo4jAsync(string neo4j, string bolt)
    {
        string[] store = ["--Graph:Store=Neo4j", $"--Neo4j:Url={neo4j}"];
        var (memory, inMemory) = await ServiceAsync(store);
        await using var first = memory;
        var (peer, its) = await PinnedProcess.ServeAsync("0", folder, "node", "neo4j.mjs", bolt);
        await using var second = peer;

        var industries = await IdsAsync(inMemory, "INDUSTRY");
        var things = (await IdsAsync(inMemory, "PRODUCT")).Concat(await IdsAsync(inMemory, "MATERIAL")).ToList();
        var random = new SplitMix64(5);
        var pairs = Enumerable.Range(0, Fresh).Select(_ => (From: things[random.Below(things.Count)], To: industries[random.Below(industries.Count)])).ToList();
        Question[] kinds =
        [
            new("an industry with its technologies and products", Industry, PeerIndustry,
                [.. from size in Enumerable.Range(1, 50) from id in industries select Variables(("id", id), ("first", size))], SameIndustry),
            new("the suppliers three hops up", Suppliers, PeerSuppliers,
                [.. things.Concat(industries).Select(id => Variables(("id", id)))], SameSuppliers),
            new("a shortest path", Shortest, PeerShortest, [.. pairs.Select(pair => Variables(("from", pair.From), ("to", pair.To)))], SameLength),
        ];
        foreach (var kind in kinds)
        {
            foreach (var variables in kind.Variables.Take(100))
            {
                kind.Same(await AnswerAsync(inMemory, new(kind.Ours, variables)), await AnswerAsync(its, new(kind.Peer, variables)));
            }

            var repeated = kind.Variables.TakeLast(42).ToList();
            await CompareAsync($"{kind.Name}, from memory", Load(inMemory, kind.Ours, repeated), Load(its, kind.Peer, repeated));
        }

        var (started, fromStore) = await ServiceAsync([.. store, "--Graph:Reads=Store"]);
        await using var reading = started;
        foreach (var kind in kinds)
        {
            await MeasureAsync($"{kind.Name}, from the store, each asked for the first time", ShortRounds * warmUp, () => FirstTimeAsync(kind));
            var repeated = kind.Variables.TakeLast(42).ToList();
            await CompareAsync($"{kind.Name}, from the store, asked again", Load(fromStore, kind.Ours, repeated), Load(its, kind.Peer, repeated));
        }

        // What is kept is of a version: with the next one all of it is forgotten.
        async Task<(Loaded, Loaded)> FirstTimeAsync(Question kind)
        {
            var fresh = kind.Variables.Take(Fresh).ToList();
            await ChangeVersionAsync(inMemory, fromStore);
            return (
                await LoadAsync(Load(fromStore, kind.Ours, fresh) with { Amount = fresh.Count }),
                await LoadAsync(Load(its, kind.Peer, fresh) with { Amount = fresh.Count }));
        }
    }

    // By the service that has the whole graph in memory, for one that reads the store takes no edits. Done when the other serves it.
    private async Task ChangeVersionAsync(Uri by, Uri followedBy)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, by)
        {
            Content = JsonContent.Create(new Asked(
                """
                mutation ($id: ID!) {
                  applyChanges(input: { message: "The next version", putEntities: [
                    { id: $id, kind: CONCEPT, nameEn: "Benchmark", citations: [{ source: "source:editorial", evidence: CURATED }] }
                  ] }) { version { number } }
                }
                """,
                Variables(("id", $"concept:benchmark-{Guid.NewGuid():n}"))), options: JsonSerializerOptions.Web),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", keys[by]) },
        };
        var answer = await (await http.SendAsync(request)).Content.ReadFromJsonAsync<JsonObject>();
        var version = answer!["data"]?["applyChanges"]?["version"]?["number"] ?? throw new InvalidOperationException(answer.ToJsonString());
        while ((long)(await AnswerAsync(followedBy, new("{ graph { version } }")))["graph"]!["version"]! < (long)version)
        {
            await Task.Delay(100);
        }
    }

    private Task CompareAsync(string name, Target ours, Target peer) =>
        MeasureAsync(name, warmUp, async () => (await LoadAsync(ours), await LoadAsync(peer)));

    // Both programs compile what they do often, while they do it: the first rounds are not counted.
    private async Task MeasureAsync(string name, int uncounted, Func<Task<(Loaded Ours, Loaded Peer)>> load)
    {
        for (var round = 0; round < uncounted; round++)
        {
            await load();
        }

        var measured = new List<(Loaded, Loaded)>();
        for (var round = 0; round < rounds; round++)
        {
            measured.Add(await load());
        }

        Print(name, measured);
    }

    private static void Print(string name, List<(Loaded Ours, Loaded Peer)> rounds)
    {
        var ratios = rounds.Select(round => round.Ours.Rate / round.Peer.Rate).ToList();
        var middle = rounds.OrderBy(round => round.Ours.Rate / round.Peer.Rate).ElementAt(rounds.Count / 2);
        Console.WriteLine(FormattableString.Invariant(
            $"| {name} | {middle.Ours.Rate:0} | {middle.Peer.Rate:0} | {Comparison.Median(ratios):0.0} | {ratios.Min():0.0} - {ratios.Max():0.0} | {middle.Ours.P99:0} / {middle.Peer.P99:0} |"));
    }

    private async Task<Loaded> LoadAsync(Target target)
    {
        var input = JsonSerializer.Serialize(
            new { url = target.Url, connections = Connections, seconds, amount = target.Amount, questions = target.Questions }, JsonSerializerOptions.Web);
        var result = JsonNode.Parse(await PinnedProcess.RunAsync("1", folder, input, "node", "load.mjs"))!;
        return (int)result["failures"]! == 0
            ? new((double)result["answers"]! / (double)result["seconds"]!, (double)result["p99"]!)
            : throw new InvalidOperationException($"{target.Url} failed under load: {result.ToJsonString()}");
    }

    private async Task<(PinnedProcess Server, Uri Url)> ServiceAsync(params string[] arguments)
    {
        var home = Directory.CreateTempSubdirectory().FullName;
        var keyFile = Path.Combine(home, "keys.json");
        var key = new KeyFile(keyFile).Create("benchmark", KeyRole.Loader, DateTimeOffset.UtcNow)!;
        var (server, url) = await PinnedProcess.ServeAsync(
            "0", home, "dotnet", [Path.Combine(AppContext.BaseDirectory, "IndustryGraph.Server.dll"), "--urls=http://127.0.0.1:0",
            $"--Sqlite:Path={Path.Combine(home, "graph.db")}", $"--Keys:File={keyFile}", .. arguments]);
        while (!(await http.GetAsync(new Uri(url, "/health/ready"))).IsSuccessStatusCode)
        {
            await Task.Delay(100);
        }

        url = new Uri(url, "/graphql");
        keys[url] = key;
        return (server, url);
    }

    private async Task<List<string>> IdsAsync(Uri url, string kind)
    {
        var ids = new List<string>();
        string? after = null;
        do
        {
            var page = (await AnswerAsync(url, new(
                $"query ($after: String) {{ entitiesOfKind(kind: {kind}, first: 100, after: $after) {{ nodes {{ id }} pageInfo {{ hasNextPage endCursor }} }} }}",
                Variables(("after", after)))))["entitiesOfKind"]!;
            ids.AddRange(page["nodes"]!.AsArray().Select(node => (string)node!["id"]!));
            after = (bool)page["pageInfo"]!["hasNextPage"]! ? (string)page["pageInfo"]!["endCursor"]! : null;
        }
        while (after is not null);
        return ids;
    }

    private async Task<JsonObject> AnswerAsync(Uri url, Asked asked)
    {
        var response = await http.PostAsJsonAsync(url, asked, JsonSerializerOptions.Web);
        var answer = await response.Content.ReadFromJsonAsync<JsonObject>();
        return answer!["errors"] is null ? answer["data"]!.AsObject() : throw new InvalidOperationException(answer.ToJsonString());
    }

    private static void SameIndustry(JsonObject ours, JsonObject peer)
    {
        var (mine, its) = (ours["entity"]!, peer["industries"]![0]!);
        foreach (var list in new[] { "technologies", "products" })
        {
            Same(mine[list]!["nodes"], its[list]);
        }
    }

    private static void SameSuppliers(JsonObject ours, JsonObject peer) => Same(
        Levels(ours["upstream"]!["entities"]!.AsArray().Select(item => ((int)item!["level"]!, (string)item["entity"]!["id"]!))),
        Levels(peer["suppliers"]!.AsArray().Select(item => ((int)item!["level"]!, (string)item["id"]!))));

    private static JsonArray Levels(IEnumerable<(int Level, string Id)> items) =>
        new([.. items.Order().Select(item => (JsonNode)$"{item.Level} {item.Id}")]);

    // There may be several shortest paths: the two need not take the same one.
    private static void SameLength(JsonObject ours, JsonObject peer) =>
        Same(ours["paths"]!["paths"]!.AsArray() is { Count: > 0 } paths ? paths[0]!["length"] : null, peer["shortest"]?["length"]);

    private static void Same(JsonNode? ours, JsonNode? peer)
    {
        if (!JsonNode.DeepEquals(ours, peer))
        {
            throw new InvalidOperationException($"We say {ours?.ToJsonString()}, the peer {peer?.ToJsonString()}.");
        }
    }

    private static Target Load(Uri url, string query, List<JsonObject> variables) => new(url, [.. variables.Select(item => new Asked(query, item))]);

    private static JsonObject Variables(params (string Name, JsonNode? Value)[] values) =>
        new(values.Select(value => KeyValuePair.Create(value.Name, value.Value)));

    private sealed record Asked(string Query, JsonObject? Variables = null);

    private sealed record Target(Uri Url, Asked[] Questions, int? Amount = null);

    private sealed record Loaded(double Rate, double P99);

    private sealed record Question(string Name, string Ours, string Peer, List<JsonObject> Variables, Action<JsonObject, JsonObject> Same);
}
