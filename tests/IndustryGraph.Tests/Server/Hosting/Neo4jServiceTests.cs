using System.Net;
using System.Text.Json.Nodes;
using IndustryGraph.Loads.Keys;
using IndustryGraph.Model;
using IndustryGraph.Tests.Bundles;
using IndustryGraph.Tests.Server.Loads;
using IndustryGraph.Tests.Storage.Neo4j;
using Xunit;

namespace IndustryGraph.Tests.Server.Hosting;

/// <summary>The real program on the real Neo4j.</summary>
[Collection(Neo4jOutageTests.Name)]
public sealed class Neo4jServiceTests(Neo4jOutageServers servers, SeededService onSqlite)
{
    private const int Products = 4_000;

    private const string Everything = "{ graph { entities { kind count } links { kind count } } industries(group: \"group:future-nine\") { nodes { id name technologies { totalCount nodes { id } } suppliers { edges { link { id citations { source { id } evidence locator } } } } } } upstream(of: \"industry:new-energy-vehicles\") { complete levels { level count } } search(text: \"量子\") { hits { name entity { id } } } }";

    private static int Kills => Sweeps.AreOn ? 100 : 1;

    [Fact]
    public async Task Two_services_that_start_at_the_same_moment_seed_an_empty_server_once_and_answer_as_on_SQLite()
    {
        var neo4j = await servers.RunningAsync();
        await neo4j.Options.EmptyAsync();
        using var home = new TemporaryFolder();
        await using var first = ServiceProcess.Start(home.Path, SettingsOf(neo4j));
        await using var second = ServiceProcess.Start(home.Path, [.. SettingsOf(neo4j), "--Graph:Reads=Store"]);
        await Task.WhenAll(first.ReadyAsync(), second.ReadyAsync());

        var seeded = new[] { first, second }.Count(service => service.Output.Contains("Loaded from the seed: 4877 entities", StringComparison.Ordinal));
        Assert.Equal(1, seeded);
        var expected = (await (await onSqlite.ReadyAsync()).AskAsync(Everything))["data"];
        foreach (var service in new[] { first, second })
        {
            var answer = await service.AskAsync(Everything);
            Assert.True(JsonNode.DeepEquals(expected, answer["data"]), $"{answer}");
            Assert.Equal(1, (int)answer["extensions"]!["graph"]!["version"]!);
            Assert.Equal(0, await service.StopAsync());
        }
    }

    [Fact]
    public async Task A_server_that_goes_away_leaves_the_last_version_served_and_stale_until_it_is_back()
    {
        var neo4j = await servers.RunningAsync();
        using var home = new TemporaryFolder();
        await using var service = await ServiceProcess.StartReadyAsync(home.Path, [.. SettingsOf(neo4j), await SmallSeedAsync(home)]);
        Assert.False(await StaleAsync(service));

        await neo4j.KillAsync();
        await service.UntilAsync(() => StaleAsync(service));
        var answer = await service.AskAsync("{ entity(id: \"industry:metaverse\") { name } }");
        Assert.Equal("元宇宙", (string?)answer["data"]!["entity"]!["name"]);
        Assert.Equal(HttpStatusCode.OK, (await service.Client.GetAsync("/health/ready")).StatusCode);

        await servers.RestartAsync();
        await service.UntilAsync(async () => !await StaleAsync(service));
    }

    [Fact]
    public async Task A_server_that_is_not_there_yet_is_waited_for_live_but_not_ready()
    {
        var neo4j = await servers.RunningAsync();
        await neo4j.KillAsync();
        using var home = new TemporaryFolder();
        await using var service = ServiceProcess.Start(home.Path, [.. SettingsOf(neo4j), await SmallSeedAsync(home)]);
        await service.ListensAsync();
        await service.UntilAsync(() => Task.FromResult(service.Output.Contains("trying again", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.OK, (await service.Client.GetAsync("/health/live")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await service.Client.GetAsync("/health/ready")).StatusCode);
        Assert.Equal("NOT_READY", (string?)(await service.AskAsync("{ graph { version } }"))["errors"]![0]!["extensions"]!["code"]);

        await servers.RestartAsync();
        await service.ReadyAsync();
        Assert.Equal("元宇宙", (string?)(await service.AskAsync("{ entity(id: \"industry:metaverse\") { name } }"))["data"]!["entity"]!["name"]);
    }

    [Fact]
    public async Task A_wrong_password_is_said_at_once_and_not_tried_again()
    {
        var neo4j = await servers.StrictAsync();
        using var home = new TemporaryFolder();
        await using var service = ServiceProcess.Start(home.Path, [.. SettingsOf(neo4j), "--Neo4j:Password=a-wrong-word"]);

        Assert.Equal(4, await service.ExitCodeAsync());
        Assert.DoesNotContain("trying again", service.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("a-wrong-word", service.Output, StringComparison.Ordinal);
        Assert.Contains("the user or the password is wrong", service.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_none_ends_the_start()
    {
        using var home = new TemporaryFolder();
        await using var service = ServiceProcess.Start(home.Path, "--Graph:Store=Neo4j");

        Assert.Equal(2, await service.ExitCodeAsync());
        Assert.Contains("Neo4j:Url", service.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_load_has_a_process_of_its_own_and_where_that_is_killed_it_is_done_or_has_failed_and_loads_again()
    {
        var neo4j = await servers.RunningAsync();
        using var home = new TemporaryFolder();
        await using var service = await ServiceProcess.StartReadyAsync(home.Path, [.. SettingsOf(neo4j), await SmallSeedAsync(home), KeyIn(home, out var key)]);
        var client = new LoadClient(service, key);
        using var bundle = LargeBundle();
        var random = new Random();
        for (var i = 0; i < Kills; i++)
        {
            bundle.Replace("entities/products.csv", $"产品{i},", $"产品{i} 又,");
            var before = await VersionAsync(service);
            var load = await client.StartAsync(bundle);
            var hadProcess = false;
            await service.UntilAsync(async () => (hadProcess = service.Children().Count > 0) || (await client.StatusAsync(load))["ended"] is not null);
            Assert.True(hadProcess);
            await Task.Delay(random.Next(i == 0 ? 6_000 : 3_000));
            service.KillChildren();

            var ended = await client.EndedAsync(load);
            var state = (string?)ended["state"];
            if (state == "FAILED")
            {
                Assert.Equal("INTERNAL_ERROR", (string?)ended["failure"]!["code"]);
            }
            else
            {
                Assert.Equal(("DONE", before + 1), (state, await VersionAsync(service)));
            }

            // A commit that was under way may arrive after the service looked.
            var stored = await StoredAsync(neo4j);
            Assert.Contains(stored, new[] { (before, before > 1 ? Products : 0), (before + 1, Products) });
            var again = await client.LoadAsync(bundle);
            var outcome = (string?)again["report"]?["outcome"];
            Assert.True(outcome == "NOTHING_TO_DO" || (state == "FAILED" && outcome == "LOADED"), $"{ended}\n{again}");
            Assert.Equal((before + 1, Products), await StoredAsync(neo4j));
            Assert.Equal($"产品{i} 又", (string?)(await service.AskAsync($$"""{ entity(id: "product:large-{{i}}") { name } }"""))["data"]!["entity"]!["name"]);
            TestContext.Current.TestOutputHelper?.WriteLine($"{state} at a kill: version {stored.Version - before}, then {outcome}");
        }
    }

    private static string KeyIn(TemporaryFolder home, out string key)
    {
        key = new KeyFile(home.At("keys.json")).Create("ann", KeyRole.Loader, DateTimeOffset.UnixEpoch)!;
        return $"--Keys:File={home.At("keys.json")}";
    }

    /// <summary>A bundle that a service loads by a process of its own: noise does not pack.</summary>
    private static TemporaryBundle LargeBundle()
    {
        var bundle = new TemporaryBundle();
        var noise = new byte[90];
        var random = new Random(1);
        bundle.Write("entities/products.csv", ["id,name_zh,definition_en,source,evidence", .. Enumerable.Range(0, Products).Select(i =>
        {
            random.NextBytes(noise);
            return $"product:large-{i},产品{i},{Convert.ToBase64String(noise)},source:plan,stated";
        })]);
        return bundle;
    }

    private static async Task<int> VersionAsync(ServiceProcess service) => (int)(await service.AskAsync("{ graph { version } }"))["data"]!["graph"]!["version"]!;

    private static async Task<(int Version, int Products)> StoredAsync(Neo4jProcess neo4j)
    {
        await using var store = await neo4j.Options.OpenAsync();
        var graph = await store.ReadAsync();
        return ((int)graph.Version.Number, graph.OfKind(EntityKind.Product).Length);
    }

    private static string[] SettingsOf(Neo4jProcess neo4j) =>
        ["--Graph:Store=Neo4j", $"--Neo4j:Url={neo4j.Url}", $"--Neo4j:User={neo4j.Options.User}", $"--Neo4j:Password={neo4j.Options.Password}"];

    /// <summary>The setting of a seed of one industry: a server that was just started takes half a minute for the whole one.</summary>
    private static async Task<string> SmallSeedAsync(TemporaryFolder home)
    {
        var seed = home.At("seed");
        Directory.CreateDirectory(Path.Combine(seed, "entities"));
        await File.WriteAllTextAsync(Path.Combine(seed, "sources.csv"), "id,name_zh\nsource:small,小\n");
        await File.WriteAllTextAsync(Path.Combine(seed, "entities", "industries.csv"), "id,name_zh,source,evidence\nindustry:metaverse,元宇宙,source:small,stated\n");
        return $"--Graph:Seed={seed}";
    }

    private static async Task<bool> StaleAsync(ServiceProcess service) =>
        (bool)(await service.AskAsync("{ graph { version } }"))["extensions"]!["graph"]!["stale"]!;
}
