using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json.Nodes;
using IndustryGraph.Analysis;
using IndustryGraph.Model;
using IndustryGraph.Paths;
using IndustryGraph.Server.GraphQL;
using IndustryGraph.Server.Reads;
using IndustryGraph.Snapshots;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace IndustryGraph.Tests.Server.Schema;

/// <summary>Each analysis field gives what the core's function finds in the seed, and refuses what makes no sense.</summary>
public sealed class AnalysisTests : IDisposable
{
    private static readonly SearchLimits Wide = new()
    {
        Hops = 50, Expansions = long.MaxValue, Results = 1_000_000, Time = Timeout.InfiniteTimeSpan,
    };

    private static readonly LinkFilter Supplying = LinkFilter.Of([LinkKind.InputTo, LinkKind.PartOf]);

    private readonly InProcessService service = new();

    private static GraphSnapshot Seed => InProcessService.Seed;

    [Theory]
    [InlineData("industry:new-energy-vehicles", Evidence.Curated)]
    [InlineData("industry:humanoid-robots", Evidence.Stated)]
    [InlineData("subfield:integrated-circuits", Evidence.Derived)]
    public async Task Chokepoints_are_those_of_the_core(string target, Evidence weakest)
    {
        var links = LinkFilter.Of([LinkKind.InputTo, LinkKind.PartOf], weakest);
        var expected = Chokepoints.Of(Seed, [At(target)], links, Wide, TimeProvider.System);
        var given = await AskAsync($$"""
            { chokepoints(of: "{{target}}", weakestEvidence: {{Name(weakest)}}, first: 12) {
                considered complete reason explored { links } chokepoints { entity { id } lostCount lost(first: 100) { id } } } }
            """);

        Assert.Equal(expected.Points.Take(12).Select(point => $"{IdOf(point.Entity)} {point.LostCount}"), List(given["chokepoints"], point => $"{point["entity"]!["id"]} {point["lostCount"]}"));
        Assert.Equal(expected.Points.Take(12).Select(point => string.Join(' ', point.Lost.Take(100).Select(IdOf))), List(given["chokepoints"], point => string.Join(' ', Ids(point["lost"]))));
        Assert.Equal((expected.Considered, expected.Explored.Links), ((int)given["considered"]!, (long)given["explored"]!["links"]!));
        AssertCut(expected.Points.Count > 12 ? CutReason.Results : CutReason.None, given);
    }

    [Fact]
    public async Task Chokepoints_of_products_are_those_of_the_core()
    {
        var expected = Chokepoints.OfProducts(Seed, At("industry:new-energy-vehicles"), LinkFilter.Of(LinkKind.InputTo), Wide, TimeProvider.System);
        var given = await AskAsync("""
            { chokepoints(of: ["industry:new-energy-vehicles"], counting: PRODUCTS, kinds: [INPUT_TO], first: 100) {
                considered complete reason chokepoints { entity { id } lostCount lost { id } } } }
            """);

        Assert.NotEmpty(expected.Points);
        Assert.Equal(expected.Considered, (int)given["considered"]!);
        Assert.Equal(
            expected.Points.Select(point => $"{IdOf(point.Entity)} {point.LostCount}: {string.Join(' ', point.Lost.Take(10).Select(IdOf))}"),
            List(given["chokepoints"], point => $"{point["entity"]!["id"]} {point["lostCount"]}: {string.Join(' ', Ids(point["lost"]))}"));
        AssertCut(CutReason.None, given);
    }

    [Fact]
    public async Task Impact_by_hops_is_that_of_the_core()
    {
        var expected = Impact.ByHops(Seed, [At("subfield:integrated-circuits"), At("material:gallium")], 2, 0.25, Supplying, Wide, TimeProvider.System);
        var given = await AskAsync("""
            { impactByHops(of: ["subfield:integrated-circuits", "material:gallium"], maxHops: 2, decay: 0.25, first: 15) {
                affectedCount complete reason
                affected { entity { id } hops strength suppliersHit suppliers path { steps { link { id } } } } } }
            """);

        Assert.Equal(expected.Affected.Count, (int)given["affectedCount"]!);
        Assert.Equal(
            expected.Affected.Take(15).Select(item => (IdOf(item.Entity), item.Hops, item.Strength, item.SuppliersHit, item.Suppliers, Steps(item.Path))),
            List(given["affected"], item => ((string)item["entity"]!["id"]!, (int)item["hops"]!, (double)item["strength"]!, (int)item["suppliersHit"]!, (int)item["suppliers"]!, Steps(item["path"]!))));
        AssertCut(CutReason.Results, given);
    }

    [Fact]
    public async Task Impact_by_coefficients_is_that_of_the_core()
    {
        var expected = Impact.ByCoefficients(Seed, [At("class:wiod-2013:c14")], 2, LinkFilter.Of(LinkKind.InputTo), Wide, TimeProvider.System);
        var given = await AskAsync("""
            { impactByCoefficients(of: "class:wiod-2013:c14", pathsEach: 2, first: 100) {
                rounds residual converged complete reason affected { entity { id } requirement paths { strength steps { link { id } } } } } }
            """);

        Assert.True(expected.Affected.Count > 20);
        Assert.Equal(
            expected.Affected.Select(item => (IdOf(item.Entity), item.Requirement, string.Join(' ', item.Paths.Select(path => $"{path.Strength:R} {Steps(path)}")))),
            List(given["affected"], item => ((string)item["entity"]!["id"]!, (double)item["requirement"]!, string.Join(' ', item["paths"]!.AsArray().Select(path => $"{(double)path!["strength"]!:R} {Steps(path)}")))));
        Assert.Equal((expected.Rounds, expected.Residual, true), ((int)given["rounds"]!, (double)given["residual"]!, (bool)given["converged"]!));
        AssertCut(CutReason.None, given);
    }

    [Fact]
    public async Task Common_enablers_are_those_of_the_core()
    {
        var expected = CommonEnablers.Of(
            Seed, [At("industry:humanoid-robots"), At("industry:new-energy-vehicles")], EntityKind.Technology, 3,
            LinkFilter.Of([LinkKind.Enables, LinkKind.PartOf], Evidence.Derived), Wide, TimeProvider.System);
        var given = await AskAsync("""
            { commonEnablers(industries: ["industry:humanoid-robots", "industry:new-energy-vehicles"], maxHops: 3, weakestEvidence: DERIVED, first: 5) {
                complete reason enablers { entity { id } ways { steps { link { id } } } } } }
            """);

        Assert.NotEmpty(expected.Enablers);
        Assert.Equal(
            expected.Enablers.Take(5).Select(item => $"{IdOf(item.Entity)}: {string.Join(' ', item.Ways.Select(Steps))}"),
            List(given["enablers"], item => $"{item["entity"]!["id"]}: {string.Join(' ', item["ways"]!.AsArray().Select(way => Steps(way!)))}"));
        AssertCut(expected.Enablers.Count > 5 ? CutReason.Results : CutReason.None, given);
    }

    [Fact]
    public async Task Similar_industries_are_those_of_the_core()
    {
        var links = LinkFilter.Of([LinkKind.PartOf, LinkKind.Enables, LinkKind.InputTo], Evidence.Stated);
        var expected = SimilarIndustries.Of(Seed, At("industry:humanoid-robots"), int.MaxValue, new FeatureWeights(), links);
        var given = await AskAsync("""
            { similarIndustries(to: "industry:humanoid-robots", kinds: [PART_OF, ENABLES, INPUT_TO], weakestEvidence: STATED, first: 3) {
                totalCount complete reason industries { industry { id } score sharedCount shared(first: 100) { entity { id } role weight } } } }
            """);

        Assert.Equal(expected.Count, (int)given["totalCount"]!);
        Assert.Equal(
            expected.Take(3).Select(item => (IdOf(item.Industry), item.Score, item.Shared.Count)),
            List(given["industries"], item => ((string)item["industry"]!["id"]!, (double)item["score"]!, (int)item["sharedCount"]!)));
        Assert.Equal(
            expected.Take(3).SelectMany(item => item.Shared).Select(item => ($"{IdOf(item.Entity)} {item.Role.ToString().ToUpperInvariant()}", item.Weight)),
            List(given["industries"], item => item["shared"]!.AsArray()).SelectMany(shared => shared).Select(item => ($"{item!["entity"]!["id"]} {item["role"]}", (double)item["weight"]!)));
        AssertCut(CutReason.Results, given);
    }

    [Theory]
    [InlineData("of: \"industry:quantum-information\"", "industry:quantum-information")]
    [InlineData("code: \"3990\", scheme: \"classification:gbt4754-2017\"", "class:gbt4754-2017:3990")]
    public async Task A_crosswalk_is_that_of_the_core(string asked, string item)
    {
        var expected = Crosswalk.Of(Seed, At(item), EntityId.Parse("classification:isic-rev4"), 6, Wide, TimeProvider.System);
        var given = await AskAsync($$"""
            { crosswalk({{asked}}, to: "classification:isic-rev4", maxHops: 6, first: 100) {
                complete reason candidates { item { id scheme { id } } match assured weakestMatch path { steps { link { id } } } } } }
            """);

        Assert.NotEmpty(expected.Candidates);
        Assert.Equal(
            expected.Candidates.Take(100).Select(found => $"{IdOf(found.Entity)} {found.Match.Kind} {found.Match.Assured} {Crosswalk.WeakestOn(Seed, found.Path)} {Steps(found.Path)}".ToUpperInvariant()),
            List(given["candidates"], found => $"{found["item"]!["id"]} {found["match"]} {found["assured"]} {found["weakestMatch"]} {Steps(found["path"]!)}".ToUpperInvariant()));
        Assert.All(given["candidates"]!.AsArray(), found => Assert.Equal("classification:isic-rev4", (string)found!["item"]!["scheme"]!["id"]!));
    }

    [Fact]
    public async Task Centrality_is_that_of_the_core()
    {
        var degrees = Centrality.DegreesOf(Seed, LinkFilter.Of(LinkKind.InputTo, Evidence.Stated));
        await AssertRanking("LINKS_IN, kinds: [INPUT_TO], weakestEvidence: STATED", [.. degrees.In.Select(count => (double)count)]);
        await AssertRanking("LINKS_OUT, kinds: [INPUT_TO], weakestEvidence: STATED", [.. degrees.Out.Select(count => (double)count)]);
        await AssertRanking("PAGE_RANK", Centrality.PageRank(Seed, LinkFilter.All, 0.85, Wide, TimeProvider.System).Scores);
        await AssertRanking("PAGE_RANK, kinds: [INPUT_TO]", Centrality.PageRank(Seed, LinkFilter.Of(LinkKind.InputTo), 0.85, Wide, TimeProvider.System).Scores);
        await AssertRanking("BETWEENNESS, weakestEvidence: DERIVED", Betweenness.Of(Seed, LinkFilter.Of(LinkKinds.All, Evidence.Derived), long.MaxValue, 1, 1, Wide, TimeProvider.System).Scores);
    }

    [Fact]
    public async Task A_ranking_gives_only_the_kinds_that_are_asked_for()
    {
        var all = await AskAsync("{ centrality(measure: PAGE_RANK, of: [POLICY, INDUSTRY], first: 100) { totalCount sampled searches entities { entity { kind } } } }");

        Assert.Equal(Seed.OfKind(EntityKind.Policy).Length + Seed.OfKind(EntityKind.Industry).Length, (int)all["totalCount"]!);
        Assert.Equal(["INDUSTRY", "POLICY"], List(all["entities"], item => (string)item["entity"]!["kind"]!).Distinct().Order());
        Assert.Equal("false ", $"{all["sampled"]} {all["searches"]}");
    }

    [Fact]
    public async Task Gaps_are_those_of_the_core_and_can_be_paged_through()
    {
        var expected = Gaps.Of(Seed, LinkFilter.Of(LinkKind.InputTo, Evidence.Stated), int.MaxValue);
        const string gap = "{ count byKind { kind count } entities(first: 100, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }";
        await AssertGap("withoutUpstream", expected.WithoutUpstream, gap, "entities", IdOf);
        await AssertGap("curatedEntities", expected.CuratedEntities, gap, "entities", IdOf);
        await AssertGap("singleSupplier", expected.SingleSupplier, gap, "entities", IdOf);
        await AssertGap(
            "curatedLinks", expected.CuratedLinks,
            "{ count byKind { kind count } links(first: 100, after: $after) { nodes: edges { id: link { id } } pageInfo { hasNextPage endCursor } } }",
            "links", link => Seed.LinkAt(link).Id.ToString());

        var some = await AskAsync("{ gaps { curatedLinks { links(kinds: [ENABLES], first: 1) { totalCount nodes { id } } } singleSupplier { entities(kinds: [MATERIAL], last: 2) { totalCount nodes { kind } } } } }");
        Assert.Equal(expected.CuratedLinks.ByKind.Single(item => item.Key == LinkKind.Enables).Value, (int)some["curatedLinks"]!["links"]!["totalCount"]!);
        Assert.Equal(expected.SingleSupplier.ByKind.Single(item => item.Key == EntityKind.Material).Value, (int)some["singleSupplier"]!["entities"]!["totalCount"]!);
        Assert.Equal(["MATERIAL", "MATERIAL"], List(some["singleSupplier"]!["entities"]!["nodes"], item => (string)item["kind"]!));
    }

    [Theory]
    [InlineData("chokepoints(of: []) { complete }", "INVALID_ARGUMENT")]
    [InlineData("chokepoints(of: [\"no id\"]) { complete }", "INVALID_ARGUMENT")]
    [InlineData("chokepoints(of: [\"industry:nowhere\"]) { complete }", "NOT_FOUND")]
    [InlineData("chokepoints(of: \"industry:energy\", first: 0) { complete }", "INVALID_ARGUMENT")]
    [InlineData("chokepoints(of: \"industry:energy\", first: 101) { complete }", "INVALID_ARGUMENT")]
    [InlineData("chokepoints(of: \"material:gallium\", counting: PRODUCTS) { complete }", "INVALID_ARGUMENT")]
    [InlineData("chokepoints(of: [\"industry:energy\", \"industry:food\"], counting: PRODUCTS) { complete }", "INVALID_ARGUMENT")]
    [InlineData("chokepoints(of: \"industry:new-energy-vehicles\") { chokepoints { lost(first: 101) { id } } }", "INVALID_ARGUMENT")]
    [InlineData("impactByHops(of: []) { complete }", "INVALID_ARGUMENT")]
    [InlineData("impactByHops(of: \"material:none\") { complete }", "NOT_FOUND")]
    [InlineData("impactByHops(of: \"material:gallium\", maxHops: 13) { complete }", "INVALID_ARGUMENT")]
    [InlineData("impactByHops(of: \"material:gallium\", maxHops: -1) { complete }", "INVALID_ARGUMENT")]
    [InlineData("impactByHops(of: \"material:gallium\", decay: 0) { complete }", "INVALID_ARGUMENT")]
    [InlineData("impactByHops(of: \"material:gallium\", decay: 1.5) { complete }", "INVALID_ARGUMENT")]
    [InlineData("impactByCoefficients(of: []) { complete }", "INVALID_ARGUMENT")]
    [InlineData("impactByCoefficients(of: \"material:gallium\", pathsEach: 11) { complete }", "INVALID_ARGUMENT")]
    [InlineData("impactByCoefficients(of: \"material:none\") { complete }", "NOT_FOUND")]
    [InlineData("commonEnablers(industries: [\"industry:energy\"]) { complete }", "INVALID_ARGUMENT")]
    [InlineData("commonEnablers(industries: [\"industry:energy\", \"industry:none\"]) { complete }", "NOT_FOUND")]
    [InlineData("commonEnablers(industries: [\"industry:energy\", \"industry:food\"], maxHops: 99) { complete }", "INVALID_ARGUMENT")]
    [InlineData("similarIndustries(to: \"industry:none\") { complete }", "NOT_FOUND")]
    [InlineData("similarIndustries(to: \"material:gallium\") { complete }", "INVALID_ARGUMENT")]
    [InlineData("crosswalk(to: \"classification:isic-rev4\") { complete }", "INVALID_ARGUMENT")]
    [InlineData("crosswalk(of: \"class:isic-rev4:A\", code: \"A\", scheme: \"classification:isic-rev4\", to: \"classification:isic-rev4\") { complete }", "INVALID_ARGUMENT")]
    [InlineData("crosswalk(code: \"A\", to: \"classification:isic-rev4\") { complete }", "INVALID_ARGUMENT")]
    [InlineData("crosswalk(of: \"class:isic-rev4:A\", scheme: \"classification:isic-rev4\", to: \"classification:isic-rev4\") { complete }", "INVALID_ARGUMENT")]
    [InlineData("crosswalk(code: \"a\", scheme: \"classification:isic-rev4\", to: \"classification:isic-rev4\") { complete }", "NOT_FOUND")]
    [InlineData("crosswalk(of: \"class:isic-rev4:zz\", to: \"classification:isic-rev4\") { complete }", "NOT_FOUND")]
    [InlineData("crosswalk(of: \"class:isic-rev4:A\", to: \"class:isic-rev4:A\") { complete }", "NOT_FOUND")]
    [InlineData("crosswalk(of: \"class:isic-rev4:A\", to: \"classification:isic-rev4\", maxHops: 13) { complete }", "INVALID_ARGUMENT")]
    [InlineData("centrality(measure: PAGE_RANK, first: 101) { complete }", "INVALID_ARGUMENT")]
    [InlineData("gaps { singleSupplier { entities(after: \"nonsense\") { totalCount } } }", "INVALID_ARGUMENT")]
    [InlineData("gaps { singleSupplier { entities(after: \"YXQ6bWF0ZXJpYWw6bm9uZQ\") { totalCount } } }", "CURSOR_GONE")]
    public async Task What_makes_no_sense_is_refused_by_its_code(string field, string code) =>
        Assert.Equal(code, await service.CodeAsync(Seed, $"{{ {field} }}"));

    public static TheoryData<string> WholeGraphQuestions =>
    [
        "chokepoints(of: \"industry:energy\") { complete }", "impactByHops(of: \"material:gallium\") { complete }",
        "impactByCoefficients(of: \"class:wiod-2013:c14\") { complete }", "similarIndustries(to: \"industry:energy\") { totalCount }",
        "centrality(measure: LINKS_IN) { totalCount }", "gaps { singleSupplier { count } }",
    ];

    [Theory]
    [MemberData(nameof(WholeGraphQuestions))]
    public async Task A_question_about_the_whole_graph_is_heavy_but_allowed_and_needs_the_graph_in_memory(string field)
    {
        var limits = new GraphQLLimits();
        var answered = await service.ExecuteAsync(new SnapshotReader(Seed), $"{{ {field} }}");
        var refused = await service.ExecuteAsync(PartReader.Of(Seed), $"{{ {field} }}");

        Assert.Empty(answered.Errors);
        Assert.InRange(answered.Cost!.Value, limits.HeavyCost + 1, limits.Cost);
        Assert.Equal("WHOLE_GRAPH_NEEDED", Assert.Single(refused.Errors).Code);
    }

    [Theory]
    [InlineData("commonEnablers(industries: [\"industry:energy\", \"industry:food\"]) { complete }")]
    [InlineData("crosswalk(of: \"class:isic-rev4:A\", to: \"classification:sei-2018\") { complete }")]
    public async Task A_question_with_a_bound_on_hops_is_answered_from_a_part_of_the_graph(string field) =>
        Assert.Empty((await service.ExecuteAsync(PartReader.Of(Seed), $"{{ {field} }}")).Errors);

    [Fact]
    public async Task What_time_cuts_says_so_and_is_not_to_be_kept()
    {
        using var hurried = new InProcessService(new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromMinutes(1) });
        var response = await hurried.ExecuteAsync(new SnapshotReader(Seed), "{ centrality(measure: BETWEENNESS, kinds: [INPUT_TO, PART_OF]) { complete reason } }");

        Assert.Empty(response.Errors);
        Assert.True(response.Volatile);
        Assert.False((await service.ExecuteAsync(new SnapshotReader(Seed), "{ centrality(measure: PAGE_RANK) { complete reason } }")).Volatile);
        var cut = await hurried.FieldAsync(Seed, "{ centrality(measure: BETWEENNESS, kinds: [INPUT_TO, PART_OF]) { complete reason sampled } }");
        Assert.Equal("false TIME true", $"{cut["complete"]} {cut["reason"]} {cut["sampled"]}");
    }

    [Theory]
    [MemberData(nameof(WholeGraphQuestions))]
    public async Task Who_has_gone_is_not_worked_for(string field)
    {
        using var gone = new CancellationTokenSource();
        var reader = PartReader.Of(Seed, () =>
        {
            gone.Cancel();
            return Seed;
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => service.ExecuteAsync(reader, $"{{ {field} }}", cancellation: gone.Token));
    }

    public void Dispose() => service.Dispose();

    private static string Name(Evidence evidence) => evidence.ToString().ToUpperInvariant();

    private static int At(string id) => Seed.IndexOf(EntityId.Parse(id)) is var number and >= 0 ? number : throw new ArgumentException(id);

    private static string IdOf(int entity) => Seed.EntityAt(entity).Id.Value;

    private static string Steps(LinkPath path) => string.Join(", ", path.Steps.Select(step => Seed.LinkAt(step.Link).Id));

    private static string Steps(JsonNode path) => string.Join(", ", path["steps"]!.AsArray().Select(step => step!["link"]!["id"]));

    private static List<T> List<T>(JsonNode? list, Func<JsonNode, T> read) => [.. list!.AsArray().Select(item => read(item!))];

    private static List<string> Ids(JsonNode? list) => List(list, item => (string)item["id"]!);

    private static void AssertCut(CutReason expected, JsonNode given) => Assert.Equal(
        $"{(expected == CutReason.None ? "true" : "false")} {expected.ToString().ToUpperInvariant()}", $"{given["complete"]} {given["reason"]}");

    private Task<JsonNode> AskAsync(string query) => service.FieldAsync(Seed, query);

    private async Task AssertRanking(string asked, IReadOnlyList<double> expected)
    {
        var given = await AskAsync($"{{ centrality(measure: {asked}, first: 50) {{ totalCount complete sampled entities {{ entity {{ id }} score }} }} }}");
        Assert.Equal(
            Enumerable.Range(0, Seed.EntityCount).OrderByDescending(entity => expected[entity]).ThenBy(entity => entity).Take(50).Select(entity => (IdOf(entity), expected[entity])),
            List(given["entities"], item => ((string)item["entity"]!["id"]!, (double)item["score"]!)));
        Assert.Equal($"{Seed.EntityCount} true false", $"{given["totalCount"]} {given["complete"]} {given["sampled"]}");
    }

    private async Task AssertGap<TKind>(string name, GapList<TKind> expected, string selection, string list, Func<int, string> idOf)
        where TKind : struct, Enum
    {
        var ids = new List<string>();
        string? after = null;
        JsonNode gap;
        do
        {
            gap = (await service.FieldAsync(
                Seed, $"query ($after: String) {{ gaps(kinds: [INPUT_TO], weakestEvidence: STATED) {{ {name} {selection} }} }}", new() { ["after"] = after }))[name]!;
            ids.AddRange(List(gap[list]!["nodes"], item => item["id"] is JsonObject link ? (string)link["id"]! : (string)item["id"]!));
            after = (string?)gap[list]!["pageInfo"]!["endCursor"];
        }
        while ((bool)gap[list]!["pageInfo"]!["hasNextPage"]!);

        Assert.NotEmpty(ids);
        Assert.Equal(expected.First.Select(idOf), ids);
        Assert.Equal(expected.Count, (int)gap["count"]!);
        Assert.Equal(expected.ByKind.Select(item => item.Value), List(gap["byKind"], item => (int)item["count"]!));
        Assert.Equal(expected.ByKind.Select(item => item.Key.ToString().ToUpperInvariant()), List(gap["byKind"], item => ((string)item["kind"]!).Replace("_", "", StringComparison.Ordinal)));
    }

    // A reader that has no more than the parts that are asked for, as one that reads from a store.
    [SuppressMessage("Performance", "CA1852", Justification = "DispatchProxy makes a subtype while the test runs.")]
    private class PartReader : DispatchProxy
    {
        private SnapshotReader inner = null!;
        private Func<GraphSnapshot>? whole;

        public static IGraphReader Of(GraphSnapshot graph, Func<GraphSnapshot>? whole = null)
        {
            var reader = Create<IGraphReader, PartReader>();
            ((PartReader)(object)reader).inner = new SnapshotReader(graph);
            ((PartReader)(object)reader).whole = whole;
            return reader;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name == nameof(IGraphReader.WholeAsync)
            ? Task.FromResult(whole?.Invoke() ?? throw new GraphQLProblem(ErrorCodes.WholeGraphNeeded, "Only parts are read here."))
            : targetMethod.Invoke(inner, args);
    }
}
