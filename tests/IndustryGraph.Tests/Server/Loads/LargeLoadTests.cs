using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using IndustryGraph.Loads;
using IndustryGraph.Loads.Keys;
using IndustryGraph.Model;
using IndustryGraph.Tests.Bundles;
using IndustryGraph.Tests.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Xunit;

namespace IndustryGraph.Tests.Server.Loads;

/// <summary>Large loads, which the real program does by a process of their own: as it goes, and where one of the two is killed.</summary>
public sealed class LargeLoadTests : IDisposable
{
    private const int Products = 4_000;

    // A load that is not told to end waits longer for a store that another writes to.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private readonly TemporaryFolder home = new();
    private readonly TemporaryBundle bundle = new();
    private readonly string key;

    public LargeLoadTests()
    {
        key = new KeyFile(home.At("keys.json")).Create("ann", KeyRole.Loader, DateTimeOffset.UnixEpoch)!;

        // Noise does not pack: more than the bytes from which on a load has a process of its own.
        var random = new Random(1);
        bundle.Write("entities/products.csv",
            ["id,name_zh,definition_en,source,evidence", .. Enumerable.Range(0, Products).Select(i => $"product:p-{i},产品{i},{Noise(random)},source:plan,stated")]);
    }

    private static int Kills => Sweeps.AreOn ? 100 : 2;

    public void Dispose()
    {
        home.Dispose();
        bundle.Dispose();
    }

    [Fact]
    public async Task The_process_of_a_load_gives_way_says_how_far_it_is_and_ends_with_it()
    {
        await using var service = await ServeAsync();
        string load;
        using (HoldWriters())
        {
            load = await SendAsync(service);
            await service.UntilAsync(async () => (string?)(await StatusAsync(service, load))["phase"] == "WRITING");
            var worker = Assert.Single(service.Children());
            Assert.Equal(ProcessPriorityClass.BelowNormal, Process.GetProcessById(worker).PriorityClass);
            Assert.Equal(0, await VersionAsync(service));
        }

        var ended = await EndedAsync(service, load);
        Assert.Equal(("DONE", "LOADED", "ann"), ((string?)ended["state"], (string?)ended["report"]!["outcome"], (string?)ended["report"]!["version"]!["provenance"]!["who"]));
        Assert.Equal(1, await VersionAsync(service));
        Assert.Empty(service.Children());
        Assert.Equal("NOTHING_TO_DO", (string?)(await EndedAsync(service, await SendAsync(service)))["report"]!["outcome"]);
    }

    [Fact]
    public async Task A_replacing_load_with_bad_rows_does_what_it_does_without_a_process_of_its_own()
    {
        await using var service = await ServeAsync();
        Assert.Equal("LOADED", (string?)(await EndedAsync(service, await SendAsync(service)))["report"]!["outcome"]);
        bundle.Append("entities/products.csv", "product:bad,,,nowhere,stated");
        bundle.Replace(TemporaryBundle.Industries, "industry:cars,,Cars,,,,,source:plan,,curated,\n", "");
        bundle.Replace(TemporaryBundle.Inputs, "industry:steel,industry:cars,,,,,,,,,,source:plan,,curated,\n", "");
        const string Query = "?mode=replace&scope=Industry,INPUT_TO&skipBadRows=true&confirmRemovals=2&dryRun=true";
        var apart = await EndedAsync(service, await SendAsync(service, Query));

        await using var store = await SqliteTestStore.OpenAsync(home.At("graph.db"));
        var request = new LoadRequest
        {
            Path = bundle.Folder, Who = "ann", Message = "Load over HTTP", Mode = LoadMode.Replace, Scope = LoadScope.Parse("Industry,INPUT_TO", out _),
            SkipBadRows = true, ConfirmRemovals = 2, DryRun = true,
        };
        var here = JsonNode.Parse(LoadReportJson.Write(await new GraphLoader(store, TimeProvider.System).LoadAsync(request, null, null, CancellationToken.None)));
        Assert.Equal(2, (int)here!["removals"]!);
        Assert.True(JsonNode.DeepEquals(here, apart["report"]), $"{here}\n{apart["report"]}");
        using var rejects = await RequestAsync(service, HttpMethod.Get, $"/loads/{apart["id"]}/rejects.csv");
        Assert.Contains("nowhere", await rejects.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_load_that_is_cancelled_ends_with_nothing_changed()
    {
        await using var service = await ServeAsync();
        using (HoldWriters())
        {
            var load = await SendAsync(service);
            await service.UntilAsync(async () => (string?)(await StatusAsync(service, load))["phase"] == "WRITING");
            using (await RequestAsync(service, HttpMethod.Delete, load))
            {
            }

            Assert.Equal("CANCELLED", (string?)(await EndedAsync(service, load))["state"]);
            Assert.Empty(service.Children());
        }

        Assert.Equal(0, await VersionAsync(service));
        Assert.Equal("LOADED", (string?)(await EndedAsync(service, await SendAsync(service)))["report"]!["outcome"]);
    }

    [Fact]
    public async Task A_process_that_is_asked_to_end_fails_its_load_with_nothing_changed()
    {
        await using var service = await ServeAsync();
        using (HoldWriters())
        {
            var load = await SendAsync(service);
            await service.UntilAsync(async () => (string?)(await StatusAsync(service, load))["phase"] == "WRITING");
            using (Process.Start("kill", ["-TERM", Assert.Single(service.Children()).ToString(CultureInfo.InvariantCulture)]))
            {
            }

            var ended = await EndedAsync(service, load).WaitAsync(Soon);
            Assert.Equal(("FAILED", "INTERNAL_ERROR"), ((string?)ended["state"], (string?)ended["failure"]!["code"]));
            Assert.Contains("Somebody asked the process of the load to end.", service.Output, StringComparison.Ordinal);
        }

        Assert.Equal(0, await StoredVersionAsync());
        Assert.Equal("LOADED", (string?)(await EndedAsync(service, await SendAsync(service)))["report"]!["outcome"]);
    }

    [Fact]
    public async Task A_service_that_is_stopped_ends_its_load_with_nothing_changed()
    {
        await using var service = await ServeAsync();
        int worker;
        using (HoldWriters())
        {
            var load = await SendAsync(service);
            await service.UntilAsync(async () => (string?)(await StatusAsync(service, load))["phase"] == "WRITING");
            worker = Assert.Single(service.Children());
            Assert.Equal(0, await service.StopAsync().WaitAsync(Soon));
        }

        Assert.False(Directory.Exists($"/proc/{worker}"));
        Assert.Equal(0, await StoredVersionAsync());
        Assert.Empty(Directory.EnumerateFileSystemEntries(home.At("loads")));
    }

    [Fact]
    public async Task A_process_that_is_killed_leaves_the_old_version_and_a_failed_load_or_the_new_one_and_a_load_that_is_done()
    {
        var random = new Random();
        await using var service = await ServeAsync();
        var seen = new List<long>();
        for (var i = 0; i < Kills; i++)
        {
            bundle.Replace("entities/products.csv", $"产品{i},", $"产品{i} 又,");
            var before = await VersionAsync(service);
            var load = await SendAsync(service);
            await service.UntilAsync(async () => service.Children().Count > 0 || (await StatusAsync(service, load))["ended"] is not null);
            await Task.Delay(random.Next(1_500));
            foreach (var worker in service.Children())
            {
                Process.GetProcessById(worker).Kill();
            }

            var ended = await EndedAsync(service, load);
            var isKilled = (string?)ended["state"] == "FAILED";
            if (isKilled)
            {
                Assert.Equal("INTERNAL_ERROR", (string?)ended["failure"]!["code"]);
                Assert.Matches("Nothing was loaded|was not in the store right after", (string?)ended["failure"]!["message"]);
            }

            var stored = await StoredVersionAsync();
            Assert.Equal(isKilled ? 0 : 1, stored - before);
            seen.Add(stored - before);
            var again = await EndedAsync(service, await SendAsync(service));
            Assert.Equal(stored == before ? "LOADED" : "NOTHING_TO_DO", (string?)again["report"]!["outcome"]);
            Assert.Equal(before + 1, await VersionAsync(service));
        }

        Assert.Equal(["ok"], SqliteTestStore.Run(home.At("graph.db"), "PRAGMA integrity_check"));
        TestContext.Current.TestOutputHelper?.WriteLine($"Versions at the kill: {string.Join(' ', seen)}");
    }

    // Between its commit and its report a process has a few milliseconds: some tries come too late.
    [Fact]
    public async Task A_process_that_is_killed_after_its_commit_has_done_its_load()
    {
        await using var service = await ServeAsync();
        for (var i = 1; !service.Output.Contains("though its process did not say so", StringComparison.Ordinal); i++)
        {
            Assert.True(i <= 20, "No process was met between its commit and its report.");
            bundle.Replace("entities/products.csv", $"产品{i},", $"产品{i} 又,");
            string load;
            Process worker;
            using (HoldWriters())
            {
                load = await SendAsync(service);
                await service.UntilAsync(async () => (string?)(await StatusAsync(service, load))["phase"] == "WRITING");
                worker = Process.GetProcessById(Assert.Single(service.Children()));
            }

            using (worker)
            {
                KillAtVersion(worker, i);
            }

            var ended = await EndedAsync(service, load);
            Assert.Equal(("DONE", "LOADED", i), ((string?)ended["state"], (string?)ended["report"]?["outcome"], (int?)ended["report"]?["version"]?["number"]));
            Assert.Equal(i, await VersionAsync(service));
        }
    }

    [Fact]
    public async Task A_service_that_is_killed_takes_the_process_of_its_load_with_it()
    {
        await using (var service = await ServeAsync())
        {
            using var held = HoldWriters();
            var load = await SendAsync(service);
            await service.UntilAsync(async () => (string?)(await StatusAsync(service, load))["phase"] == "WRITING");
            using var process = Process.GetProcessById(Assert.Single(service.Children()));
            service.Kill();
            Assert.True(process.WaitForExit(Soon));
        }

        Assert.Equal(0, await StoredVersionAsync());
        await using var next = await ServeAsync();
        Assert.Equal("LOADED", (string?)(await EndedAsync(next, await SendAsync(next)))["report"]!["outcome"]);
    }

    [Fact]
    public async Task A_service_without_a_graph_in_memory_loads_small_bundles_so_too()
    {
        await using var service = await ServeAsync("--Graph:Reads=Store");
        bundle.Write("entities/products.csv", "id,name_zh,source,evidence", "product:one,一,source:plan,stated");
        using (HoldWriters())
        {
            var load = await SendAsync(service);
            await service.UntilAsync(async () => (string?)(await StatusAsync(service, load))["phase"] == "WRITING");
            Assert.Single(service.Children());
        }

        await service.UntilAsync(async () => await VersionAsync(service) == 1);
    }

    private static string Noise(Random random) => string.Concat(Enumerable.Range(0, 120).Select(_ => (char)('a' + random.Next(26))));

    private async Task<ServiceProcess> ServeAsync(params string[] settings) => await ServiceProcess.StartReadyAsync(home.Path,
        ["--Graph:Seed=", $"--Keys:File={home.At("keys.json")}", $"--Sqlite:Path={home.At("graph.db")}", $"--Loads:Folder={home.At("loads")}", .. settings]);

    /// <summary>Lets nobody write to the store until it is disposed of.</summary>
    private SqliteConnection HoldWriters()
    {
        var connection = new SqliteConnection($"Data Source={home.At("graph.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        command.ExecuteNonQuery();
        return connection;
    }

    // Looks without a pause: the moment is short.
    private void KillAtVersion(Process worker, long version)
    {
        using var connection = new SqliteConnection($"Data Source={home.At("graph.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM version";
        while ((long)command.ExecuteScalar()! < version && !worker.HasExited)
        {
        }

        worker.Kill();
    }

    private async Task<long> StoredVersionAsync()
    {
        await using var store = await SqliteTestStore.OpenAsync(home.At("graph.db"));
        var graph = await SqliteTestStore.ReadAsync(store);

        // All of a load is there, or nothing.
        Assert.Equal(graph.Version.Number == 0 ? 0 : Products, graph.OfKind(EntityKind.Product).Length);
        return graph.Version.Number;
    }

    private static async Task<long> VersionAsync(ServiceProcess service) => (long)(await service.AskAsync("{ graph { version } }"))["data"]!["graph"]!["version"]!;

    private async Task<string> SendAsync(ServiceProcess service, string query = "")
    {
        using var started = await RequestAsync(service, HttpMethod.Post, "/loads" + query, Archive.Zip(bundle));
        return started.Headers.Location?.ToString() ?? throw new InvalidOperationException(await started.Content.ReadAsStringAsync());
    }

    private async Task<JsonNode> StatusAsync(ServiceProcess service, string load)
    {
        using var asked = await RequestAsync(service, HttpMethod.Get, load);
        return JsonNode.Parse(await asked.Content.ReadAsStringAsync())!;
    }

    private async Task<JsonNode> EndedAsync(ServiceProcess service, string load)
    {
        JsonNode status = null!;
        await service.UntilAsync(async () => (status = await StatusAsync(service, load))["ended"] is not null);
        return status;
    }

    private async Task<HttpResponseMessage> RequestAsync(ServiceProcess service, HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return await service.Client.SendAsync(request);
    }
}
