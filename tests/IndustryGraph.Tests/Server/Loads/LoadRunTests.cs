using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IndustryGraph.Tests.Bundles;
using Xunit;

namespace IndustryGraph.Tests.Server.Loads;

/// <summary>The real program, and what a data team does with it from its first key on.</summary>
public sealed partial class LoadRunTests
{
    private const string Question = "{ graph { version } a: entity(id: \"industry:energy\") { name(language: EN) } b: entity(id: \"industry:steel\") { name(language: EN) } c: entity(id: \"industry:cars\") { name(language: EN) links { nodes { name(language: EN) } } } }";

    [Fact]
    public async Task A_bundle_is_tried_mended_loaded_compared_and_taken_back_while_questions_go_on()
    {
        using var home = new TemporaryFolder();
        await using var service = await ServiceProcess.StartReadyAsync(home.Path, "--environment=Development", "--Graph:Seed=");
        await service.UntilAsync(() => Task.FromResult(Key().IsMatch(service.Output)));
        var client = new LoadClient(service, Key().Match(service.Output).Value);
        using var bundle = new TemporaryBundle();
        Assert.Equal("LOADED", (string?)(await LoadAsync("First", bundle))["outcome"]);

        using var end = new CancellationTokenSource();
        var answers = new ConcurrentQueue<JsonNode>();
        var asking = Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
            {
                answers.Enqueue(await service.AskAsync(Question));
            }
        });

        // All three get another name at once; a mistake stands beside.
        bundle.Replace(TemporaryBundle.Industries, "New energy", "New energy II");
        bundle.Replace(TemporaryBundle.Industries, "Steel", "Steel II");
        bundle.Replace(TemporaryBundle.Industries, "Cars", "Cars II");
        bundle.Append(TemporaryBundle.Industries, "industry:new,新,New,,,,,source:palm,,stated,");
        var tried = await LoadAsync("Try", bundle, "&dryRun=true");
        Assert.Equal("REFUSED", (string?)tried["outcome"]);
        var problem = Assert.Single(tried["problems"]!.AsArray())!;
        Assert.Equal((TemporaryBundle.Industries, 5), ((string?)problem["file"], (int)problem["line"]!));

        bundle.Replace(TemporaryBundle.Industries, "source:palm", "source:plan");
        var mended = await LoadAsync("Try again", bundle, "&dryRun=true");
        Assert.Equal("DRY_RUN", (string?)mended["outcome"]);
        var loaded = await LoadAsync("Second edition", bundle, "&expectVersion=1");
        Assert.Equal("LOADED", (string?)loaded["outcome"]);
        Assert.True(JsonNode.DeepEquals(mended["difference"], loaded["difference"]));

        var diff = (await service.AskAsync("{ diff(from: 1, to: 2) { kinds { kind added changed removed } changes { nodes { type id fields { field old new } } } } }"))["data"]!["diff"]!;
        Assert.Equal("""[{"kind":"Industry","added":1,"changed":3,"removed":0}]""", diff["kinds"]!.ToJsonString());
        Assert.Contains("""{"type":"CHANGED","id":"industry:cars","fields":[{"field":"name_en","old":"Cars","new":"Cars II"}]}""", diff.ToJsonString(), StringComparison.Ordinal);

        using var reverting = await client.SendAsync(HttpMethod.Post, "/graphql", JsonContent.Create(new { query = "mutation { revert(version: 2, message: \"Too early\") { outcome version { number } } }" }));
        var reverted = JsonNode.Parse(await reverting.Content.ReadAsStringAsync());
        Assert.Equal("LOADED", (string?)reverted!["data"]!["revert"]!["outcome"]);
        await service.UntilAsync(() => Task.FromResult(answers.Any(answer => (int)answer["data"]!["graph"]!["version"]! == 3)));
        await end.CancelAsync();
        await asking;

        Assert.Equal([1, 2, 3], answers.Select(answer => (int)answer["data"]!["graph"]!["version"]!).Distinct().Order());
        foreach (var answer in answers)
        {
            var data = answer["data"]!;
            var version = (int)data["graph"]!["version"]!;
            var names = new[] { data["a"], data["b"], data["c"] }.Select(item => (string)item!["name"]!).Concat(data["c"]!["links"]!["nodes"]!.AsArray().Select(node => (string)node!["name"]!));
            Assert.All(names, name => Assert.Equal(version == 2, name.EndsWith(" II", StringComparison.Ordinal)));
            Assert.Equal(version, (int)answer["extensions"]!["graph"]!["version"]!);
        }

        // The key is shown once, and is in nothing that the program wrote beside that.
        Assert.Single(Key().Matches(service.Output));

        async Task<JsonNode> LoadAsync(string message, TemporaryBundle sent, string more = "")
        {
            var load = await client.LoadAsync(sent, $"?message={Uri.EscapeDataString(message)}{more}");
            return load["report"] ?? throw new InvalidOperationException(load.ToJsonString());
        }
    }

    [GeneratedRegex("igk_[A-Za-z0-9_-]{43}")]
    private static partial Regex Key();
}
