using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using IndustryGraph.Bundles;
using IndustryGraph.Changes;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;
using IndustryGraph.Storage.Neo4j;

namespace IndustryGraph.Benchmarks;

/// <summary>
/// The loading of a graph into an empty Neo4j by the store, beside the plainest way that there is: batches of rows by UNWIND, a
/// statement for each label and type, through the same endpoint, with the same properties, constraints and indexes.
/// </summary>
internal static class Neo4jLoad
{
    private const int Batch = 5_000;

    /// <summary>Runs it. A first load of each side is not counted.</summary>
    /// <param name="arguments">
    /// <c>--neo4j</c>: the HTTP address of an empty server without authentication, which is emptied again and again;
    /// <c>--server-pid</c>: its process on this machine, whose processor time then counts too; <c>--large</c>: a made graph of 100,000
    /// entities and 500,000 links, in place of graph-seed; <c>--rounds</c>: how often each side loads.
    /// </param>
    public static async Task RunAsync(Arguments arguments)
    {
        var url = new Uri(arguments.Text("--neo4j") ?? throw new ArgumentException("--neo4j names an empty Neo4j server, such as http://127.0.0.1:7474."));
        var (pid, rounds) = (arguments.Number("--server-pid", 0), arguments.Rounds(5));
        var serverPid = pid > 0 ? pid : (int?)null;
        using var http = new HttpClient { BaseAddress = new Uri(url, "/db/neo4j/query/v2"), Timeout = TimeSpan.FromMinutes(10) };
        if (await CountAsync(http, "MATCH (n) RETURN count(n)") is var nodes and > 0)
        {
            throw new InvalidOperationException($"The database has {nodes} nodes, and this empties it. Name an empty one.");
        }

        var changes = arguments.Has("--large") ? Large() : Seed();
        Console.WriteLine(FormattableString.Invariant($"{changes.PutEntities.Count:N0} entities, {changes.PutLinks.Count:N0} links\n"));
        Console.WriteLine("| round | store, s | UNWIND, s | ratio | processor time, store, s | UNWIND, s | ratio |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        var measured = new List<(Cost Store, Cost Bare)>();
        for (var round = 0; round <= rounds; round++)
        {
            // By turns, so that neither is always the one after the other.
            var (store, bare) = (default(Cost), default(Cost));
            foreach (var isStore in round % 2 == 0 ? new[] { true, false } : [false, true])
            {
                await EmptyAsync(http);
                await using var opened = new Neo4jStore(new Neo4jOptions { Url = url }, TimeProvider.System);
                await opened.OpenAsync(CancellationToken.None);
                var cost = await MeasureAsync(serverPid, isStore
                    ? async () => Check((await opened.ApplyAsync(changes, 0, CancellationToken.None)).Result == ApplyResult.Applied)
                    : () => LoadBareAsync(http, changes));
                (store, bare) = isStore ? (cost, bare) : (store, cost);
                Check(await CountAsync(http, "MATCH (e:Entity) RETURN count(e)") == changes.PutEntities.Count);
                Check(await CountAsync(http, "MATCH (:Entity)-[l]->(:Entity) RETURN count(l)") == changes.PutLinks.Count);
            }

            Console.WriteLine(Row(round == 0 ? "first, not counted" : round.ToString(CultureInfo.InvariantCulture), store, bare));
            if (round > 0)
            {
                measured.Add((store, bare));
            }
        }

        Console.WriteLine(Row(
            "median",
            new Cost(Median(measured.Select(item => item.Store.Wall)), Median(measured.Select(item => item.Store.Processor))),
            new Cost(Median(measured.Select(item => item.Bare.Wall)), Median(measured.Select(item => item.Bare.Processor)))));
        await EmptyAsync(http);
    }

    private static ChangeSet Seed()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !Directory.Exists(Path.Combine(folder.FullName, "graph-seed")))
        {
            folder = folder.Parent;
        }

        var seed = BundleReader.Read(
            Path.Combine(folder?.FullName ?? throw new InvalidOperationException("There is no graph-seed in a folder above."), "graph-seed"), CancellationToken.None);
        return GraphDiff.Between(GraphSnapshot.Empty, seed.Graph!, "seed", new("benchmark", "Load graph-seed", Provenance.Seed, seed.ContentHash));
    }

    private static ChangeSet Large()
    {
        var source = new Entity(
            EntityId.Parse("source:generated"), EntityKind.Source, new Names("生成", "Generated"),
            Citations.Of(new Citation(EntityId.Parse("source:generated"), Evidence.Derived)));
        return new ChangeSet("large", new("benchmark", "Load a generated graph", "generated"))
        {
            PutEntities = [source, .. LargeGraph.Entities(100_000)],
            PutLinks = [.. LargeGraph.Links(100_000, 500_000, seed: 1)],
        };
    }

    private static async Task LoadBareAsync(HttpClient http, ChangeSet changes)
    {
        foreach (var kind in changes.PutEntities.GroupBy(entity => entity.Kind))
        {
            foreach (var rows in kind.Chunk(Batch))
            {
                await RunAsync(http, $"UNWIND $rows AS row CREATE (e:Entity:{kind.Key.Code()}) SET e = row", rows.Select(entity => Neo4jRows.Of(entity)));
            }
        }

        foreach (var kind in changes.PutLinks.GroupBy(link => link.Kind))
        {
            foreach (var rows in kind.Chunk(Batch))
            {
                await RunAsync(
                    http,
                    "UNWIND $rows AS row MATCH (a:Entity {id: row.from}) MATCH (b:Entity {id: row.to}) "
                    + $"CREATE (a)-[l:{kind.Key.Code()}]->(b) SET l = row.properties",
                    rows.Select(link => new { from = link.From.Value, to = link.To.Value, properties = Neo4jRows.Of(link) }));
            }
        }
    }

    private static async Task EmptyAsync(HttpClient http) =>
        await RunAsync(http, "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS", Array.Empty<object>());

    private static async Task<long> CountAsync(HttpClient http, string statement) =>
        (await RunAsync(http, statement, Array.Empty<object>())).GetProperty("data").GetProperty("values")[0][0].GetInt64();

    private static async Task<JsonElement> RunAsync<T>(HttpClient http, string statement, IEnumerable<T> rows)
    {
        using var response = await http.PostAsJsonAsync((Uri?)null, new { statement, parameters = new { rows } });
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        return answer.TryGetProperty("errors", out var errors) ? throw new InvalidOperationException($"{errors}") : answer;
    }

    private static async Task<Cost> MeasureAsync(int? serverPid, Func<Task> work)
    {
        using var server = serverPid is { } pid ? Process.GetProcessById(pid) : null;
        using var client = Process.GetCurrentProcess();
        var (before, start) = (Processor(), Stopwatch.GetTimestamp());
        await work();
        return new Cost(Stopwatch.GetElapsedTime(start).TotalSeconds, Processor() - before);

        double Processor()
        {
            client.Refresh();
            server?.Refresh();
            return (client.TotalProcessorTime + (server?.TotalProcessorTime ?? TimeSpan.Zero)).TotalSeconds;
        }
    }

    private static string Row(string name, Cost store, Cost bare) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {store.Wall:0.00} | {bare.Wall:0.00} | {store.Wall / bare.Wall:0.00} | {store.Processor:0.00} | {bare.Processor:0.00} | {store.Processor / bare.Processor:0.00} |");

    private static double Median(IEnumerable<double> values) => values.Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : 0;

    private static void Check(bool isSo)
    {
        if (!isSo)
        {
            throw new InvalidOperationException("The graph is not as it was to be loaded.");
        }
    }

    private readonly record struct Cost(double Wall, double Processor);
}
