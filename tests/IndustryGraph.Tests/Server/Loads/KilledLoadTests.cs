using System.Diagnostics;
using IndustryGraph.Tests.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Xunit;

namespace IndustryGraph.Tests.Server.Loads;

/// <summary>The process of a large load is killed, or the service that started it.</summary>
public sealed class KilledLoadTests : LargeLoads
{
    private static int Kills => Sweeps.AreOn ? 100 : 2;

    [Fact]
    public async Task A_process_that_is_killed_leaves_the_old_version_and_a_failed_load_or_the_new_one_and_a_load_that_is_done()
    {
        var random = new Random();
        await using var service = await ServeAsync();
        var client = new LoadClient(service, Key);
        var seen = new List<long>();
        for (var i = 0; i < Kills; i++)
        {
            Bundle.Replace("entities/products.csv", $"产品{i},", $"产品{i} 又,");
            var before = await VersionAsync(service);
            var load = await client.StartAsync(Bundle);
            await service.UntilAsync(async () => service.Children().Count > 0 || (await client.StatusAsync(load))["ended"] is not null);
            await Task.Delay(random.Next(1_500));
            service.KillChildren();

            var ended = await client.EndedAsync(load);
            var isKilled = (string?)ended["state"] == "FAILED";
            if (isKilled)
            {
                Assert.Equal("INTERNAL_ERROR", (string?)ended["failure"]!["code"]);
                Assert.Matches("Nothing was loaded|was not in the store right after", (string?)ended["failure"]!["message"]);
            }

            var stored = await StoredVersionAsync();
            Assert.Equal(isKilled ? 0 : 1, stored - before);
            seen.Add(stored - before);
            var again = await client.LoadAsync(Bundle);
            Assert.Equal(stored == before ? "LOADED" : "NOTHING_TO_DO", (string?)again["report"]!["outcome"]);
            Assert.Equal(before + 1, await VersionAsync(service));
        }

        Assert.Equal(["ok"], SqliteTestStore.Run(Home.At("graph.db"), "PRAGMA integrity_check"));
        TestContext.Current.TestOutputHelper?.WriteLine($"Versions at the kill: {string.Join(' ', seen)}");
    }

    // Between its commit and its report a process has a few milliseconds: some tries come too late.
    [Fact]
    public async Task A_process_that_is_killed_after_its_commit_has_done_its_load()
    {
        await using var service = await ServeAsync();
        var client = new LoadClient(service, Key);
        for (var i = 1; !service.Output.Contains("though its process did not say so", StringComparison.Ordinal); i++)
        {
            Assert.True(i <= 20, "No process was met between its commit and its report.");
            Bundle.Replace("entities/products.csv", $"产品{i},", $"产品{i} 又,");
            string load;
            Process worker;
            using (HoldWriters())
            {
                load = await client.StartAsync(Bundle);
                await client.WritesAsync(load);
                worker = Process.GetProcessById(Assert.Single(service.Children()));
            }

            using (worker)
            {
                KillAtVersion(worker, i);
            }

            var ended = await client.EndedAsync(load);
            Assert.Equal(("DONE", "LOADED", i), ((string?)ended["state"], (string?)ended["report"]?["outcome"], (int?)ended["report"]?["version"]?["number"]));
            Assert.Equal(i, await VersionAsync(service));
        }
    }

    [Fact]
    public async Task A_service_that_is_killed_takes_the_process_of_its_load_with_it()
    {
        await using (var service = await ServeAsync())
        {
            var client = new LoadClient(service, Key);
            using var held = HoldWriters();
            var load = await client.StartAsync(Bundle);
            await client.WritesAsync(load);
            using var process = Process.GetProcessById(Assert.Single(service.Children()));
            service.Kill();
            Assert.True(process.WaitForExit(Soon));
        }

        Assert.Equal(0, await StoredVersionAsync());
        await using var next = await ServeAsync();
        Assert.Equal("LOADED", (string?)(await new LoadClient(next, Key).LoadAsync(Bundle))["report"]!["outcome"]);
    }

    // Looks without a pause: the moment is short.
    private void KillAtVersion(Process worker, long version)
    {
        using var connection = new SqliteConnection($"Data Source={Home.At("graph.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM version";
        while ((long)command.ExecuteScalar()! < version && !worker.HasExited)
        {
        }

        worker.Kill();
    }
}
