using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using IndustryGraph.Loads.Keys;
using IndustryGraph.Tests.Bundles;
using IndustryGraph.Tests.Storage.Sqlite;
using Xunit;

namespace IndustryGraph.Tests.Server.Loads;

/// <summary>The real program on disks that become full: small file systems in memory, which it alone sees.</summary>
public sealed class FullDiskTests : IDisposable
{
    private const string Question = """{ graph { version } entity(id: "industry:cars") { name(language: EN) links { nodes { id } } } }""";

    private static readonly string[] FileSystems = ["store", "loads"];
    private static readonly string[] Alone = ["unshare", "--user", "--map-root-user", "--mount"];

    private readonly TemporaryFolder home = new();
    private readonly TemporaryBundle bundle = new();

    public void Dispose()
    {
        home.Dispose();
        bundle.Dispose();
    }

    [Fact]
    public async Task A_store_without_room_keeps_the_old_version_and_takes_the_load_when_there_is_some()
    {
        await using var service = await ServeAsync("store");
        var client = new LoadClient(service, await KeyAsync());
        Assert.Equal("LOADED", (string?)(await client.LoadAsync(bundle))["report"]!["outcome"]);
        var before = (await service.AskAsync(Question))["data"];
        Assert.NotNull(before);
        // Large enough to be loaded by a process of its own.
        Grow(bundle, 40_000);
        bundle.Replace(TemporaryBundle.Industries, "Cars", "Cars II");

        // Full once and once more: nothing is left of the first that would be in the way.
        for (var i = 0; i < 2; i++)
        {
            var full = await client.LoadAsync(bundle);
            Assert.Equal(("FAILED", "UNAVAILABLE"), ((string?)full["state"], (string?)full["failure"]?["code"]));
            Assert.Contains("The disk of the store is full. Nothing was loaded.", (string?)full["failure"]!["message"], StringComparison.Ordinal);
            Assert.True(JsonNode.DeepEquals(before, (await service.AskAsync(Question))["data"]));
        }

        await MakeRoomAsync(service, "store");
        Assert.Equal("LOADED", (string?)(await client.LoadAsync(bundle))["report"]!["outcome"]);
        var after = (await service.AskAsync(Question))["data"]!;
        Assert.Equal((2, "Cars II"), ((int)after["graph"]!["version"]!, (string?)after["entity"]!["name"]));

        // From here the file can be seen through the process alone.
        var file = $"/proc/{service.Pid}/root{home.At("store", "graph.db")}";
        Assert.Equal(["ok"], SqliteTestStore.Run(file, "PRAGMA integrity_check"));
    }

    [Fact]
    public async Task An_upload_without_room_is_refused_and_one_that_cannot_be_unpacked_says_so()
    {
        await using var service = await ServeAsync("loads");
        var client = new LoadClient(service, await KeyAsync());
        var small = await client.LoadAsync(bundle);
        Assert.Equal("LOADED", (string?)small["report"]!["outcome"]);

        // Packed it has room, unpacked it has not; and what says nothing packs to nothing, so that the other is noise.
        Grow(bundle, 60_000);
        var unpacked = await client.LoadAsync(bundle);
        Assert.Equal("REFUSED", (string?)unpacked["report"]!["outcome"]);
        Assert.Contains("no room to unpack it", unpacked["report"]!["problems"]!.ToJsonString(), StringComparison.Ordinal);
        using var refused = await client.SendAsync(HttpMethod.Post, "/loads", Archive.Content(RandomBytes(5_000_000), "application/zip"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        var error = JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["errors"]![0]!;
        Assert.Equal("UNAVAILABLE", (string?)error["extensions"]!["code"]);
        Assert.Contains("There is no room for uploads", (string?)error["message"], StringComparison.Ordinal);
        Assert.DoesNotContain(home.Path, (string?)error["message"], StringComparison.Ordinal);
        Assert.Equal(1, (int)(await service.AskAsync(Question))["data"]!["graph"]!["version"]!);

        await MakeRoomAsync(service, "loads");
        Assert.Equal("LOADED", (string?)(await client.LoadAsync(bundle))["report"]!["outcome"]);
    }

    // Two file systems that only the program sees: one has room.
    private async Task<ServiceProcess> ServeAsync(string small)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && await RunsAsync([.. Alone, "mount", "-t", "tmpfs", "tmpfs", home.Path]), "File systems cannot be mounted here.");
        var mounts = string.Join(" && ", FileSystems.Select(name =>
        {
            Directory.CreateDirectory(home.At(name));
            return $"mount -t tmpfs -o size={(name == small ? "4m" : "200m")} tmpfs {home.At(name)}";
        }));
        var service = ServiceProcess.Start(
            home.Path, [.. Alone, "sh", "-c", $"{mounts} && exec \"$@\"", "sh"],
            ["--Graph:Seed=", $"--Keys:File={home.At("keys.json")}", $"--Sqlite:Path={home.At("store", "graph.db")}", $"--Loads:Folder={home.At("loads")}"]);
        await service.ReadyAsync();
        return service;
    }

    private async Task MakeRoomAsync(ServiceProcess service, string name) => Assert.True(await RunsAsync(
        ["nsenter", "--target", service.Pid.ToString(CultureInfo.InvariantCulture), "--user", "--mount", "mount", "-o", "remount,size=200m", home.At(name)]));

    private async Task<string> KeyAsync()
    {
        var key = new KeyFile(home.At("keys.json")).Create("ann", KeyRole.Loader, DateTimeOffset.UnixEpoch)!;

        // The service reads the file again when a second has passed.
        await Task.Delay(1_100);
        return key;
    }

    private static void Grow(TemporaryBundle bundle, int products) => bundle.Write("entities/products.csv",
        ["id,name_zh,definition_en,source,evidence", .. Enumerable.Range(0, products).Select(i => $"product:p-{i},产品{i},Product number {i} of a list that is long.,source:plan,stated")]);

    private static byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    private static async Task<bool> RunsAsync(string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
