using System.Diagnostics;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using IndustryGraph.Loads.Keys;

namespace IndustryGraph.Benchmarks;

/// <summary>
/// How long questions take while the service loads a large bundle over HTTP, beside how long they take without: asked at a steady rate,
/// whether or not those before are answered, so that what waits is counted as often as it waits. The load changes a name, by which every
/// answer tells which version it is from.
/// </summary>
internal sealed class LoadLatency(HttpClient http, Uri url, string key, int rate)
{
    private const string Marked = "industry:agriculture";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private static readonly string[] Questions =
    [
        """{ mark: entity(id: "industry:agriculture") { name(language: EN) } entity(id: "industry:new-energy-vehicles") { ... on Industry { name technologies(first: 10) { nodes { id name } } products(first: 10) { nodes { id name } } } } }""",
        """{ mark: entity(id: "industry:agriculture") { name(language: EN) } upstream(of: "industry:new-energy-vehicles", maxHops: 3, limit: 100) { entities { level entity { id name } } } }""",
        """{ mark: entity(id: "industry:agriculture") { name(language: EN) } paths(from: "industry:quantum-information", to: "industry:agriculture") { paths { length entities { id name } } } }""",
    ];

    public static async Task RunAsync(Arguments arguments)
    {
        var home = Directory.CreateTempSubdirectory("industrygraph-latency-").FullName;
        try
        {
            var (entities, links) = (arguments.Number("--entities", 100_000), arguments.Number("--links", 500_000));
            var bundle = Path.Combine(home, "bundle");
            LargeGraph.WriteBundle(entities, links, bundle);
            await File.WriteAllTextAsync(Path.Combine(bundle, "entities", "industries.csv"), $"id,name_zh,name_en,source,evidence\n{Marked},农业,Loaded,source:generated,derived\n");
            await ZipFile.CreateFromDirectoryAsync(bundle, Path.Combine(home, "bundle.zip"));
            Console.WriteLine(FormattableString.Invariant($"| {entities:N0} entities, {links:N0} links | questions | p50, ms | p99, ms | longest, ms |\n| --- | ---: | ---: | ---: | ---: |"));
            var ratios = new List<double>();
            var byCommand = arguments.Text("--by") switch
            {
                null => false,
                "command" => true,
                var other => throw new ArgumentException($"--by command, or nothing, not '{other}'."),
            };
            for (var round = 1; round <= arguments.Rounds(3); round++)
            {
                ratios.Add(await RoundAsync(Path.Combine(home, $"{round}"), Path.Combine(home, "bundle.zip"), round, arguments.Number("--rate", 100), arguments.Number("--seconds", 20), byCommand));
            }

            Console.WriteLine(FormattableString.Invariant($"\np99 during the load / without, by round: {string.Join(", ", ratios.Select(ratio => ratio.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture)))}"));
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    // A service of its own: the load is the first into it.
    private static async Task<double> RoundAsync(string home, string archive, int round, int rate, int seconds, bool byCommand)
    {
        Directory.CreateDirectory(home);
        var key = new KeyFile(Path.Combine(home, "keys.json")).Create("benchmark", KeyRole.Loader, DateTimeOffset.UtcNow)!;
        var (server, url) = await PinnedProcess.ServeAsync(
            "0,1", home, "dotnet", Path.Combine(AppContext.BaseDirectory, "IndustryGraph.Server.dll"), "--urls=http://127.0.0.1:0",
            $"--Sqlite:Path={Path.Combine(home, "graph.db")}", $"--Keys:File={Path.Combine(home, "keys.json")}", $"--Loads:Folder={Path.Combine(home, "loads")}");
        await using var running = server;
        using var http = new HttpClient { Timeout = Patience };
        http.DefaultRequestHeaders.Accept.ParseAdd("application/graphql-response+json");
        while (!(await http.GetAsync(new Uri(url, "/health/ready"))).IsSuccessStatusCode)
        {
            await Task.Delay(100);
        }

        var latency = new LoadLatency(http, url, key, rate);
        await latency.AskUntilAsync(Task.Delay(TimeSpan.FromSeconds(5)));
        var before = await latency.AskUntilAsync(Task.Delay(TimeSpan.FromSeconds(seconds)));
        Tell($"round {round}: without a load", before);
        var clock = Stopwatch.StartNew();
        var during = await latency.AskUntilAsync(byCommand ? latency.LoadByCommandAsync(archive, Path.Combine(home, "graph.db")) : latency.LoadAsync(archive));
        Tell(FormattableString.Invariant($"round {round}: during the load of {clock.Elapsed.TotalSeconds:0.0} s"), during);
        return At(during, 0.99) / At(before, 0.99);
    }

    private async Task LoadAsync(string archive)
    {
        await using var file = File.OpenRead(archive);
        using var content = new StreamContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/zip");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(url, "/loads")) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var started = await http.SendAsync(request);
        var place = started.Headers.Location ?? throw new InvalidOperationException(await started.Content.ReadAsStringAsync());
        while (true)
        {
            using var ask = new HttpRequestMessage(HttpMethod.Get, new Uri(url, place));
            ask.Headers.Authorization = request.Headers.Authorization;
            using var answer = await http.SendAsync(ask);
            var load = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            if (load["ended"] is not null)
            {
                _ = (string?)load["report"]?["outcome"] == "LOADED" ? 0 : throw new InvalidOperationException(load.ToJsonString());
                return;
            }

            await Task.Delay(500);
        }
    }

    // Into the store of the service, by a process of its own that gives way to others; done when the service answers from the new version.
    private async Task LoadByCommandAsync(string archive, string store)
    {
        await PinnedProcess.RunAsync(
            "0,1", Path.GetDirectoryName(store)!, "", "nice", "dotnet", Path.Combine(AppContext.BaseDirectory, "IndustryGraph.Cli.dll"),
            "load", archive, "--store", $"sqlite:{store}");
        while (true)
        {
            using var response = await http.PostAsJsonAsync(new Uri(url, "/graphql"), new { query = "{ graph { version } }" });
            if ((long)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["data"]!["graph"]!["version"]! > 1)
            {
                return;
            }

            await Task.Delay(100);
        }
    }

    private async Task<List<double>> AskUntilAsync(Task end)
    {
        var asked = new List<Task<double>>();
        var start = Stopwatch.GetTimestamp();
        while (!end.IsCompleted)
        {
            var due = start + (asked.Count * Stopwatch.Frequency / rate);
            while (Stopwatch.GetTimestamp() < due)
            {
                await Task.Delay(1);
            }

            asked.Add(AskAsync(Questions[asked.Count % Questions.Length]));
        }

        await end;
        return [.. (await Task.WhenAll(asked)).Order()];
    }

    private async Task<double> AskAsync(string question)
    {
        var sent = Stopwatch.GetTimestamp();
        using var response = await http.PostAsJsonAsync(new Uri(url, "/graphql"), new { query = question });
        var text = await response.Content.ReadAsStringAsync();
        var taken = Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
        var answer = JsonNode.Parse(text)!;
        if (answer["errors"] is not null || ((string?)answer["data"]!["mark"]!["name"] == "Loaded") != ((long)answer["extensions"]!["graph"]!["version"]! > 1))
        {
            throw new InvalidOperationException($"An answer failed, or mixes two versions: {text}");
        }

        return taken;
    }

    private static void Tell(string what, List<double> times) => Console.WriteLine(FormattableString.Invariant(
        $"| {what} | {times.Count:N0} | {At(times, 0.5):0.00} | {At(times, 0.99):0.00} | {times[^1]:0.0} |"));

    private static double At(List<double> times, double share) => times[Math.Min(times.Count - 1, (int)(times.Count * share))];
}
