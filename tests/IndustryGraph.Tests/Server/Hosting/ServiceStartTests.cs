using System.Net;
using System.Net.Sockets;
using Xunit;

namespace IndustryGraph.Tests.Server.Hosting;

/// <summary>The real program from start to end, each time with a home folder of its own.</summary>
public sealed class ServiceStartTests
{
    private const string Seeded = "{ graph { version entities { kind count } links { kind count } } }";

    private static readonly string Bundle = Path.Combine(AppContext.BaseDirectory, "graph-seed");

    [Fact]
    public async Task First_start_loads_the_seed_and_a_second_one_loads_nothing_anew()
    {
        using var home = new TemporaryFolder();
        string first;
        await using (var service = await ServiceProcess.StartReadyAsync(home.Path))
        {
            first = (await service.AskAsync(Seeded))["data"]!.ToJsonString();
            Assert.Contains("Loaded from the seed: 4877 entities and 7413 links put", service.Output, StringComparison.Ordinal);
            Assert.Equal(0, await service.StopAsync());
        }

        Assert.True(File.Exists(home.At(".local", "share", "IndustryGraph", "graph.db")));
        await using (var service = await ServiceProcess.StartReadyAsync(home.Path))
        {
            Assert.Equal(first, (await service.AskAsync(Seeded))["data"]!.ToJsonString());
            Assert.Contains("nothing was loaded", service.Output, StringComparison.Ordinal);
        }
    }

    // A load writes the store in small pieces, thousands in a second: a watch of its folder would be told of each.
    [Fact]
    public async Task The_folder_that_it_runs_in_is_not_watched()
    {
        using var home = new TemporaryFolder();
        await using var service = await ServiceProcess.StartReadyAsync(home.Path, "--Sqlite:Path=graph.db");

        Assert.True(File.Exists(home.At("graph.db")));
        Assert.Equal(0, service.WatchCount());
    }

    [Fact]
    public async Task A_changed_seed_loads_just_the_difference()
    {
        using var home = new TemporaryFolder();
        var seed = CopySeed(home);
        var file = home.At("data", "graph.db");
        await using (await ServiceProcess.StartReadyAsync(home.Path, $"--Graph:Seed={seed}", $"--Sqlite:Path={file}"))
        {
        }

        var scenarios = Path.Combine(seed, "entities", "scenarios.csv");
        var stages = Path.Combine(seed, "links", "related-to.csv");
        await File.WriteAllTextAsync(scenarios, (await File.ReadAllTextAsync(scenarios)).Replace("Smart health care", "Smart healthcare", StringComparison.Ordinal));
        var rows = await File.ReadAllLinesAsync(stages);
        await File.WriteAllLinesAsync(stages, rows[..^1]);
        await using var service = await ServiceProcess.StartReadyAsync(home.Path, $"--Graph:Seed={seed}", $"--Sqlite:Path={file}");

        Assert.Contains("Loaded from the seed: 1 entities and 0 links put, 0 entities and 1 links removed", service.Output, StringComparison.Ordinal);
        var answer = await service.AskAsync("{ graph { version } entity(id: \"application:smart-health-care\") { name(language: EN) } }");
        Assert.Equal(2, (int)answer["data"]!["graph"]!["version"]!);
    }

    [Fact]
    public async Task A_seed_with_problems_refuses_to_start_names_all_of_them_and_leaves_the_store_as_it_was()
    {
        using var home = new TemporaryFolder();
        var seed = CopySeed(home);
        var file = home.At("graph.db");
        await using (var service = await ServiceProcess.StartReadyAsync(home.Path, $"--Graph:Seed={seed}", $"--Sqlite:Path={file}"))
        {
            Assert.Equal(0, await service.StopAsync());
        }

        var before = await File.ReadAllBytesAsync(file);
        var industries = Path.Combine(seed, "entities", "industries.csv");
        var lines = (await File.ReadAllLinesAsync(industries)).Length;
        await File.AppendAllTextAsync(industries, "industry:coal,煤,Coal,,,,source:editorial,,curated\nindustry:nameless,,,,,,source:editorial,,curated\n");
        await File.AppendAllTextAsync(Path.Combine(seed, "links", "broader.csv"), "class:isic-rev4:A,class:isic-rev4:01,,source:editorial,,curated,\n");
        await File.AppendAllTextAsync(Path.Combine(seed, "links", "enables.csv"), "tech:nowhere,industry:coal,,,source:editorial,,curated,\n");

        await using var refused = ServiceProcess.Start(home.Path, $"--Graph:Seed={seed}", $"--Sqlite:Path={file}");
        Assert.Equal(3, await refused.ExitCodeAsync());
        Assert.Contains($"entities/industries.csv:{lines + 1}: id (column 1): DUPLICATE_ENTITY", refused.Output, StringComparison.Ordinal);
        Assert.Contains($"entities/industries.csv:{lines + 2}", refused.Output, StringComparison.Ordinal);
        Assert.Contains("links/enables.csv:", refused.Output, StringComparison.Ordinal);
        Assert.Contains("DANGLING_END", refused.Output, StringComparison.Ordinal);
        Assert.Contains("links/broader.csv:", refused.Output, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(file));
    }

    [Fact]
    public async Task A_seed_with_a_file_of_an_unknown_kind_refuses_to_start()
    {
        using var home = new TemporaryFolder();
        var seed = CopySeed(home);
        await File.WriteAllTextAsync(Path.Combine(seed, "entities", "gadgets.csv"), "id\n");
        await using var refused = ServiceProcess.Start(home.Path, $"--Graph:Seed={seed}");

        Assert.Equal(3, await refused.ExitCodeAsync());
        Assert.Contains("entities/gadgets.csv: UNKNOWN_FILE", refused.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(home.At(".local", "share", "IndustryGraph", "graph.db")));
    }

    [Fact]
    public async Task A_taken_port_ends_the_start_before_anything_is_touched()
    {
        using var home = new TemporaryFolder();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        await using var service = ServiceProcess.Start(home.Path, $"--urls=http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}");

        Assert.Equal(5, await service.ExitCodeAsync());
        Assert.Contains("address already in use", service.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(home.Path));
    }

    [Fact]
    public async Task A_store_that_cannot_be_used_ends_the_start_and_stays_as_it_is()
    {
        using var home = new TemporaryFolder();
        var file = home.At("graph.db");
        await File.WriteAllTextAsync(file, "This is no database, and it is somebody's only copy.");
        await using var service = ServiceProcess.Start(home.Path, $"--Sqlite:Path={file}");

        Assert.Equal(4, await service.ExitCodeAsync());
        Assert.Contains(file, service.Output, StringComparison.Ordinal);
        Assert.Equal("This is no database, and it is somebody's only copy.", await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_ends_the_start()
    {
        using var home = new TemporaryFolder();
        await File.WriteAllTextAsync(home.At("file"), "");
        await using var service = ServiceProcess.Start(home.Path, $"--Sqlite:Path={home.At("file", "graph.db")}");

        Assert.Equal(4, await service.ExitCodeAsync());
        Assert.Contains(home.At("file"), service.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Graph:Store=Oracle", "Graph:Store")]
    [InlineData("--GraphQL:Limits:Depth=0", "Depth")]
    [InlineData("--Http:Limits:Streams=0", "Streams")]
    [InlineData("--GraphQL:Origins:0=https://example.org/page", "https://example.org/page")]
    [InlineData("--GraphQL:Documents=/nowhere/at/all", "/nowhere/at/all")]
    [InlineData("--GraphQL:OnlyDocuments=true", "GraphQL:Documents")]
    [InlineData("--urls=nonsense", "nonsense")]
    public async Task A_setting_out_of_range_ends_the_start_and_is_named(string setting, string named)
    {
        using var home = new TemporaryFolder();
        await using var service = ServiceProcess.Start(home.Path, setting);

        Assert.Equal(2, await service.ExitCodeAsync());
        Assert.Contains(named, service.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", service.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(home.Path));
    }

    private static string CopySeed(TemporaryFolder home)
    {
        var copy = home.At("seed");
        foreach (var file in Directory.EnumerateFiles(Bundle, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(Bundle, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }
}
