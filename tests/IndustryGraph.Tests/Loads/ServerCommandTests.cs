using System.Diagnostics;
using System.Globalization;
using IndustryGraph.Bundles;
using IndustryGraph.Cli;
using IndustryGraph.Loads;
using IndustryGraph.Tests.Bundles;
using IndustryGraph.Tests.Server;
using Xunit;
using static IndustryGraph.Tests.Bundles.TemporaryBundle;

namespace IndustryGraph.Tests.Loads;

/// <summary>The command and the service as two programs, as a data team has them: from the first key to a load that is taken back.</summary>
public sealed class ServerCommandTests : IDisposable
{
    private readonly TemporaryFolder home = new();
    private readonly TemporaryBundle bundle = new();

    private string Keys => home.At("keys.json");

    private string Store => $"sqlite:{home.At("graph.db")}";

    public void Dispose()
    {
        home.Dispose();
        bundle.Dispose();
    }

    [Fact]
    public async Task A_bundle_with_errors_is_corrected_by_its_rejects_loaded_compared_and_taken_back()
    {
        await using var service = await ServeAsync();
        var key = await KeyAsync("ann");
        bundle.Append(Industries, "industry:ships,船舶,Ships,,,,,source:palm,,stated,", "industry:trains,,,,,,,source:plan,,stated,");

        var (code, output, errors) = await LoadAsync(service, key, bundle.Folder, "--rejects", home.At("all"));

        Assert.True(code == (int)ExitCode.Refused, output + errors);
        Assert.Contains($"{Industries}:5: source (column 8): UNKNOWN_SOURCE", output, StringComparison.Ordinal);
        Assert.Contains("Refused: 2 problem(s). Nothing was changed.", output, StringComparison.Ordinal);
        Assert.Equal(3, (await File.ReadAllLinesAsync(home.At("all", RejectedRows.ProblemsFile))).Length);

        // The good rows first; then the others, corrected where the service has put them.
        var (left, leaving, _) = await LoadAsync(service, key, bundle.Folder, "--skip-bad-rows", "--rejects", home.At("left"), "--message", "What is well");
        Assert.True(left == (int)ExitCode.RowsLeftOut, leaving);
        Assert.EndsWith("Loaded as version 1. 2 row(s) left out.", leaving.TrimEnd(), StringComparison.Ordinal);
        var rows = home.At("left", RejectedRows.BundleFolderName, "entities", "industries.csv");
        var kept = await File.ReadAllLinesAsync(rows);
        Assert.Equal([bundle.Lines(Industries)[0], .. bundle.Lines(Industries)[^2..]], kept);
        await File.WriteAllTextAsync(rows, (await File.ReadAllTextAsync(rows)).Replace("palm", "plan", StringComparison.Ordinal).Replace("trains,,,", "trains,,Trains,", StringComparison.Ordinal));
        Assert.Equal(0, (await LoadAsync(service, key, home.At("left", RejectedRows.BundleFolderName), "--message", "The rest")).Code);
        bundle.Replace(Industries, "palm", "plan");
        bundle.Replace(Industries, "trains,,,", "trains,,Trains,");
        var (same, nothing, _) = await LoadAsync(service, key, bundle.Folder);
        Assert.Equal(0, same);
        Assert.Contains("No version was made.", nothing, StringComparison.Ordinal);

        var history = (await RunAsync(null, "history", "--store", Store)).Output.TrimEnd().Split('\n');
        Assert.Equal(2, history.Length);
        Assert.Contains("\tann\tbundle\t+2/-0 entities, +0/-0 links\tThe rest", history[0], StringComparison.Ordinal);
        var difference = (await RunAsync(null, "diff", "1", "2", "--store", Store)).Output;
        Assert.Contains("Industry: 2 added, 0 changed, 0 removed", difference, StringComparison.Ordinal);
        Assert.Contains("+ industry:ships", difference, StringComparison.Ordinal);

        // The command takes it back on the store; the service sees it there.
        Assert.Equal(0, (await RunAsync(null, "revert", "2", "--store", Store)).Code);
        await service.UntilAsync(async () => (await service.AskAsync("""{ entity(id: "industry:ships") { name } }"""))["data"]!["entity"] is null);
    }

    [Fact]
    public async Task The_exit_code_is_that_of_the_same_load_into_a_store_and_says_what_the_service_refuses()
    {
        await using var service = await ServeAsync();
        var key = await KeyAsync("ann");
        var reader = await KeyAsync("bob", "--role", "reader");

        await EndsAsync(ExitCode.Refused, "needs a key", null);
        await EndsAsync(ExitCode.Refused, "loader", reader);
        await EndsAsync(ExitCode.Success, "Dry run: the load would make version 1.", key, "--dry-run");
        await EndsAsync(ExitCode.Conflict, "version 0, not at 7. Nothing was loaded.\n", key, "--expect-version", "7");
        await EndsAsync(ExitCode.Refused, "needs a scope", key, "--mode", "replace");
        await EndsAsync(ExitCode.Usage, "not both", key, "--store", Store);
        await EndsAsync(ExitCode.Success, "Loaded as version 1.", key);
        bundle.Write(Industries, bundle.Lines(Industries)[..3]);
        bundle.Delete(Inputs);
        bundle.Write(FurtherCitations, bundle.Lines(FurtherCitations)[..2]);
        await EndsAsync(ExitCode.RemovalsUnconfirmed, "--confirm-removals 2", key, "--mode", "replace", "--scope", "Industry");
        await EndsAsync(ExitCode.RemovalsUnconfirmed, "--confirm-removals 2", key, "--mode", "replace", "--scope", "Industry", "--confirm-removals", "1");
        await EndsAsync(ExitCode.Success, "Loaded as version 2.", key, "--mode", "replace", "--scope", "Industry", "--confirm-removals", "2");
        var (code, json, _) = await LoadAsync(service, key, bundle.Folder, "--json");
        Assert.Equal((0, LoadOutcome.NothingToDo), (code, LoadReportJson.Read(json).Outcome));

        Assert.Equal(0, await service.StopAsync());
        await EndsAsync(ExitCode.Unavailable, "cannot be reached", key);

        async Task EndsAsync(ExitCode expected, string said, string? with, params string[] arguments)
        {
            var (ended, output, errors) = await LoadAsync(service, with, bundle.Folder, arguments);
            Assert.True(ended == (int)expected, $"{ended}\n{output}{errors}");
            Assert.Contains(said, output + errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_interrupt_ends_the_load_of_the_service()
    {
        await using var service = await ServeAsync();
        var key = await KeyAsync("ann");
        bundle.Write("entities/products.csv", ["id,name_zh,source,evidence", .. Enumerable.Range(0, 150_000).Select(i => $"product:p-{i},产品{i},source:plan,stated")]);

        // The load may be faster than the interrupt, or than the next look at it: then it is whole, and a dry run is tried again.
        for (var i = 0; i < 5; i++)
        {
            using var process = CommandProcess.StartInterruptible(key, "load", bundle.Folder, "--server", Address(service), "--dry-run");
            if (await CommandProcess.IsAtAsync(process, "reading"))
            {
                using var interrupt = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
            }

            var errors = process.StandardError.ReadToEndAsync();
            await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.Contains(process.ExitCode, new[] { (int)ExitCode.Cancelled, (int)ExitCode.Success });
            if (process.ExitCode == (int)ExitCode.Cancelled)
            {
                Assert.Contains("Cancelled: nothing was changed.", await errors, StringComparison.Ordinal);
                return;
            }
        }

        Assert.Fail("No load was interrupted.");
    }

    [Fact]
    public async Task A_key_is_shown_once_listed_by_its_name_and_changed_while_the_service_runs()
    {
        await using var service = await ServeAsync();
        var first = await KeyAsync("ann");
        Assert.Matches("^igk_[A-Za-z0-9_-]{43}$", first);
        var kept = await File.ReadAllTextAsync(Keys);
        Assert.DoesNotContain(first[4..], kept, StringComparison.Ordinal);
        await IsAcceptedAsync(first, true);

        var (taken, nothing, why) = await RunAsync(null, "key", "create", "ann", "--keys", Keys);
        Assert.Equal(((int)ExitCode.Refused, ""), (taken, nothing));
        Assert.Contains("revoke it first", why, StringComparison.Ordinal);
        var second = await KeyAsync("ann-2026", "--role", "admin");
        await IsAcceptedAsync(second, true);
        await IsAcceptedAsync(first, true);
        var listed = (await RunAsync(null, "key", "list", "--keys", Keys)).Output;
        Assert.Matches(@"^ann  loader  \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ\nann-2026  admin  \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ\n$", listed);

        Assert.Equal(0, (await RunAsync(null, "key", "revoke", "ann", "--keys", Keys)).Code);
        await IsAcceptedAsync(first, false);
        await IsAcceptedAsync(second, true);
        Assert.StartsWith("ann-2026  ", (await RunAsync(null, "key", "list", "--keys", Keys)).Output, StringComparison.Ordinal);
        Assert.Equal((int)ExitCode.Refused, (await RunAsync(null, "key", "revoke", "ann", "--keys", Keys)).Code);
        Assert.Equal((int)ExitCode.Usage, (await RunAsync(null, "key", "create", "an n", "--keys", Keys)).Code);
        Assert.Equal((int)ExitCode.Usage, (await RunAsync(null, "key", "create", "eve", "--role", "owner", "--keys", Keys)).Code);
        await File.WriteAllTextAsync(Keys, "{");
        foreach (var command in new string[][] { ["list"], ["create", "eve"], ["revoke", "ann-2026"] })
        {
            var (code, _, told) = await RunAsync(null, ["key", .. command, "--keys", Keys]);
            Assert.Equal((int)ExitCode.Refused, code);
            Assert.Contains("Correct the file", told, StringComparison.Ordinal);
        }

        await IsAcceptedAsync(second, false);

        // Neither a restart nor a moment without an answer: the same process has told all of this.
        Assert.True((await service.Client.GetAsync("/health/ready")).IsSuccessStatusCode);
        Assert.DoesNotContain(first, service.Output, StringComparison.Ordinal);

        Task IsAcceptedAsync(string key, bool expected) => service.UntilAsync(async () =>
            (await LoadAsync(service, key, bundle.Folder, "--dry-run")).Code == (int)(expected ? ExitCode.Success : ExitCode.Refused));
    }

    private Task<ServiceProcess> ServeAsync() => ServiceProcess.StartReadyAsync(
        home.Path, "--Graph:Seed=", $"--Keys:File={Keys}", $"--Sqlite:Path={home.At("graph.db")}");

    private async Task<string> KeyAsync(string name, params string[] more)
    {
        var (code, output, errors) = await RunAsync(null, ["key", "create", name, "--keys", Keys, .. more]);
        Assert.True(code == 0, errors);
        return output.TrimEnd();
    }

    private static string Address(ServiceProcess service) => service.Client.BaseAddress!.ToString();

    private static Task<(int Code, string Output, string Errors)> LoadAsync(ServiceProcess service, string? key, string path, params string[] more) =>
        RunAsync(key, ["load", path, "--server", Address(service), .. more]);

    private static Task<(int Code, string Output, string Errors)> RunAsync(string? key, params string[] arguments) => CommandProcess.RunAsync(key, arguments);
}
