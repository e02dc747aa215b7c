using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using IndustryGraph.Loads.Keys;
using IndustryGraph.Tests.Bundles;
using Xunit;

namespace IndustryGraph.Tests.Server.Loads;

/// <summary>What changes the graph over GraphQL.</summary>
public sealed class MutationTests : IAsyncLifetime
{
    private const string Report = "outcome base { number } version { number who message origin } problems { code place subject message } kinds { kind added changed removed } changes { type id fields { field old new } entity { id } link { id } } graph { version entities { kind count } }";
    private const string Apply = $"mutation ($input: ChangesInput!) {{ applyChanges(input: $input) {{ {Report} }} }}";

    private static readonly string[] NoLinks = ["industry:steel"];
    private static readonly string[] StillUsed = ["industry:steel", "industry:nowhere"];

    private GraphServer server = null!;
    private string key = "";

    public async ValueTask InitializeAsync()
    {
        server = await GraphServer.StartAsync();
        key = server.Key(KeyRole.Loader, "ann");
        using var bundle = new TemporaryBundle();
        using var started = await server.SendAsync(HttpMethod.Post, "/loads", key, Archive.Zip(bundle));
        await LoadsOverHttpTests.EndedAsync(server, started, key);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task Edits_make_a_version_that_is_served_at_once_and_can_be_taken_back()
    {
        var before = await server.AskAsync("{ entity(id: \"industry:cars\") { names { en zh } links { totalCount } } }");
        var input = new
        {
            message = "Name cars in Chinese, and what they take",
            expectVersion = 1,
            putEntities = new[] { new { id = "industry:cars", kind = "INDUSTRY", nameZh = "汽车", nameEn = "Cars", citations = Cited("source:plan") } },
            putLinks = new[] { new { id = "industry:energy|INPUT_TO|industry:cars", attributes = new[] { new { name = "coefficient", value = "0.125" } }, citations = Cited("source:table") } },
            removeLinks = new[] { "industry:steel|INPUT_TO|industry:cars" },
        };
        var edit = (await server.AskAsync(Apply, key, new { input }))["data"]!["applyChanges"]!;

        Assert.Equal("LOADED", (string?)edit["outcome"]);
        Assert.Equal(("ann", "edit", 2), ((string?)edit["version"]!["who"], (string?)edit["version"]!["origin"], (int)edit["version"]!["number"]!));
        Assert.Equal(2, (int)edit["graph"]!["version"]!);
        Assert.Equal(
            ["CHANGED industry:cars", "ADDED industry:energy|INPUT_TO|industry:cars", "REMOVED industry:steel|INPUT_TO|industry:cars"],
            edit["changes"]!.AsArray().Select(change => $"{change!["type"]} {change["id"]}"));
        Assert.All(edit["changes"]!.AsArray(), change => Assert.Equal((string?)change!["id"], (string?)(change["entity"] ?? change["link"])!["id"]));
        Assert.Equal(0.125, (double)(await server.AskAsync("{ entity(id: \"industry:cars\") { links { nodes { name } edges { link { coefficient } } } } }"))["data"]!["entity"]!["links"]!["edges"]![0]!["link"]!["coefficient"]!);

        var reverted = (await server.AskAsync($"mutation {{ revert(version: 2, message: \"Not so\", expectVersion: 2) {{ {Report} }} }}", key))["data"]!["revert"]!;
        Assert.Equal(("LOADED", 3), ((string?)reverted["outcome"], (int)reverted["version"]!["number"]!));
        Assert.True(JsonNode.DeepEquals(before["data"], (await server.AskAsync("{ entity(id: \"industry:cars\") { names { en zh } links { totalCount } } }"))["data"]));
    }

    [Fact]
    public async Task A_dry_run_says_what_the_edit_would_do_and_nothing_to_do_makes_no_version()
    {
        var put = new { id = "product:motor", kind = "PRODUCT", nameEn = "Motor", citations = Cited("source:plan") };
        var dry = await ApplyAsync(new { message = "Try", dryRun = true, putEntities = new[] { put } });
        Assert.Equal("DRY_RUN", (string?)dry["outcome"]);
        Assert.Equal(1, (int)dry["kinds"]![0]!["added"]!);
        Assert.Null(dry["version"]);
        Assert.Equal(1, await server.VersionAsync());

        var real = await ApplyAsync(new { message = "Do", putEntities = new[] { put } });
        Assert.True(JsonNode.DeepEquals(dry["kinds"], real["kinds"]));
        Assert.Equal("NOTHING_TO_DO", (string?)(await ApplyAsync(new { message = "Again", putEntities = new[] { put } }))["outcome"]);
        Assert.Equal("CONFLICT", (string?)(await ApplyAsync(new { message = "Late", expectVersion = 1, putEntities = new[] { put } }))["outcome"]);
        Assert.Equal(2, await server.VersionAsync());
    }

    [Fact]
    public async Task All_that_is_wrong_with_an_edit_is_told_with_its_place_and_nothing_is_changed()
    {
        var unreadable = await ApplyAsync(new
        {
            message = "Wrong",
            putEntities = new object[]
            {
                new { id = "Not an id", kind = "PRODUCT", nameEn = "A", citations = Cited("source:plan") },
                new { id = "product:b", kind = "PRODUCT", citations = Cited("source:plan") },
                new { id = "product:c", kind = "PRODUCT", nameEn = "C", validFrom = "soon", attributes = new[] { new { name = "colour", value = "red" } }, citations = Array.Empty<object>() },
                new { id = "product:c", kind = "PRODUCT", nameEn = "C", citations = new[] { new { source = "x", evidence = "STATED" } } },
            },
            removeLinks = NoLinks,
        });
        Assert.Equal(
            ["putEntities[0].id", "putEntities[1]", "putEntities[2].attributes[0].name", "putEntities[2].citations", "putEntities[2].validFrom", "putEntities[3].citations[0].source", "putEntities[3].id", "removeLinks[0]"],
            unreadable["problems"]!.AsArray().Select(problem => (string?)problem!["place"]).Order(StringComparer.Ordinal));

        var against = await ApplyAsync(new
        {
            message = "Against the rules",
            putEntities = new[] { new { id = "product:d", kind = "PRODUCT", nameEn = "D", citations = Cited("source:nowhere") } },
            removeEntities = StillUsed,
        });
        Assert.Equal("REFUSED", (string?)against["outcome"]);
        string[] codes = [.. against["problems"]!.AsArray().Select(problem => (string)problem!["code"]!).Distinct()];
        Assert.Contains("UNKNOWN_SOURCE", codes);
        Assert.Contains("NOTHING_TO_REMOVE", codes);
        Assert.Contains("DANGLING_END", codes);
        Assert.Equal(1, await server.VersionAsync());
    }

    [Fact]
    public async Task What_was_changed_again_since_stands_in_the_way_of_taking_back()
    {
        foreach (var name in new[] { "Automobiles", "Motor cars" })
        {
            await ApplyAsync(new { message = name, putEntities = new[] { new { id = "industry:cars", kind = "INDUSTRY", nameEn = name, citations = Cited("source:plan") } } });
        }

        var reverted = (await server.AskAsync($"mutation {{ revert(version: 2, message: \"Back\") {{ {Report} }} }}", key))["data"]!["revert"]!;
        Assert.Equal("REFUSED", (string?)reverted["outcome"]);
        Assert.Equal("CHANGED_SINCE", (string?)reverted["problems"]![0]!["code"]);
        Assert.Equal(3, await server.VersionAsync());
    }

    [Fact]
    public async Task A_small_bundle_loads_from_a_mutation_and_is_followed_to_its_end()
    {
        var started = (await server.AskAsync("""
            mutation { startLoad(message: "Two products", files: [{ path: "entities/products.csv", content: "id,name_en,source,evidence\nproduct:a,A,source:plan,stated\nproduct:b,B,source:plan,stated\n" }]) { id state who } }
            """, key))["data"]!["startLoad"]!;
        Assert.Equal("ann", (string?)started["who"]);

        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = JsonContent.Create(new { query = "subscription ($id: ID!) { loadProgressed(id: $id) { state phase report { outcome version { number } files { file read accepted } kinds { kind added } } } }", variables = new { id = (string)started["id"]! } }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        using var response = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        // The stream ends by itself with the load.
        var events = (await response.Content.ReadAsStringAsync().WaitAsync(TimeSpan.FromSeconds(60))).Split('\n')
            .Where(line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(line => JsonNode.Parse(line[6..])!["data"]!["loadProgressed"]!).ToList();
        Assert.Equal("DONE", (string?)events[^1]["state"]);
        Assert.Equal("LOADED", (string?)events[^1]["report"]!["outcome"]);
        Assert.Equal(2, (int)events[^1]["report"]!["files"]![0]!["accepted"]!);
        Assert.All(events[..^1], item => Assert.NotEqual("DONE", (string?)item["state"]));
    }

    [Theory]
    [InlineData("mutation { startLoad(message: \"x\", files: [{ path: \"../../evil.csv\", content: \"\" }]) { id } }", "INVALID_ARGUMENT")]
    [InlineData("mutation { startLoad(message: \"x\", scope: \"Nothing\", files: []) { id } }", "INVALID_ARGUMENT")]
    public async Task A_load_that_cannot_be_meant_is_refused(string query, string code)
    {
        Assert.Equal(code, (string?)(await server.AskAsync(query, key))["errors"]![0]!["extensions"]!["code"]);
        Assert.Equal(1, await server.VersionAsync());
    }

    [Fact]
    public async Task The_progress_of_a_load_is_not_told_without_a_key()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = "subscription { loadProgressed(id: \"0123\") { state } }" }) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        using var response = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        var text = await response.Content.ReadAsStringAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Contains("UNAUTHENTICATED", text, StringComparison.Ordinal);
        Assert.Contains("event: complete", text, StringComparison.Ordinal);
    }

    private async Task<JsonNode> ApplyAsync(object input)
    {
        var response = await server.AskAsync(Apply, key, new { input });
        Assert.True(response["errors"] is null, response.ToJsonString());
        return response["data"]!["applyChanges"]!;
    }

    private static object[] Cited(string source) => [new { source, evidence = "STATED" }];
}
