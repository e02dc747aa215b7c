using System.Text;
using IndustryGraph.Bundles;
using IndustryGraph.Model;
using Xunit;
using static IndustryGraph.Tests.Bundles.TemporaryBundle;

namespace IndustryGraph.Tests.Bundles;

public sealed class JsonLinesTests : IDisposable
{
    private const string Products = "entities/products.jsonl";
    private const string Enables = "links/enables.jsonl";
    private const string Cited = "\"citations\":[{\"source\":\"source:plan\",\"evidence\":\"stated\"}]";

    private readonly TemporaryBundle bundle = new();

    [Fact]
    public void A_bundle_of_json_lines_is_that_of_csv()
    {
        var expected = bundle.Read().Graph!;
        BundleWriter.Write(expected, bundle.PathOf(".lines"), BundleFormat.JsonLines, CancellationToken.None);

        var contents = BundleReader.Read(bundle.PathOf(".lines"), CancellationToken.None);

        Assert.Empty(contents.Problems);
        Assert.Equal(expected.Entities, contents.Graph!.Entities);
        Assert.Equal(Enumerable.Range(0, expected.LinkCount).Select(expected.LinkAt), Enumerable.Range(0, contents.Graph.LinkCount).Select(contents.Graph.LinkAt));
        Assert.Contains(new BundleFileRows("entities/industries.jsonl", 3, 0), contents.Files);
    }

    [Fact]
    public void An_entity_and_a_link_are_written_as_one_object_each()
    {
        BundleWriter.Write(bundle.Read().Graph!, bundle.PathOf(".lines"), BundleFormat.JsonLines, CancellationToken.None);

        Assert.Equal(
            """{"id":"industry:energy","name_zh":"新能源","name_en":"New energy","alt_names":["绿色能源","clean energy"],"valid_from":"2010","citations":[{"source":"source:plan","locator":"1.1","evidence":"stated","quote":"新能源"}]}""",
            File.ReadAllLines(bundle.PathOf(".lines/entities/industries.jsonl"))[1]);
        Assert.Equal(
            """{"from":"industry:energy","to":"industry:steel","stage":"upstream","coefficient":0.25,"flow":12.5,"unit":"million USD","year":2011,"citations":[{"source":"source:table","evidence":"stated"},{"source":"source:plan","evidence":"derived"}]}""",
            File.ReadAllLines(bundle.PathOf(".lines/links/input-to.jsonl"))[0]);
        Assert.Equal("""{"id":"source:plan","name_zh":"规划","name_en":"Plan"}""", File.ReadAllLines(bundle.PathOf(".lines/sources.jsonl"))[0]);
    }

    [Fact]
    public void Every_citation_of_an_object_is_read()
    {
        bundle.Write(Products, """{"id":"product:a","name_zh":"电池","citations":[{"source":"source:plan","evidence":"stated","locator":"1"},{"source":"source:table","evidence":"derived"},{"evidence":"curated","source":"source:plan","quote":"电池"}]}""");
        bundle.Write(Enables, """{"from":"product:a","to":"industry:steel","qualifier":"q","citations":[{"source":"source:plan","evidence":"stated"},{"source":"source:table","evidence":"stated"}]}""");
        bundle.Append(FurtherCitations, "product:a,source:table,9,stated");

        var graph = bundle.Read().Graph!;

        Assert.Equal(4, graph.Find(EntityId.Parse("product:a"))!.Citations.Count);
        Assert.True(LinkId.TryParse("product:a|ENABLES|industry:steel#q", out var link));
        Assert.Equal(2, graph.LinkAt(graph.IndexOf(link)).Citations.Count);
    }

    [Theory]
    [InlineData("""{"id":"product:a","name_zh":null,"name_en":"","CITED}""", "name_zh", BundleProblemCode.NameMissing)]
    [InlineData("""{"name_zh":"电池","CITED}""", "id", BundleProblemCode.MissingValue)]
    [InlineData("""{"id":"Product","name_zh":"电池","CITED}""", "id", BundleProblemCode.MalformedId)]
    [InlineData("""{"id":7,"name_zh":"电池","CITED}""", "id", BundleProblemCode.BadType)]
    [InlineData("""{"id":"product:a","name_zh":["电池"],"CITED}""", "name_zh", BundleProblemCode.BadType)]
    [InlineData("""{"id":"product:a","name_zh":"电池","alt_names":"a|b","CITED}""", "alt_names", BundleProblemCode.BadType)]
    [InlineData("""{"id":"product:a","name_zh":"电池","alt_names":["a",1,"b"],"CITED}""", "alt_names", BundleProblemCode.BadType)]
    [InlineData("""{"id":"product:a","name_zh":"电池","alt_names":["a"," "],"CITED}""", "alt_names", BundleProblemCode.BadAltNames)]
    [InlineData("""{"id":"product:a","name_zh":"电\u0000池","CITED}""", "name_zh", BundleProblemCode.ControlCharacter)]
    [InlineData("""{"id":"product:a","name_zh":"电\ud800池","CITED}""", "name_zh", BundleProblemCode.BadJson)]
    [InlineData("""{"id":"product:a","id":"product:b","name_zh":"电池","CITED}""", null, BundleProblemCode.DuplicateColumn)]
    [InlineData("""{"id":"product:a","name_zh":"电池","colour":{"a":[1]},"CITED}""", null, BundleProblemCode.UnknownColumn)]
    [InlineData("""{"id":"product:a","name_zh":"电池","标识":"x","CITED}""", null, BundleProblemCode.UnknownColumn)]
    [InlineData("""{"id":"product:a","name_zh":"电池","source":"source:plan","CITED}""", null, BundleProblemCode.UnknownColumn)]
    [InlineData("""{"id":"product:a","name_zh":"电池","citations":{"source":"source:plan"}}""", "citations.source", BundleProblemCode.BadType)]
    [InlineData("""{"id":"product:a","name_zh":"电池","citations":[{"source":"source:none","evidence":"stated"}]}""", "citations.source", BundleProblemCode.UnknownSource)]
    [InlineData("""{"id":"product:a","name_zh":"电池","citations":[{"source":"source:plan","evidence":"sure"}]}""", "citations.evidence", BundleProblemCode.BadEvidence)]
    [InlineData("""{"id":"product:a","name_zh":"电池","citations":[{"source":"source:plan","evidence":"stated","page":"1"}]}""", null, BundleProblemCode.UnknownColumn)]
    [InlineData("""{"id":"product:a","name_zh":"电池","citations":[{"source":"source:plan","evidence":"stated"},{"source":"source:plan"}]}""", "citations.evidence", BundleProblemCode.MissingValue)]
    [InlineData("""{"id":"product:a","name_zh":"电池","citations":[{"source":"source:plan","evidence":"stated"},{"source":"source:none","evidence":"stated"}]}""", "citations.source", BundleProblemCode.UnknownSource)]
    [InlineData("""{"id":"product:a","name_zh":"电池","citations":[{"source":"source:plan","evidence":"stated"},{"source":"source:plan","evidence":1}]}""", "citations.evidence", BundleProblemCode.BadType)]
    [InlineData("""{"id":"product:a","name_zh":"电池","citations":[{"source":"source:plan","evidence":"stated"},{"source":"source:plan","evidence":"stated","locator":"\u0001"}]}""", "citations.locator", BundleProblemCode.ControlCharacter)]
    [InlineData("""{"id":"product:a","name_zh":"电池","citations":[{"source":"source:plan","evidence":"stated"},7]}""", "citations.source", BundleProblemCode.BadType)]
    [InlineData("""{"id":"product:a",""", null, BundleProblemCode.BadJson)]
    [InlineData("""["product:a"]""", null, BundleProblemCode.BadJson)]
    [InlineData("""{"id":"product:a","name_zh":"电池","CITED}{"id":"product:b"}""", null, BundleProblemCode.BadJson)]
    [InlineData("""{"id":"product:a","name_zh":"电池","CITED}, """, null, BundleProblemCode.BadJson)]
    [InlineData("""{"id":"product:a","name_zh":NaN,"CITED}""", null, BundleProblemCode.BadJson)]
    [InlineData("// comment", null, BundleProblemCode.BadJson)]
    [InlineData("", null, BundleProblemCode.RaggedRow)]
    public void A_bad_object_is_found_with_its_line_and_field(string line, string? field, BundleProblemCode code)
    {
        var good = """{"id":"product:good","name_zh":"好","CITED}""";
        bundle.Write(Products, Full(good), Full(line), Full(good.Replace("good", "better", StringComparison.Ordinal)));

        var contents = bundle.Read();

        var problem = Assert.Single(contents.Problems);
        Assert.Equal((Products, 2, field, code), (problem.File, problem.Line, problem.Column?.Name, problem.Code));
        Assert.Equal(new BundleFileRows(Products, 3, 1), contents.Files.Single(file => file.File == Products));
    }

    [Theory]
    [InlineData("\"level\":\"2\"", "level", BundleProblemCode.BadType)]
    [InlineData("\"level\":2.5", "level", BundleProblemCode.BadNumber)]
    [InlineData("\"level\":0", "level", BundleProblemCode.BadNumber)]
    [InlineData("\"output\":-1", "output", BundleProblemCode.BadNumber)]
    [InlineData("\"code\":3612", "code", BundleProblemCode.BadType)]
    public void Numbers_are_numbers_and_codes_are_texts(string field, string name, BundleProblemCode code)
    {
        bundle.Delete(Items);
        bundle.Delete(Broader);
        bundle.Delete("links/corresponds-to.csv");
        bundle.Write("entities/classification-items.jsonl", Full($$"""{"id":"class:isic:A","name_en":"A","scheme":"classification:isic",{{field}},"CITED}"""));

        var problem = bundle.Problem();

        Assert.Equal((name, code), (problem.Column?.Name, problem.Code));
        Assert.StartsWith("entities/classification-items.jsonl:1: " + name + ": ", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_number_may_have_the_zero_that_some_programs_write()
    {
        bundle.Write("links/member-of.jsonl", Full("""{"from":"industry:steel","to":"group:a","order":2.0,"CITED}"""));
        bundle.Write("entities/industry-groups.jsonl", Full("""{"id":"group:a","name_zh":"组","CITED}"""));

        Assert.True(LinkId.TryParse("industry:steel|MEMBER_OF|group:a", out var link));
        var graph = bundle.Read().Graph!;
        Assert.Equal(2, graph.LinkAt(graph.IndexOf(link)).Attributes[AttributeName.Order]?.Whole);
    }

    [Fact]
    public void No_citation_is_a_missing_one()
    {
        bundle.Write(Products, """{"id":"product:a","name_zh":"电池"}""");

        bundle.HasProblems((Products, 1, "citations.source", BundleProblemCode.MissingValue), (Products, 1, "citations.evidence", BundleProblemCode.MissingValue));
    }

    [Fact]
    public void One_kind_in_both_formats_is_refused()
    {
        bundle.Write("entities/industries.jsonl", Full("""{"id":"industry:x","name_zh":"甲","CITED}"""));

        var problem = bundle.Problem();

        Assert.Equal(("entities/industries.jsonl", BundleProblemCode.DuplicateFile), (problem.File, problem.Code));
        Assert.Contains(Industries, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_over_several_lines_is_no_line()
    {
        bundle.Write(Products, "{", "  \"id\": \"product:a\"", "}");

        Assert.All(bundle.Read().Problems, problem => Assert.Equal(BundleProblemCode.BadJson, problem.Code));
    }

    [Fact]
    public void A_long_line_is_one_problem()
    {
        bundle.Write(Products, $"{{\"id\":\"{new string('x', 3_000_000)}\"}}", Full("""{"id":"product:a","name_zh":"电池","CITED}"""));

        bundle.HasProblems((Products, 1, null, BundleProblemCode.RowTooLong));
    }

    [Fact]
    public void Deep_nesting_is_one_problem()
    {
        bundle.Write(Products, "{\"id\":" + new string('[', 100_000));

        bundle.HasProblems((Products, 1, null, BundleProblemCode.BadJson));
    }

    [Fact]
    public void A_bad_byte_is_found_with_its_line()
    {
        bundle.WriteBytes(Products, [.. Encoding.UTF8.GetBytes(Full("""{"id":"product:a","name_zh":"电池","CITED}""") + "\n{\"id\":\"product:b\",\"name_zh\":\""), 0xff, .. Encoding.UTF8.GetBytes(Full("\",\"CITED}") + "\n")]);

        bundle.HasProblems((Products, 2, null, BundleProblemCode.BadUtf8));
    }

    [Fact]
    public void A_duplicate_names_the_other_row_across_formats()
    {
        bundle.Write(Products, Full("""{"id":"industry:steel","name_zh":"钢","CITED}"""));

        var problem = bundle.Problem();

        Assert.Equal((Products, 1, "id", BundleProblemCode.DuplicateEntity), (problem.File, problem.Line, problem.Column?.Name, problem.Code));
    }

    public void Dispose() => bundle.Dispose();

    private static string Full(string line) => line.Replace("\"CITED", Cited, StringComparison.Ordinal);
}
