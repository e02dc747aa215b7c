using IndustryGraph.Loads.Keys;
using IndustryGraph.Model;
using IndustryGraph.Tests.Bundles;
using IndustryGraph.Tests.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Xunit;

namespace IndustryGraph.Tests.Server.Loads;

/// <summary>A bundle so large that the real program loads it by a process of its own.</summary>
public abstract class LargeLoads : IDisposable
{
    private const int Products = 4_000;

    protected LargeLoads()
    {
        Key = new KeyFile(Home.At("keys.json")).Create("ann", KeyRole.Loader, DateTimeOffset.UnixEpoch)!;

        // Noise does not pack: more than the bytes from which on a load has a process of its own.
        var random = new Random(1);
        Bundle.Write("entities/products.csv",
            ["id,name_zh,definition_en,source,evidence", .. Enumerable.Range(0, Products).Select(i => $"product:p-{i},产品{i},{Noise(random)},source:plan,stated")]);
    }

    /// <summary>Less than a load that is not told to end waits for a store that another writes to.</summary>
    protected static TimeSpan Soon { get; } = TimeSpan.FromSeconds(20);

    protected TemporaryFolder Home { get; } = new();

    protected TemporaryBundle Bundle { get; } = new();

    /// <summary>The key of a loader.</summary>
    protected string Key { get; }

    public void Dispose()
    {
        Home.Dispose();
        Bundle.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected async Task<ServiceProcess> ServeAsync(params string[] settings) => await ServiceProcess.StartReadyAsync(Home.Path,
        ["--Graph:Seed=", $"--Keys:File={Home.At("keys.json")}", $"--Sqlite:Path={Home.At("graph.db")}", $"--Loads:Folder={Home.At("loads")}", .. settings]);

    /// <summary>Lets nobody write to the store until it is disposed of.</summary>
    protected SqliteConnection HoldWriters()
    {
        var connection = new SqliteConnection($"Data Source={Home.At("graph.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        command.ExecuteNonQuery();
        return connection;
    }

    protected async Task<long> StoredVersionAsync()
    {
        await using var store = await SqliteTestStore.OpenAsync(Home.At("graph.db"));
        var graph = await SqliteTestStore.ReadAsync(store);

        // All of a load is there, or nothing.
        Assert.Equal(graph.Version.Number == 0 ? 0 : Products, graph.OfKind(EntityKind.Product).Length);
        return graph.Version.Number;
    }

    private protected static async Task<long> VersionAsync(ServiceProcess service) => (long)(await service.AskAsync("{ graph { version } }"))["data"]!["graph"]!["version"]!;

    private static string Noise(Random random) => string.Concat(Enumerable.Range(0, 120).Select(_ => (char)('a' + random.Next(26))));
}
