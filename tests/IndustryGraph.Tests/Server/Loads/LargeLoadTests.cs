using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using IndustryGraph.Loads;
using IndustryGraph.Tests.Bundles;
using IndustryGraph.Tests.Storage.Sqlite;
using Xunit;

namespace IndustryGraph.Tests.Server.Loads;

/// <summary>Large loads, which the real program does by a process of their own: as they go, and where they are asked to end.</summary>
public sealed class LargeLoadTests : LargeLoads
{
    [Fact]
    public async Task The_process_of_a_load_gives_way_says_how_far_it_is_and_ends_with_it()
    {
        await using var service = await ServeAsync();
        var client = new LoadClient(service, Key);
        string load;
        using (HoldWriters())
        {
            load = await client.StartAsync(Bundle);
            await client.WritesAsync(load);
            var worker = Assert.Single(service.Children());
            Assert.All(Directory.EnumerateDirectories($"/proc/{worker}/task"), thread => Assert.Equal("10", NiceOf(thread)));
            Assert.Equal(0, await VersionAsync(service));
        }

        var ended = await client.EndedAsync(load);
        Assert.Equal(("DONE", "LOADED", "ann"), ((string?)ended["state"], (string?)ended["report"]!["outcome"], (string?)ended["report"]!["version"]!["provenance"]!["who"]));
        Assert.Equal(1, await VersionAsync(service));
        Assert.Empty(service.Children());
        Assert.Equal("NOTHING_TO_DO", (string?)(await client.LoadAsync(Bundle))["report"]!["outcome"]);
    }

    [Fact]
    public async Task A_replacing_load_with_bad_rows_does_what_it_does_without_a_process_of_its_own()
    {
        await using var service = await ServeAsync();
        var client = new LoadClient(service, Key);
        Assert.Equal("LOADED", (string?)(await client.LoadAsync(Bundle))["report"]!["outcome"]);
        Bundle.Append("entities/products.csv", "product:bad,,,nowhere,stated");
        Bundle.Replace(TemporaryBundle.Industries, "industry:cars,,Cars,,,,,source:plan,,curated,\n", "");
        Bundle.Replace(TemporaryBundle.Inputs, "industry:steel,industry:cars,,,,,,,,,,source:plan,,curated,\n", "");
        const string Query = "?mode=replace&scope=Industry,INPUT_TO&skipBadRows=true&confirmRemovals=2&dryRun=true";
        var apart = await client.LoadAsync(Bundle, Query);

        await using var store = await SqliteTestStore.OpenAsync(Home.At("graph.db"));
        var request = new LoadRequest
        {
            Path = Bundle.Folder, Who = "ann", Message = "Load over HTTP", Mode = LoadMode.Replace, Scope = LoadScope.Parse("Industry,INPUT_TO", out _),
            SkipBadRows = true, ConfirmRemovals = 2, DryRun = true,
        };
        var here = JsonNode.Parse(LoadReportJson.Write(await new GraphLoader(store, TimeProvider.System).LoadAsync(request, null, null, CancellationToken.None)));
        Assert.Equal(2, (int)here!["removals"]!);
        Assert.True(JsonNode.DeepEquals(here, apart["report"]), $"{here}\n{apart["report"]}");
        using var rejects = await client.SendAsync(HttpMethod.Get, $"/loads/{apart["id"]}/rejects.csv");
        Assert.Contains("nowhere", await rejects.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_load_that_is_cancelled_ends_with_nothing_changed()
    {
        await using var service = await ServeAsync();
        var client = new LoadClient(service, Key);
        using (HoldWriters())
        {
            var load = await client.StartAsync(Bundle);
            await client.WritesAsync(load);
            using (await client.SendAsync(HttpMethod.Delete, load))
            {
            }

            Assert.Equal("CANCELLED", (string?)(await client.EndedAsync(load))["state"]);
            Assert.Empty(service.Children());
        }

        Assert.Equal(0, await VersionAsync(service));
        Assert.Equal("LOADED", (string?)(await client.LoadAsync(Bundle))["report"]!["outcome"]);
    }

    [Fact]
    public async Task A_process_that_is_asked_to_end_fails_its_load_with_nothing_changed()
    {
        await using var service = await ServeAsync();
        var client = new LoadClient(service, Key);
        using (HoldWriters())
        {
            var load = await client.StartAsync(Bundle);
            await client.WritesAsync(load);
            using (Process.Start("kill", ["-TERM", Assert.Single(service.Children()).ToString(CultureInfo.InvariantCulture)]))
            {
            }

            var ended = await client.EndedAsync(load).WaitAsync(Soon);
            Assert.Equal(("FAILED", "INTERNAL_ERROR"), ((string?)ended["state"], (string?)ended["failure"]!["code"]));
            Assert.Contains("Somebody asked the process of the load to end.", service.Output, StringComparison.Ordinal);
        }

        Assert.Equal(0, await StoredVersionAsync());
        Assert.Equal("LOADED", (string?)(await client.LoadAsync(Bundle))["report"]!["outcome"]);
    }

    [Fact]
    public async Task A_service_that_is_stopped_ends_its_load_with_nothing_changed()
    {
        await using var service = await ServeAsync();
        var client = new LoadClient(service, Key);
        int worker;
        using (HoldWriters())
        {
            var load = await client.StartAsync(Bundle);
            await client.WritesAsync(load);
            worker = Assert.Single(service.Children());
            Assert.Equal(0, await service.StopAsync().WaitAsync(Soon));
        }

        Assert.False(Directory.Exists($"/proc/{worker}"));
        Assert.Equal(0, await StoredVersionAsync());
        Assert.Empty(Directory.EnumerateFileSystemEntries(Home.At("loads")));
    }

    [Fact]
    public async Task A_service_without_a_graph_in_memory_loads_small_bundles_so_too()
    {
        await using var service = await ServeAsync("--Graph:Reads=Store");
        var client = new LoadClient(service, Key);
        Bundle.Write("entities/products.csv", "id,name_zh,source,evidence", "product:one,一,source:plan,stated");
        using (HoldWriters())
        {
            var load = await client.StartAsync(Bundle);
            await client.WritesAsync(load);
            Assert.Single(service.Children());
        }

        await service.UntilAsync(async () => await VersionAsync(service) == 1);
    }

    // The nineteenth word; the second may hold blanks and ends in a bracket.
    private static string NiceOf(string thread) => File.ReadAllText(Path.Combine(thread, "stat")).Split(") ")[^1].Split(' ')[16];
}
