using System.Diagnostics;
using System.Text.Json.Nodes;
using IndustryGraph.Changes;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;
using IndustryGraph.Storage.Sqlite;
using Xunit;

namespace IndustryGraph.Tests.Server.Http;

/// <summary>The public clients of both streaming protocols, npm's graphql-sse and graphql-ws, follow the real program.</summary>
public sealed class PublicClientsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Theory]
    [InlineData("sse", "Memory")]
    [InlineData("ws", "Store")]
    public async Task A_public_client_is_told_of_a_version_that_another_program_writes(string transport, string reads)
    {
        var node = Tools.Find("node");
        var npm = Tools.Find("npm");
        Assert.SkipWhen(node is null || npm is null, "node and npm are not installed.");
        using var folder = new TemporaryFolder();
        foreach (var file in new[] { "package.json", "package-lock.json", "follow.mjs" })
        {
            File.Copy(Path.Combine(Tools.Checkout, "tests", "clients", file), folder.At(file));
        }

        var (installed, log) = await Tools.RunAsync(npm!, folder.Path, TimeSpan.FromMinutes(3), "ci", "--no-audit", "--no-fund", "--ignore-scripts");
        Assert.SkipWhen(installed != 0 && Environment.GetEnvironmentVariable("CI") is null, "npm ci failed, most likely without network: " + log);
        Assert.True(installed == 0, log);

        using var home = new TemporaryFolder();
        var data = home.At("graph.db");
        await using var service = await ServiceProcess.StartReadyAsync(home.Path, $"--Sqlite:Path={data}", $"--Graph:Reads={reads}");
        using var client = Process.Start(new ProcessStartInfo(node!, ["follow.mjs", transport, new Uri(service.Client.BaseAddress!, "/graphql").ToString()])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
        })!;
        try
        {
            var query = await NextAsync(client, "query");
            Assert.Equal("industry:agriculture", (string?)query["data"]!["entity"]!["id"]);
            var refused = await NextAsync(client, "refused");
            Assert.Equal("VALIDATION_FAILED", (string?)refused["errors"]![0]!["extensions"]!["code"]);
            var first = await NextAsync(client, "changed");
            Assert.Equal(1, (int?)first["data"]!["graphChanged"]!["version"]);

            await WriteAsync(data);

            var second = await NextAsync(client, "changed");
            Assert.Equal(2, (int?)second["data"]!["graphChanged"]!["version"]);
            Assert.Equal(1, (int?)second["data"]!["graphChanged"]!["changes"]!["entitiesPut"]);
            Assert.Equal(2, (int?)second["extensions"]!["graph"]!["version"]);
            Assert.Equal("[1,2]", (await NextAsync(client, "done")).ToJsonString());
            await client.WaitForExitAsync().WaitAsync(Patience);
            Assert.Equal(0, client.ExitCode);
        }
        finally
        {
            if (!client.HasExited)
            {
                client.Kill();
            }
        }

        Assert.Equal(0, await service.StopAsync());
    }

    private static async Task<JsonNode> NextAsync(Process client, string what)
    {
        var line = await client.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        Assert.True(line is not null, "The client ended.");
        var told = JsonNode.Parse(line)!;
        Assert.True((string?)told["what"] == what, line);
        return told["value"]!;
    }

    private static async Task WriteAsync(string data)
    {
        await using var store = new SqliteStore(new SqliteOptions { Path = data }, TimeProvider.System);
        await store.OpenAsync(CancellationToken.None);
        var entity = (await store.ReadKindAsync(EntityKind.Industry, null, 1_000, CancellationToken.None)).Value.Single(item => item.Id.Value == "industry:agriculture");
        var changes = new ChangeSet("another-program", new Provenance("Another program", "Redefine agriculture", "test"))
        {
            PutEntities = [entity with { DefinitionEnglish = "Growing crops and raising animals." }],
        };
        Assert.Equal(ApplyResult.Applied, (await store.ApplyAsync(changes, 1, CancellationToken.None)).Result);
    }
}
