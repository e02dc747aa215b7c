using IndustryGraph.Bundles;
using IndustryGraph.Loads;
using IndustryGraph.Model;
using IndustryGraph.Tests.Bundles;
using Xunit;

namespace IndustryGraph.Tests.Loads;

/// <summary>Bundles that go wrong on a large scale or in an odd way.</summary>
public sealed class LoadFaultTests : IDisposable
{
    private const string Products = "entities/products.csv";
    private readonly TemporaryBundle bundle = new();

    public void Dispose() => bundle.Dispose();

    [Fact]
    public async Task Five_thousand_duplicates_are_all_counted_and_name_the_row_that_stands_first()
    {
        await using var store = await LoadedStore.OpenAsync();
        bundle.Write(Products,
            ["id,name_zh,source,evidence", "product:a,甲,source:plan,stated", .. Enumerable.Range(0, 5_000).Select(i => $"product:a,乙{i},source:plan,stated")]);

        var report = await store.LoadAsync(bundle, request => request with { RejectsFolder = store.At("rejects") });

        Assert.Equal((LoadOutcome.Refused, 5_000, BundleContents.MaxProblems), (report.Outcome, report.ProblemCounts[BundleProblemCode.DuplicateEntity], report.Problems.Count));
        Assert.All(report.Problems, problem => Assert.Contains($"{Products}:2", problem.Message, StringComparison.Ordinal));
        Assert.Equal(5_001, (await File.ReadAllLinesAsync(Path.Combine(store.At("rejects"), RejectedRows.ProblemsFile))).Length);
        Assert.Equal(5_001, (await File.ReadAllLinesAsync(Path.Combine(store.At("rejects"), RejectedRows.BundleFolderName, Products))).Length);
    }

    [Fact]
    public async Task Forty_percent_fewer_rows_remove_nothing_unasked()
    {
        bundle.Write(Products, ["id,name_zh,source,evidence", .. Enumerable.Range(0, 1_000).Select(i => $"product:p-{i},产品{i},source:plan,stated")]);
        await using var store = await LoadedStore.WithAsync(bundle);
        bundle.Write(Products, bundle.Lines(Products)[..601]);

        var report = await store.LoadAsync(bundle, request => request with { Mode = LoadMode.Replace, Scope = LoadScope.Parse("Product", out _) });

        Assert.Equal((LoadOutcome.RemovalsUnconfirmed, 1_000, 400, 400), (report.Outcome, report.InScope, report.RemovedInScope, report.Removals));
        Assert.Equal(1, (await store.ReadAsync()).Version.Number);
    }

    [Fact]
    public async Task An_empty_file_is_a_problem_and_not_a_file_of_no_rows()
    {
        await using var store = await LoadedStore.OpenAsync();
        bundle.WriteText(Products, "");

        var report = await store.LoadAsync(bundle, request => request with { SkipBadRows = true });

        Assert.Equal((LoadOutcome.Refused, BundleProblemCode.EmptyFile, Products), (report.Outcome, Assert.Single(report.Problems).Code, report.Problems[0].File));
    }

    [Theory]
    [InlineData("5\" 管 \\ 斜", "\"5\"\" 管 \\ 斜\"")]
    [InlineData("line\nfeed", "\"line\nfeed\"")]
    [InlineData("=HYPERLINK(1)", "=HYPERLINK(1)")]
    [InlineData("a' OR 1=1 --; DROP TABLE entity", "a' OR 1=1 --; DROP TABLE entity")]
    [InlineData("}) DETACH DELETE (n", "}) DETACH DELETE (n")]
    [InlineData("\U0001f525\u202e שלום", "\U0001f525\u202e שלום")]
    public async Task A_hostile_name_is_loaded_as_it_stands(string name, string cell)
    {
        await using var store = await LoadedStore.OpenAsync();
        bundle.Write(Products, "id,name_en,source,evidence", $"product:a,{cell},source:plan,stated");

        var report = await store.LoadAsync(bundle);

        Assert.Equal(LoadOutcome.Loaded, report.Outcome);
        Assert.Equal(name, (await store.ReadAsync()).Find(EntityId.Parse("product:a"))!.Names.English);
    }

    [Fact]
    public async Task NUL_is_refused_where_it_stands_and_formulas_are_harmless_in_the_table_of_rejects()
    {
        await using var store = await LoadedStore.OpenAsync();
        bundle.Write(Products, "id,name_en,source,evidence", "product:a,N\0UL,source:plan,stated", "product:b,B,source:plan,=cmd()");

        var report = await store.LoadAsync(bundle, request => request with { SkipBadRows = true, RejectsFolder = store.At("rejects") });

        Assert.Equal((LoadOutcome.Loaded, BundleProblemCode.ControlCharacter, 2), (report.Outcome, report.Problems[0].Code, report.Problems[0].Line));
        Assert.Contains(",BAD_EVIDENCE,'=cmd(),", await File.ReadAllTextAsync(Path.Combine(store.At("rejects"), RejectedRows.ProblemsFile)), StringComparison.Ordinal);
    }
}
