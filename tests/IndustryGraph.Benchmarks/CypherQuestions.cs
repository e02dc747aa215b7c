using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace IndustryGraph.Benchmarks;

/// <summary>
/// Questions of a large graph, asked of the real service over HTTP and, in Cypher, of the Neo4j that it keeps the graph in: one after the
/// other on one connection each, by turns, and every answer is compared. A turn is a round of questions, so that each side finds its own data
/// in the caches, or one question, so that it finds the other's.
/// </summary>
internal sealed class CypherQuestions(HttpClient http, Uri service, Uri neo4j, int entities, int rounds, int warmUp)
{
    private const int Count = 101;

    private const string Shortest = """
        query ($from: ID!, $to: ID!) { paths(from: $from, to: $to, direction: OUT, maxHops: 6) { paths { length entities { id } } } }
        """;

    private const string CypherShortest = """
        MATCH p = shortestPath((a:Entity {id: $from})-[:INPUT_TO|PART_OF|ENABLES*..6]->(b:Entity {id: $to}))
        RETURN [n IN nodes(p) | n.id]
        """;

    private const string Upstream = """
        query ($of: ID!) { upstream(of: $of, maxHops: 3, limit: 1000) { complete entities { level entity { id } } } }
        """;

    // The shortest way to each, found breadth first: asking for every way and the least length of it takes Neo4j far longer.
    private const string CypherUpstream = """
        MATCH p = ANY SHORTEST (s:Entity)-[:INPUT_TO|PART_OF]->{1,3}(e:Entity {id: $of})
        WHERE s <> e
        RETURN s.id, length(p)
        """;

    public static async Task RunAsync(Arguments arguments)
    {
        var neo4j = arguments.Text("--neo4j") ?? throw new ArgumentException("--neo4j names an empty Neo4j server, such as http://127.0.0.1:7474.");
        var (entities, links) = (arguments.Number("--entities", 100_000), arguments.Number("--links", 500_000));
        var folder = Directory.CreateTempSubdirectory("industrygraph-cypher-").FullName;
        try
        {
            LargeGraph.WriteBundle(entities, links, Path.Combine(folder, "bundle"));
            var (server, url) = await PinnedProcess.ServeAsync(
                "0", folder, "dotnet", Path.Combine(AppContext.BaseDirectory, "IndustryGraph.Server.dll"), "--urls=http://127.0.0.1:0",
                "--Graph:Store=Neo4j", $"--Neo4j:Url={neo4j}", $"--Graph:Seed={Path.Combine(folder, "bundle")}");
            await using var running = server;
            using var http = new HttpClient { Timeout = TimeSpan.FromMinutes(2) };
            while (!(await http.GetAsync(new Uri(url, "/health/ready"))).IsSuccessStatusCode)
            {
                await Task.Delay(500);
            }

            Console.WriteLine("| question | questions a turn | questions x rounds | ours, ms | Cypher, ms | Cypher / ours | ratios of the rounds |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
            var questions = new CypherQuestions(
                http, new Uri(url, "/graphql"), new Uri(new Uri(neo4j), "/db/neo4j/query/v2"), entities,
                arguments.Rounds(5), arguments.Number("--warm-up", 20));
            await questions.PathsAsync();
            await questions.UpstreamAsync();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private Task PathsAsync() => CompareAsync(
        "shortest path of at most 6 links",
        random => new JsonObject { ["from"] = Id(random), ["to"] = Id(random) },
        Shortest, answer => answer["paths"]!["paths"]!.AsArray() is { Count: > 0 } paths && (int)paths[0]!["length"]! > 0 ? [$"{paths[0]!["length"]}"] : [],
        CypherShortest, rows => [.. rows.Select(row => $"{row![0]!.AsArray().Count - 1}")]);

    private Task UpstreamAsync() => CompareAsync(
        "3 hops upstream",
        random => new JsonObject { ["of"] = Id(random) },
        Upstream, answer => (bool)answer["upstream"]!["complete"]!
            ? [.. answer["upstream"]!["entities"]!.AsArray().Select(item => $"{item!["entity"]!["id"]} {item["level"]}")] : [],
        CypherUpstream, rows => [.. rows.Select(row => $"{row![0]} {row[1]}")]);

    /// <summary>Only questions that have an answer, whole within the service's limits, count.</summary>
    private async Task CompareAsync(
        string name, Func<SplitMix64, JsonObject> variables,
        string query, Func<JsonNode, string[]> read, string statement, Func<JsonArray, string[]> readRows)
    {
        var random = new SplitMix64(11);
        var asked = new List<(JsonObject Variables, string[] Answer)>();
        while (asked.Count < Count)
        {
            var drawn = variables(random);
            if (read((await OursAsync(query, drawn)).Answer) is { Length: > 0 } answer)
            {
                asked.Add((drawn, answer));
            }
        }

        // Both compile while they are asked, so that the first rounds are not counted.
        for (var round = 0; round < warmUp; round++)
        {
            await RoundAsync(turn: Count);
        }

        foreach (var turn in new[] { Count, 1 })
        {
            var measured = new List<(List<double> Ours, List<double> Peer)>();
            for (var round = 0; round < rounds; round++)
            {
                measured.Add(await RoundAsync(turn));
            }

            var (ours, peer) = (Comparison.Median(measured.SelectMany(round => round.Ours)), Comparison.Median(measured.SelectMany(round => round.Peer)));
            var ratios = measured.Select(round => Comparison.Median(round.Peer) / Comparison.Median(round.Ours)).ToList();
            Console.WriteLine(FormattableString.Invariant(
                $"| {name} | {turn} | {Count} x {rounds} | {ours:0.00} | {peer:0.00} | {peer / ours:0.0} | {ratios.Min():0.0} - {ratios.Max():0.0} |"));
        }

        // So many questions are asked of one side and then of the other.
        async Task<(List<double> Ours, List<double> Peer)> RoundAsync(int turn)
        {
            var (ours, peer) = (new List<double>(), new List<double>());
            foreach (var part in asked.Chunk(turn))
            {
                foreach (var (drawn, answer) in part)
                {
                    var (given, taken) = await OursAsync(query, drawn);
                    Same(name, drawn, answer, read(given));
                    ours.Add(taken);
                }

                foreach (var (drawn, answer) in part)
                {
                    var (rows, taken) = await CypherAsync(statement, drawn);
                    Same(name, drawn, answer.Order(), readRows(rows).Order());
                    peer.Add(taken);
                }
            }

            return (ours, peer);
        }
    }

    private static void Same(string name, JsonObject asked, IEnumerable<string> answer, IEnumerable<string> other)
    {
        if (!other.SequenceEqual(answer))
        {
            throw new InvalidOperationException($"{name}, {asked.ToJsonString()}: {string.Join(", ", answer)} at first, now or by Neo4j {string.Join(", ", other)}.");
        }
    }

    private async Task<(JsonNode Answer, double Milliseconds)> OursAsync(string query, JsonObject variables)
    {
        var (answer, taken) = await PostAsync(service, new { query, variables });
        return answer["errors"] is null ? (answer["data"]!, taken) : throw new InvalidOperationException(answer.ToJsonString());
    }

    private async Task<(JsonArray Rows, double Milliseconds)> CypherAsync(string statement, JsonObject variables)
    {
        var (answer, taken) = await PostAsync(neo4j, new { statement, parameters = variables, accessMode = "READ" });
        return answer["errors"] is null ? (answer["data"]!["values"]!.AsArray(), taken) : throw new InvalidOperationException(answer.ToJsonString());
    }

    private async Task<(JsonNode Answer, double Milliseconds)> PostAsync(Uri url, object body)
    {
        using var content = JsonContent.Create(body);
        var started = Stopwatch.GetTimestamp();
        using var response = await http.PostAsync(url, content);
        var text = await response.Content.ReadAsStringAsync();
        var taken = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        return (JsonNode.Parse(text)!, taken);
    }

    private string Id(SplitMix64 random) => $"product:p{random.Below(entities):0000000}";
}
