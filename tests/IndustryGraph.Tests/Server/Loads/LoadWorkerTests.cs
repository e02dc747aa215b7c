using System.Diagnostics;
using System.Text.Json;
using IndustryGraph.Loads;
using IndustryGraph.Server.Loads;
using IndustryGraph.Storage;
using IndustryGraph.Storage.Neo4j;
using IndustryGraph.Storage.Sqlite;
using IndustryGraph.Tests.Bundles;
using Xunit;

namespace IndustryGraph.Tests.Server.Loads;

/// <summary>What goes between the service and the process of a load.</summary>
public sealed class LoadWorkerTests
{
    [Fact]
    public async Task What_ends_a_load_is_told_as_where_it_is_done_by_the_service_itself()
    {
        using var folder = new TemporaryFolder();
        using var bundle = new TemporaryBundle();
        bundle.Append(TemporaryBundle.Industries, "no-id,Name,Name,,,,,source:plan,,stated,");
        await File.WriteAllTextAsync(folder.At("no-folder"), "");
        var request = new LoadRequest { Path = bundle.Folder, Who = "ann", Message = "a test", RejectsFolder = folder.At("no-folder/rejects") };
        var file = new StoreLocation { Sqlite = new SqliteOptions { Path = folder.At("graph.db") } };

        var unwritable = await Assert.ThrowsAsync<RejectsException>(() => LoadAsync(file, request));
        Assert.Contains("no-folder", unwritable.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreRefusedException>(() => LoadAsync(new StoreLocation { Sqlite = new SqliteOptions { Path = folder.Path } }, request));
        var away = await Assert.ThrowsAsync<StoreUnavailableException>(() => LoadAsync(new StoreLocation { Neo4j = new Neo4jOptions { Url = new Uri("http://127.0.0.1:1") } }, request));
        Assert.False(away.IsFull);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => LoadAsync(file, request, cancelled.Token));
    }

    [Fact]
    public async Task Whoever_starts_it_by_hand_is_told_of_the_command()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "IndustryGraph.Server.dll"), LoadWorker.Argument])
        {
            RedirectStandardInput = true, RedirectStandardError = true,
        })!;
        await process.StandardInput.WriteLineAsync("help");
        process.StandardInput.Close();
        Assert.Contains("industrygraph load", await process.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
        await process.WaitForExitAsync();
        Assert.Equal(2, process.ExitCode);
    }

    [Fact]
    public void An_order_arrives_as_it_was_given()
    {
        var order = new LoadOrder(
            new StoreLocation { Neo4j = new Neo4jOptions { Url = new Uri("http://127.0.0.1:7474/a"), Database = "d", User = "u", Password = "p\"\n密" } },
            new LoadRequest
            {
                Path = "a b.zip", MappingPath = "m.json", Who = "ann", Message = "行\n2", Mode = LoadMode.Replace, Scope = LoadScope.Parse("Product,INPUT_TO,source:s", out _),
                DryRun = true, SkipBadRows = true, ExpectVersion = 7, ConfirmRemovals = 3, RejectsFolder = "r", UnpackFolder = "u",
            });

        var text = JsonSerializer.Serialize(order, LoadReportJson.Options);
        var read = JsonSerializer.Deserialize<LoadOrder>(text, LoadReportJson.Options)!;

        Assert.DoesNotContain('\n', text);
        Assert.Equal(order.Request with { Scope = null }, read.Request with { Scope = null });
        Assert.Equal(order.Request.Scope!.ToString(), read.Request.Scope!.ToString());
        var (given, taken) = (order.Store.Neo4j!, read.Store.Neo4j!);
        Assert.Equal((given.Url, given.Database, given.User, given.Password), (taken.Url, taken.Database, taken.User, taken.Password));
        var onDisk = new LoadOrder(new StoreLocation { Sqlite = new SqliteOptions { Path = "x.db" } }, order.Request);
        Assert.Equal(onDisk.Store, JsonSerializer.Deserialize<LoadOrder>(JsonSerializer.Serialize(onDisk, LoadReportJson.Options), LoadReportJson.Options)!.Store);
    }

    [Fact]
    public void A_message_that_is_cut_off_is_none()
    {
        var line = new LoadMessage { Stop = LoadStop.Failed, Reason = "行 \"1\"\n行 2" }.Write();

        Assert.Equal("行 \"1\"\n行 2", LoadMessage.Read(line)!.Reason);
        Assert.All(Enumerable.Range(0, line.Length), length => Assert.Null(LoadMessage.Read(line[..length])));
    }

    private static Task<LoadReport> LoadAsync(StoreLocation store, LoadRequest request, CancellationToken cancellation = default) =>
        new LoadProcess(store).LoadAsync(request, new Progress<LoadProgress>(), cancellation);
}
