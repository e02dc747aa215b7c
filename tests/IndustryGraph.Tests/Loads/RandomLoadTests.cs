using IndustryGraph.Bundles;
using IndustryGraph.Loads;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;
using IndustryGraph.Tests.Bundles;
using Xunit;
using static IndustryGraph.Tests.Bundles.TemporaryBundle;

namespace IndustryGraph.Tests.Loads;

/// <summary>
/// Random updates with planted errors, whole or without their bad rows: every error is found and nothing else, every row is
/// accounted for, the dry run says what the real one does, and the graph is what the good rows make it.
/// </summary>
public sealed class RandomLoadTests
{
    private static int Loads => Sweeps.AreOn ? 2_000 : 200;

    [Fact]
    public async Task A_dry_run_tells_the_truth_and_no_row_is_lost()
    {
        using var before = new TemporaryBundle();
        RandomBundle.Store(before);
        using var bundle = new TemporaryBundle();
        foreach (var file in new[] { Sources, Items, Broader, "entities/classifications.csv", "links/corresponds-to.csv" })
        {
            bundle.Delete(file);
        }

        var outcomes = new List<LoadOutcome>();
        for (var seed = 0; seed < Loads;)
        {
            // A new store now and then: to take a version back the whole log is read.
            await using var store = await LoadedStore.WithAsync(before);
            for (var i = 0; i < 20; i++, seed++)
            {
                outcomes.Add(await TryAsync(store, bundle, seed));
            }
        }

        Assert.InRange(outcomes.Count(outcome => outcome == LoadOutcome.Loaded), Loads / 4, Loads);
        Assert.Contains(LoadOutcome.Refused, outcomes);
    }

    private static async Task<LoadOutcome> TryAsync(LoadedStore store, TemporaryBundle bundle, int seed)
    {
        var first = await store.ReadAsync();
        var planned = RandomBundle.Fill(bundle, seed, Says(first));
        var skips = seed % 2 == 1;
        var dry = await store.LoadAsync(bundle, request => request with { DryRun = true, SkipBadRows = skips });
        var real = await store.LoadAsync(bundle, request => request with { SkipBadRows = skips });

        AssertSame(dry, real);
        AssertAccounts(planned, real, skips);
        var after = await store.ReadAsync();
        if (real.Outcome == LoadOutcome.Loaded)
        {
            Assert.Equal(Sorted(planned.After), Sorted(Says(after)));
            Assert.Equal(LoadOutcome.NothingToDo, (await store.LoadAsync(bundle, request => request with { SkipBadRows = skips })).Outcome);

            // Back to where it was, so that the next bundle meets the same graph.
            var back = await store.Loader.RevertAsync(new RevertRequest { Version = after.Version.Number, Who = "t", Message = "" }, after, CancellationToken.None);
            Assert.Equal(LoadOutcome.Loaded, back.Outcome);
            Assert.Equal(Sorted(Says(first)), Sorted(Says(await store.ReadAsync())));
        }
        else
        {
            Assert.Equal(LoadOutcome.Refused, real.Outcome);
            Assert.Equal(first.Version, after.Version);
        }

        return real.Outcome;
    }

    private static void AssertSame(LoadReport dry, LoadReport real) => Assert.Equal(
        LoadReportJson.Write(dry),
        LoadReportJson.Write(real with { Outcome = real.Outcome == LoadOutcome.Loaded ? LoadOutcome.DryRun : real.Outcome, Version = null }));

    private static void AssertAccounts(RandomBundle planned, LoadReport report, bool skips)
    {
        Assert.Equal(
            (skips ? planned.ProblemsWithDependants : planned.Problems).Order(),
            report.Problems.Select(problem => (problem.File, problem.Line!.Value, problem.Column?.Name ?? "", problem.Code.Code())).Order());
        Assert.Equal(planned.Repeats.Order(), report.Warnings.Select(warning => (warning.File, warning.Line!.Value)).Order());
        foreach (var file in report.Files)
        {
            Assert.Equal(file.Read, file.Accepted + file.Unchanged + file.Rejected);
            Assert.InRange(file.Accepted, 0, file.Read);
            var (read, unchanged, rejected) = planned.Accounts[file.File];
            Assert.Equal(read, file.Read);
            if (skips)
            {
                Assert.Equal((unchanged, rejected), (file.Unchanged, file.Rejected));
            }
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Sorted(Dictionary<string, string> says) => says.OrderBy(item => item.Key, StringComparer.Ordinal);

    private static Dictionary<string, string> Says(GraphSnapshot graph) => graph.Entities.ToArray()
        .Where(entity => entity.Kind == EntityKind.Industry).Select(entity => (entity.Id.Value, Says: entity.Names.Chinese ?? ""))
        .Concat(Enumerable.Range(0, graph.LinkCount).Select(graph.LinkAt).Where(link => link.Kind == LinkKind.InputTo)
            .Select(link => (link.Id.ToString(), Says: link.Attributes[AttributeName.Note]?.Text ?? "")))
        .ToDictionary(item => item.Item1, item => item.Says, StringComparer.Ordinal);
}
