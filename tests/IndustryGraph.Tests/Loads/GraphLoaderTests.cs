using IndustryGraph.Bundles;
using IndustryGraph.Changes;
using IndustryGraph.Loads;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;
using IndustryGraph.Tests.Bundles;
using IndustryGraph.Tests.Storage;
using Xunit;
using static IndustryGraph.Tests.Bundles.TemporaryBundle;

namespace IndustryGraph.Tests.Loads;

public sealed class GraphLoaderTests : IDisposable
{
    private const string Products = "entities/products.csv";
    private readonly TemporaryBundle stored = new();
    private readonly TemporaryBundle bundle = new();

    public GraphLoaderTests() => Clear(bundle);

    public void Dispose()
    {
        stored.Dispose();
        bundle.Dispose();
    }

    [Fact]
    public async Task Rows_may_cite_and_link_what_only_the_graph_has()
    {
        await using var store = await LoadedStore.WithAsync(stored);
        bundle.Write(Products, "id,name_zh,source,evidence", "product:wire,线,source:table,stated");
        bundle.Write(Inputs, "from,to,source,evidence", "industry:steel,product:wire,source:plan,stated");

        var report = await store.LoadAsync(bundle);

        Assert.Equal((LoadOutcome.Loaded, 2L), (report.Outcome, report.Version!.Number));
        Assert.Equal([new KindChanges("Product", 1, 0, 0), new KindChanges("INPUT_TO", 1, 0, 0)], report.Difference.Kinds);
        Assert.Equal(("tester", "a test", Provenance.Bundle, report.ContentHash),
            (report.Version.Provenance.Who, report.Version.Provenance.Message, report.Version.Provenance.Origin, report.Version.Provenance.ContentHash));
        Assert.NotNull((await store.ReadAsync()).Find(LinkId.TryParse("industry:steel|INPUT_TO|product:wire", out var link) ? link : default));
    }

    [Fact]
    public async Task Rows_are_read_on_no_thread_of_the_pool_which_those_who_ask_need()
    {
        await using var store = await LoadedStore.OpenAsync();
        var readers = new Readers();

        await store.Loader.LoadAsync(
            new LoadRequest { Path = stored.Folder, Who = "tester", Message = "a test" }, null, readers, CancellationToken.None);

        Assert.NotEmpty(readers.OfThePool);
        Assert.DoesNotContain(true, readers.OfThePool);
    }

    [Fact]
    public async Task The_same_bundle_makes_no_second_version_in_any_order_of_its_rows()
    {
        await using var store = await LoadedStore.WithAsync(stored);
        foreach (var file in new[] { Sources, Industries, Items, Inputs, Broader, FurtherCitations })
        {
            stored.Write(file, [stored.Lines(file)[0], .. stored.Lines(file).Skip(1).Reverse()]);
        }

        var report = await store.LoadAsync(stored);

        Assert.Equal((LoadOutcome.NothingToDo, 1L), (report.Outcome, report.Base.Number));
        Assert.Null(report.Version);
        Assert.All(report.Files, file => Assert.Equal((0, 0, file.Read), (file.Accepted, file.Rejected, file.Unchanged)));
        Assert.Equal(1, (await store.ReadAsync()).Version.Number);
    }

    [Fact]
    public async Task A_row_is_the_whole_of_its_entity_with_the_citations_that_the_bundle_gives_for_it()
    {
        await using var store = await LoadedStore.WithAsync(stored);
        bundle.Write(Industries, "id,name_en,source,evidence", "industry:steel,Steel,source:table,derived");

        var report = await store.LoadAsync(bundle);

        var change = Assert.Single(report.Difference.Changes);
        Assert.Equal(FactChangeType.Changed, change.Type);
        Assert.Equal(
            [
                new FieldChange("name_zh", "钢铁", null),
                new FieldChange("citations", "source:plan stated, at 2.3 | source:table derived, at row 12", "source:table derived"),
            ],
            change.Fields);
    }

    [Fact]
    public async Task A_further_citation_alone_is_added_to_those_that_the_graph_has()
    {
        await using var store = await LoadedStore.WithAsync(stored);
        bundle.Write(FurtherCitations, "subject,source,locator,evidence",
            "industry:cars,source:table,p. 3,stated", "industry:steel,source:plan,2.3,stated", "industry:steel|INPUT_TO|industry:cars,source:table,,stated", "industry:gone,source:plan,,stated");

        var report = await store.LoadAsync(bundle, request => request with { SkipBadRows = true });

        Assert.Equal(LoadOutcome.Loaded, report.Outcome);
        Assert.Equal(new BundleFileRows(FurtherCitations, 4, 1) { Unchanged = 1 }, Assert.Single(report.Files));
        Assert.Equal((BundleProblemCode.UnknownSubject, 5), (Assert.Single(report.Problems).Code, report.Problems[0].Line));
        Assert.Equal(["industry:cars", "industry:steel|INPUT_TO|industry:cars"], report.Difference.Changes.Select(change => change.Id));
        Assert.Equal(2, (await store.ReadAsync()).Find(EntityId.Parse("industry:cars"))!.Citations.Count);
    }

    [Fact]
    public async Task A_row_that_repeats_another_is_unchanged_and_a_warning_and_one_that_differs_is_a_problem()
    {
        await using var store = await LoadedStore.WithAsync(stored);
        bundle.Write(Products, "id,name_zh,source,evidence",
            "product:a,甲,source:plan,stated", "product:a,甲,source:plan,stated", "product:b,乙,source:plan,stated", "product:b,丙,source:plan,stated");

        var report = await store.LoadAsync(bundle);

        Assert.Equal(LoadOutcome.Refused, report.Outcome);
        var problem = Assert.Single(report.Problems);
        Assert.Equal((5, BundleProblemCode.DuplicateEntity), (problem.Line, problem.Code));
        Assert.Contains($"{Products}:4", problem.Message, StringComparison.Ordinal);
        var warning = Assert.Single(report.Warnings);
        Assert.Equal((3, BundleProblemCode.RepeatedRow), (warning.Line, warning.Code));
        Assert.Equal(new BundleFileRows(Products, 4, 1) { Unchanged = 1 }, Assert.Single(report.Files));
    }

    [Fact]
    public async Task One_bad_row_keeps_the_whole_bundle_out()
    {
        await using var store = await LoadedStore.WithAsync(stored);
        bundle.Write(Products, "id,name_zh,source,evidence", "product:a,甲,source:plan,stated", "product:b,乙,source:plan,guessed");

        var report = await store.LoadAsync(bundle);

        Assert.Equal((LoadOutcome.Refused, 1), (report.Outcome, report.ProblemCount));
        Assert.Equal(1, (await store.ReadAsync()).Version.Number);
    }

    [Fact]
    public async Task Rows_that_need_a_rejected_one_are_left_out_with_it_and_the_rejects_load_once_corrected()
    {
        await using var store = await LoadedStore.WithAsync(stored);
        bundle.Write(Sources, "id,name_en,date", "source:new,New,2020");
        bundle.Write("entities/classifications.csv", "id,name_en,source,evidence", "classification:x,X,source:new,guessed");
        bundle.Write(Items, "id,name_en,scheme,source,evidence", "class:x:1,One,classification:x,source:new,stated", "class:isic:02,Two,classification:isic,source:new,stated");
        bundle.Write("links/corresponds-to.csv", "from,to,match,source,evidence", "class:x:1,class:isic:A,exact,source:new,stated", "class:isic:02,class:isic:A,close,source:new,stated");
        bundle.Write(FurtherCitations, "subject,source,evidence", "class:x:1,source:plan,stated", "class:isic:02,source:plan,stated");
        var rejects = store.At("rejects");

        var report = await store.LoadAsync(bundle, request => request with { SkipBadRows = true, RejectsFolder = rejects });

        Assert.Equal(LoadOutcome.Loaded, report.Outcome);
        Assert.Equal(
            [
                ("entities/classification-items.csv", 2, "scheme", "DEPENDS_ON_REJECTED"), ("entities/classifications.csv", 2, "evidence", "BAD_EVIDENCE"),
                ("links/corresponds-to.csv", 2, "from", "DEPENDS_ON_REJECTED"), ("citations.csv", 2, null, "DEPENDS_ON_REJECTED"),
            ],
            report.Problems.Select(problem => (problem.File, problem.Line!.Value, problem.Column?.Name, problem.Code.Code())).OrderBy(item => item.File == "citations.csv").ThenBy(item => item.File, StringComparer.Ordinal));
        Assert.Equal([("sources.csv", 1, 0), ("entities/classifications.csv", 0, 1), (Items, 1, 1), ("links/corresponds-to.csv", 1, 1), (FurtherCitations, 1, 1)],
            report.Files.Select(file => (file.File, file.Accepted, file.Rejected)));
        Assert.StartsWith("file,line,column,code,value,message\nentities/classifications.csv,2,evidence,BAD_EVIDENCE,guessed,", await File.ReadAllTextAsync(Path.Combine(rejects, RejectedRows.ProblemsFile)), StringComparison.Ordinal);

        var toCorrect = Path.Combine(rejects, RejectedRows.BundleFolderName);
        var classifications = Path.Combine(toCorrect, "entities", "classifications.csv");
        await File.WriteAllTextAsync(classifications, (await File.ReadAllTextAsync(classifications)).Replace("guessed", "stated", StringComparison.Ordinal));
        var second = await store.LoadAsync(toCorrect);
        Assert.Equal((LoadOutcome.Loaded, 4), (second.Outcome, second.Files.Sum(file => file.Accepted)));

        // In two steps the graph is what it would have been in one.
        bundle.Replace("entities/classifications.csv", "guessed", "stated");
        Assert.Equal(LoadOutcome.NothingToDo, (await store.LoadAsync(bundle)).Outcome);
    }

    [Fact]
    public async Task A_scope_that_is_replaced_loses_what_the_bundle_omits_and_the_links_of_that()
    {
        stored.Append(Industries, [.. Enumerable.Range(0, 9).Select(i => $"industry:i-{i},甲{i},,,,,,source:plan,,stated,")]);
        await using var store = await LoadedStore.WithAsync(stored);
        bundle.Write(Industries, [.. stored.Lines(Industries).Where(line => !line.StartsWith("industry:cars", StringComparison.Ordinal) && !line.StartsWith("industry:i-8", StringComparison.Ordinal))]);
        bundle.Write(FurtherCitations, [stored.Lines(FurtherCitations)[0], "industry:steel,source:plan,2.3,stated"]);

        var report = await store.LoadAsync(bundle, Replacing("Industry"));

        Assert.Equal(LoadOutcome.Loaded, report.Outcome);
        Assert.Equal((12, 2, 3), (report.InScope, report.RemovedInScope, report.Removals));
        Assert.Equal([new KindChanges("Industry", 0, 0, 2), new KindChanges("INPUT_TO", 0, 0, 1)], report.Difference.Kinds);
        Assert.Null((await store.ReadAsync()).Find(EntityId.Parse("industry:cars")));
    }

    [Fact]
    public async Task Much_is_removed_only_where_somebody_says_exactly_how_much()
    {
        await using var store = await LoadedStore.WithAsync(stored);
        bundle.Write(Industries, [.. stored.Lines(Industries).Where(line => !line.StartsWith("industry:cars", StringComparison.Ordinal))]);
        bundle.Write(FurtherCitations, [.. stored.Lines(FurtherCitations).Take(2)]);

        var asked = await store.LoadAsync(bundle, Replacing("Industry"));
        var wrong = await store.LoadAsync(bundle, request => Replacing("Industry")(request) with { ConfirmRemovals = 1 });
        var dry = await store.LoadAsync(bundle, request => Replacing("Industry")(request) with { DryRun = true });
        Assert.Equal(LoadOutcome.RemovalsUnconfirmed, asked.Outcome);
        Assert.Equal(LoadOutcome.RemovalsUnconfirmed, wrong.Outcome);
        Assert.Equal(LoadOutcome.RemovalsUnconfirmed, dry.Outcome);
        Assert.Equal((3, 1, 2), (asked.InScope, asked.RemovedInScope, asked.Removals));

        var right = await store.LoadAsync(bundle, request => Replacing("Industry")(request) with { ConfirmRemovals = 2 });
        Assert.Equal(LoadOutcome.Loaded, right.Outcome);
    }

    [Fact]
    public async Task A_source_scope_holds_what_that_source_alone_states()
    {
        await using var store = await LoadedStore.WithAsync(stored);
        bundle.Write(Inputs, "from,to,source,evidence", "industry:cars,industry:steel,source:plan,stated");

        var report = await store.LoadAsync(bundle, request => Replacing("INPUT_TO,source:plan")(request) with { ConfirmRemovals = 1 });

        Assert.Equal(LoadOutcome.Loaded, report.Outcome);
        Assert.Equal([(FactChangeType.Added, "industry:cars|INPUT_TO|industry:steel"), (FactChangeType.Removed, "industry:steel|INPUT_TO|industry:cars")],
            report.Difference.Changes.Select(change => (change.Type, change.Id)));
    }

    [Fact]
    public async Task What_the_rest_of_the_graph_needs_is_not_removed()
    {
        await using var store = await LoadedStore.WithAsync(stored);
        bundle.Write(Sources, stored.Lines(Sources)[..2]);

        var report = await store.LoadAsync(bundle, request => Replacing("Source")(request) with { ConfirmRemovals = 1, SkipBadRows = true });

        Assert.Equal(LoadOutcome.Refused, report.Outcome);
        Assert.Equal([BundleProblemCode.StillNeeded], report.ProblemCounts.Keys);
        Assert.All(report.Problems, problem => Assert.Contains("source:table", problem.Message, StringComparison.Ordinal));
        Assert.Contains(report.Problems, problem => problem.Value == "industry:steel");
    }

    [Fact]
    public async Task A_replacement_with_rows_that_cannot_be_named_is_refused_even_without_its_bad_rows()
    {
        await using var store = await LoadedStore.WithAsync(stored);
        bundle.Write(Industries, stored.Lines(Industries));
        bundle.Append(Industries, ",无名,,,,,,source:plan,,stated,");

        var report = await store.LoadAsync(bundle, request => Replacing("Industry")(request) with { SkipBadRows = true });

        Assert.Equal(LoadOutcome.Refused, report.Outcome);
        Assert.Equal(1, report.ProblemCounts[BundleProblemCode.OmissionsUnknown]);
    }

    [Fact]
    public async Task A_bad_row_of_a_replaced_scope_is_not_taken_for_an_omission()
    {
        await using var store = await LoadedStore.WithAsync(stored);
        bundle.Write(Industries, stored.Lines(Industries));
        bundle.Replace(Industries, "industry:cars,,Cars,,,,,source:plan,,curated,", "industry:cars,,Cars,,,,,source:plan,,guessed,");
        bundle.Write(FurtherCitations, [.. stored.Lines(FurtherCitations).Take(2)]);

        var report = await store.LoadAsync(bundle, request => Replacing("Industry")(request) with { SkipBadRows = true });

        Assert.Equal((LoadOutcome.NothingToDo, 1, 0), (report.Outcome, report.ProblemCount, report.Removals));
    }

    [Fact]
    public async Task A_stale_base_is_a_conflict_where_a_version_is_expected_and_planned_anew_where_none_is()
    {
        await using var store = await LoadedStore.WithAsync(stored);
        var old = await store.ReadAsync();
        bundle.Write(Products, "id,name_zh,source,evidence", "product:a,甲,source:plan,stated");
        await store.LoadAsync(bundle);
        bundle.Write(Products, "id,name_zh,source,evidence", "product:a,甲,source:plan,stated", "product:b,乙,source:plan,stated");

        var conflict = await store.LoadAsync(bundle, request => request with { ExpectVersion = 1 });
        Assert.Equal((LoadOutcome.Conflict, 2L), (conflict.Outcome, conflict.Base.Number));

        var report = await store.Loader.LoadAsync(
            new LoadRequest { Path = bundle.Folder, Who = "a", Message = "b" }, old, null, CancellationToken.None);
        Assert.Equal((LoadOutcome.Loaded, 2L, 3L), (report.Outcome, report.Base.Number, report.Version!.Number));
        Assert.Equal(new BundleFileRows(Products, 2, 0) { Unchanged = 1 }, Assert.Single(report.Files));
    }

    [Fact]
    public async Task The_same_load_twice_at_once_makes_one_version()
    {
        await using var store = await LoadedStore.OpenAsync();

        var reports = await Task.WhenAll(store.LoadAsync(stored), store.LoadAsync(stored));

        Assert.Equal([LoadOutcome.Loaded, LoadOutcome.NothingToDo], reports.Select(report => report.Outcome).Order());
        Assert.Equal(1, (await store.ReadAsync()).Version.Number);
    }

    [Fact]
    public async Task An_entity_keeps_its_kind()
    {
        await using var store = await LoadedStore.WithAsync(stored);
        bundle.Write(Products, "id,name_zh,source,evidence", "industry:steel,钢,source:plan,stated");

        var problem = Assert.Single((await store.LoadAsync(bundle)).Problems);

        Assert.Equal((Products, 2, "id", BundleProblemCode.KindChanged), (problem.File, problem.Line, problem.Column?.Name, problem.Code));
    }

    [Fact]
    public async Task A_cycle_through_the_graph_is_blamed_on_the_row_that_closes_it()
    {
        await using var store = await LoadedStore.WithAsync(stored);
        bundle.Write(Broader, "from,to,source,evidence", "class:isic:A,class:isic:011,source:table,stated");

        var report = await store.LoadAsync(bundle);

        var problem = Assert.Single(report.Problems);
        Assert.Equal((Broader, 2, BundleProblemCode.TaxonomyCycle), (problem.File, problem.Line, problem.Code));
    }

    [Theory]
    [InlineData(LoadMode.Replace, null, null, "needs a scope")]
    [InlineData(LoadMode.Upsert, "Product", null, "A scope is for a load that replaces")]
    [InlineData(LoadMode.Upsert, null, 3, "Only a load that replaces removes")]
    public async Task A_request_that_makes_no_sense_is_refused_with_what_to_do(LoadMode mode, string? scope, int? confirmed, string expected)
    {
        await using var store = await LoadedStore.OpenAsync();

        var report = await store.LoadAsync(stored, request => request with
        {
            Mode = mode, Scope = scope is null ? null : LoadScope.Parse(scope, out _), ConfirmRemovals = confirmed,
        });

        Assert.Equal(LoadOutcome.Refused, report.Outcome);
        Assert.Contains(expected, report.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bundle_without_a_table_is_refused()
    {
        await using var store = await LoadedStore.OpenAsync();

        var report = await store.LoadAsync(bundle);

        Assert.Equal((LoadOutcome.Refused, BundleProblemCode.FileMissing), (report.Outcome, Assert.Single(report.Problems).Code));
    }

    [Fact]
    public async Task A_version_is_taken_back_by_a_new_one_and_not_where_later_ones_stand_in_the_way()
    {
        await using var store = await LoadedStore.WithAsync(stored);
        var first = await store.ReadAsync();
        bundle.Write(Products, "id,name_zh,source,evidence", "product:a,甲,source:plan,stated");
        await store.LoadAsync(bundle);
        bundle.Write(Products, "id,name_zh,source,evidence", "product:a,乙,source:plan,stated");
        await store.LoadAsync(bundle);

        var blocked = await RevertAsync(store, 2);
        Assert.Equal((LoadOutcome.Refused, ProblemCode.ChangedSince, "product:a"), (blocked.Outcome, Assert.Single(blocked.Problems).Code, blocked.Problems[0].Subject));

        Assert.Equal(4, (await RevertAsync(store, 3)).Version!.Number);
        var second = await RevertAsync(store, 2);
        Assert.Equal((5L, Provenance.Reversal), (second.Version!.Number, second.Version.Provenance.Origin));
        var last = await store.ReadAsync();
        Assert.Equal(first.Entities.ToArray(), last.Entities.ToArray());
        Assert.Equal(SnapshotAssert.Links(first), SnapshotAssert.Links(last));
        Assert.Equal(LoadOutcome.NothingToDo, (await RevertAsync(store, 2)).Outcome);
        Assert.Contains("versions 1 to 5", (await RevertAsync(store, 6)).Refusal, StringComparison.Ordinal);

        var difference = await GraphHistory.DifferenceAsync(store.Store, 3, 2, 10, CancellationToken.None);
        Assert.Equal(new FieldChange("name_zh", "乙", "甲"), Assert.Single(Assert.Single(difference!.Changes).Fields));
        Assert.Null(await GraphHistory.DifferenceAsync(store.Store, 3, 6, 10, CancellationToken.None));
    }

    [Fact]
    public async Task A_report_is_the_same_after_a_way_through_JSON()
    {
        await using var store = await LoadedStore.WithAsync(stored);
        bundle.Write(Products, "id,name_zh,source,evidence", "product:a,甲,source:plan,stated", "product:a,甲,source:plan,stated", "product:b,乙,source:plan,guessed");
        var json = LoadReportJson.Write(await store.LoadAsync(bundle, request => request with { SkipBadRows = true }));

        Assert.Equal(json, LoadReportJson.Write(LoadReportJson.Read(json)));
        Assert.Contains("\"code\":\"BAD_EVIDENCE\"", json, StringComparison.Ordinal);
        Assert.Contains("\"outcome\":\"LOADED\"", json, StringComparison.Ordinal);
        Assert.All(Enum.GetValues<BundleProblemCode>(), code => Assert.Equal($"\"{code.Code()}\"", System.Text.Json.JsonSerializer.Serialize(code, LoadReportJson.Options)));
    }

    private static Task<RevertReport> RevertAsync(LoadedStore store, long version) =>
        store.Loader.RevertAsync(new RevertRequest { Version = version, Who = "tester", Message = "back" }, null, CancellationToken.None);

    private static Func<LoadRequest, LoadRequest> Replacing(string scope) =>
        request => request with { Mode = LoadMode.Replace, Scope = LoadScope.Parse(scope, out _) };

    private static void Clear(TemporaryBundle bundle)
    {
        foreach (var entry in new DirectoryInfo(bundle.Folder).EnumerateFileSystemInfos())
        {
            if (entry is DirectoryInfo folder)
            {
                folder.Delete(recursive: true);
            }
            else
            {
                entry.Delete();
            }
        }
    }

    /// <summary>Of each report while rows are read, whether its thread is one of the pool.</summary>
    private sealed class Readers : IProgress<LoadProgress>
    {
        public List<bool> OfThePool { get; } = [];

        public void Report(LoadProgress value)
        {
            if (value.Phase == LoadPhase.Reading)
            {
                OfThePool.Add(Thread.CurrentThread.IsThreadPoolThread);
            }
        }
    }
}
