using System.Diagnostics;
using System.Globalization;
using IndustryGraph.Cli;
using IndustryGraph.Loads;
using IndustryGraph.Tests.Bundles;
using IndustryGraph.Tests.Storage.Sqlite;
using Xunit;
using static IndustryGraph.Tests.Bundles.TemporaryBundle;

namespace IndustryGraph.Tests.Loads;

/// <summary>The command as a process that is killed, interrupted, or has another beside it.</summary>
public sealed class LoadProcessTests : IDisposable
{
    private const int Products = 4_000;
    private const int Links = 12_000;

    private readonly TemporaryFolder folder = new();
    private readonly TemporaryBundle bundle = new();

    public LoadProcessTests()
    {
        bundle.Write("entities/products.csv",
            ["id,name_zh,source,evidence", .. Enumerable.Range(0, Products).Select(i => $"product:p-{i},产品{i},source:plan,stated")]);
        bundle.Append(Inputs, [.. Enumerable.Range(0, Links).Select(i =>
            $"product:p-{i % Products},product:p-{(i * 7 + 1) % Products},q{i},,,,,,,,,source:plan,,stated,")]);
    }

    private static int Kills => Sweeps.AreOn ? 200 : 3;

    public void Dispose()
    {
        folder.Dispose();
        bundle.Dispose();
    }

    [Fact]
    public async Task A_load_that_is_killed_leaves_the_old_version_or_the_new_one()
    {
        var random = new Random();
        var versions = new List<long>();
        var (reading, writing) = await PhasesAsync();
        for (var i = 0; i < Kills; i++)
        {
            var path = folder.At($"{i}.db");
            await (i % 3 == 0
                ? KillAsync(path, "reading", random.NextDouble() * reading)
                : KillAsync(path, "writing", random.NextDouble() * writing));
            await using (var store = await SqliteTestStore.OpenAsync(path))
            {
                var graph = await SqliteTestStore.ReadAsync(store);
                versions.Add(graph.Version.Number);
                Assert.Contains((graph.Version.Number, graph.EntityCount > Products, graph.LinkCount > Links), new[] { (0L, false, false), (1L, true, true) });
                Assert.True(graph.Version.Number == 1 || (graph.EntityCount, graph.LinkCount) == (0, 0));

                var report = await new GraphLoader(store, TimeProvider.System).LoadAsync(
                    new LoadRequest { Path = bundle.Folder, Who = "tester", Message = "again" }, null, null, CancellationToken.None);
                Assert.Equal(graph.Version.Number == 0 ? LoadOutcome.Loaded : LoadOutcome.NothingToDo, report.Outcome);
            }

            Assert.Equal(["ok"], SqliteTestStore.Run(path, "PRAGMA integrity_check"));
            File.Delete(path);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"Versions at the kill: {string.Join(' ', versions)}");
        if (Sweeps.AreOn)
        {
            Assert.Equal([0, 1], versions.Distinct().Order());
        }
    }

    [Fact]
    public async Task The_same_load_by_two_processes_at_once_makes_one_version()
    {
        var path = folder.At("shared.db");
        var processes = Enumerable.Range(0, 2).Select(_ => Load(path)).ToList();
        var outputs = new List<string>();
        foreach (var process in processes)
        {
            using (process)
            {
                var output = process.StandardOutput.ReadToEndAsync();
                var error = await process.StandardError.ReadToEndAsync();
                await process.WaitForExitAsync();
                Assert.True(process.ExitCode == (int)ExitCode.Success, error);
                outputs.Add(await output);
            }
        }

        Assert.Single(outputs, output => output.Contains("Loaded as version 1.", StringComparison.Ordinal));
        Assert.Single(outputs, output => output.Contains("Nothing to do", StringComparison.Ordinal));
        await using var store = await SqliteTestStore.OpenAsync(path);
        Assert.Equal(1, (await SqliteTestStore.ReadAsync(store)).Version.Number);
    }

    [Fact]
    public async Task An_interrupt_ends_a_load_with_nothing_changed()
    {
        // The load may be faster than the interrupt: then it is whole, and the next try interrupts another.
        for (var i = 0; i < 5; i++)
        {
            var path = folder.At($"interrupted-{i}.db");
            using var process = CommandProcess.StartInterruptible(
                key: null, "load", Path.Combine(Repository.Root, "graph-seed"), "--store", $"sqlite:{path}", "--message", "in a process");
            Assert.True(await CommandProcess.IsAtAsync(process, "reading"));
            using (Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]))
            {
            }

            var error = process.StandardError.ReadToEndAsync();
            await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            await using var store = await SqliteTestStore.OpenAsync(path);
            var version = (await store.ReadVersionAsync(CancellationToken.None)).Number;
            Assert.Contains((process.ExitCode, version), new[] { ((int)ExitCode.Cancelled, 0L), ((int)ExitCode.Success, 1L) });
            if (version == 0)
            {
                Assert.Contains("Cancelled: nothing was changed.", await error, StringComparison.Ordinal);
                return;
            }
        }

        Assert.Fail("No load was interrupted.");
    }

    private Process Load(string path) => CommandProcess.Start("load", bundle.Folder, "--store", $"sqlite:{path}", "--message", "in a process");

    /// <summary>How long a load reads, and how long it writes, until the process has ended.</summary>
    private async Task<(TimeSpan Reading, TimeSpan Writing)> PhasesAsync()
    {
        using var process = Load(folder.At("whole.db"));
        Assert.True(await CommandProcess.IsAtAsync(process, "reading"));
        var reading = TimeProvider.System.GetTimestamp();
        Assert.True(await CommandProcess.IsAtAsync(process, "writing"));
        var writing = TimeProvider.System.GetTimestamp();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return (TimeProvider.System.GetElapsedTime(reading, writing), TimeProvider.System.GetElapsedTime(writing));
    }

    private async Task KillAsync(string path, string phase, TimeSpan after)
    {
        using var process = Load(path);
        try
        {
            Assert.True(await CommandProcess.IsAtAsync(process, phase));
            await Task.Delay(after);
        }
        finally
        {
            // SIGKILL: the process has no chance to tidy up.
            process.Kill();
            await process.WaitForExitAsync();
        }
    }
}
