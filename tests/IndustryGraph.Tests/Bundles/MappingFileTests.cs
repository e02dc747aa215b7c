using System.Text;
using IndustryGraph.Bundles;
using IndustryGraph.Bundles.Mapping;
using Xunit;
using static IndustryGraph.Tests.Bundles.MappedTable;
using static IndustryGraph.Tests.Bundles.TemporaryBundle;

namespace IndustryGraph.Tests.Bundles;

/// <summary>A mapping that is wrong is told by its place, and one that does not fit its tables by theirs.</summary>
public sealed class MappingFileTests : IDisposable
{
    private readonly TemporaryBundle bundle = In(new TemporaryBundle());

    [Fact]
    public void A_row_of_the_mapping_itself_is_told_by_its_line()
    {
        bundle.Replace(TableMapping.FileName, "  // Comments are permitted.", """
              "add": [
                { "into": "sources.csv", "columns": { "id": { "value": "source:x" }, "name_zh": { "value": "X" } } },
                { "into": "sources.csv", "columns": { "id": { "value": "Source X" }, "name_zh": { "value": "X" } } }
              ],
            """);

        bundle.HasProblems((TableMapping.FileName, 4, "id", BundleProblemCode.MalformedId));
    }

    [Theory]
    [InlineData("\"table\": \"产品表.csv\"", "\"table\": \"../产品表.csv\"", "tables[0].table")]
    [InlineData("\"table\": \"产品表.csv\"", "\"table\": \"/etc/passwd\"", "tables[0].table")]
    [InlineData("\"table\": \"产品表.csv\"", "\"table\": 7", "tables[0].table", "tables[0].table")]
    [InlineData("\"tables\": [", "\"tabels\": [], \"tables\": [", "tabels")]
    [InlineData("entities/products.csv", "entities/product.csv", "tables[0].rows[0].into")]
    [InlineData("\"name_en\": \"Name\"", "\"name\": \"Name\"", "tables[0].rows[0].columns.name")]
    [InlineData("\"name_en\": \"Name\"", "\"标识\": \"Name\"", "tables[0].rows[0].columns.标识")]
    [InlineData("\"name_en\": \"Name\"", "\"name_en\": { \"columm\": \"Name\" }", "tables[0].rows[0].columns.name_en.columm", "tables[0].rows[0].columns.name_en")]
    [InlineData("\"name_en\": \"Name\"", "\"name_en\": { \"column\": \"Name\", \"value\": \"x\" }", "tables[0].rows[0].columns.name_en.value")]
    [InlineData("\"name_en\": \"Name\"", "\"name_en\": { \"column\": \"Name\", \"split\": \"x\" }", "tables[0].rows[0].columns.name_en.split")]
    [InlineData("product:{编码}\" },\n            \"name_zh\"", "product:{编码\" },\n            \"name_zh\"", "tables[0].rows[0].columns.id.template")]
    [InlineData("\"lookup\": [\"Industry\"]", "\"lookup\": [\"Branch\"]", "tables[0].rows[1].columns.to.lookup[0]")]
    [InlineData("\"evidence\": { \"value\": \"curated\" }", "\"note\": { \"value\": \"x\" }", "tables[0].rows[1].columns")]
    [InlineData("\"once\": true", "\"once\": 1", "tables[0].rows[2].once")]
    [InlineData("\"rows\": [", "\"headerLine\": 0, \"rows\": [", "tables[0].headerLine")]
    [InlineData("\"rows\": [", "\"delimiter\": \"ab\", \"rows\": [", "tables[0].delimiter")]
    [InlineData("\"rows\": [", "\"encoding\": \"latin1\", \"rows\": [", "tables[0].encoding")]
    public void A_bad_mapping_is_told_by_its_place(string old, string text, params string[] places)
    {
        var (mapping, problems) = TableMapping.Parse(Encoding.UTF8.GetBytes(Changed(Rules, old, text)));

        Assert.Null(mapping);
        Assert.Equal(places, problems.Select(problem => problem.Value));
        Assert.All(problems, problem => Assert.Equal((TableMapping.FileName, BundleProblemCode.BadMapping), (problem.File, problem.Code)));
    }

    [Theory]
    [InlineData("{\n\"tables\": [}", 2)]
    [InlineData("{\"tables\": [],\n \"tables\": []}", null)]
    [InlineData("", 1)]
    [InlineData("[]", null)]
    [InlineData("{}", null)]
    [InlineData("{\"tables\": \"\\ud800\"}", null)]
    [InlineData("{\"tables\": [{\"table\": \"\\ud800\"}]}", null)]
    public void What_is_no_mapping_is_told(string text, int? line)
    {
        var (mapping, problems) = TableMapping.Parse(Encoding.UTF8.GetBytes(text));

        Assert.Null(mapping);
        Assert.Equal((line, BundleProblemCode.BadMapping), (problems[0].Line, problems[0].Code));
    }

    [Fact]
    public void A_bad_mapping_in_a_bundle_does_not_hide_what_else_is_wrong()
    {
        bundle.WriteText(TableMapping.FileName, "{}");
        var line = bundle.Append(Industries, "industry:x,甲,,,,,,source:plan,,sure,");

        bundle.HasProblems(
            (TableMapping.FileName, null, null, BundleProblemCode.BadMapping), (MappedTable.Name, null, null, BundleProblemCode.UnknownFile),
            (Industries, line, "evidence", BundleProblemCode.BadEvidence));
    }

    [Theory]
    [InlineData("Name", "Nom", null, BundleProblemCode.MissingColumn)]
    [InlineData("Service", "Name", "Name", BundleProblemCode.DuplicateColumn)]
    public void A_header_that_the_mapping_does_not_fit_is_told_once(string old, string header, string? column, BundleProblemCode code)
    {
        bundle.Write(MappedTable.Name, [Changed(Rows[0], old, header), .. Rows.Skip(1)]);
        if (code == BundleProblemCode.DuplicateColumn)
        {
            bundle.Replace(TableMapping.FileName, "{Service|slug}", "{Name|slug}");
            bundle.Replace(TableMapping.FileName, "\"name_en\": \"Service\"", "\"name_en\": \"Name\"");
            bundle.Replace(TableMapping.FileName, "[\"Service\"]", "[\"Name\"]");
        }

        bundle.HasProblems((MappedTable.Name, 1, column, code));
    }

    [Fact]
    public void A_table_that_is_not_there_is_told()
    {
        bundle.Delete(MappedTable.Name);

        bundle.HasProblems((MappedTable.Name, null, null, BundleProblemCode.FileMissing));
    }

    [Fact]
    public void A_table_that_is_a_symbolic_link_out_of_the_bundle_is_refused()
    {
        using var other = new TemporaryFolder();
        File.Move(bundle.PathOf(MappedTable.Name), other.At("t.csv"));
        File.CreateSymbolicLink(bundle.PathOf(MappedTable.Name), other.At("t.csv"));

        bundle.HasProblems((MappedTable.Name, null, null, BundleProblemCode.OutsideFolder));
    }

    [Fact]
    public void A_mapping_reads_back_from_what_it_is_written_as()
    {
        var mapping = TableMapping.Parse(Encoding.UTF8.GetBytes(Rules)).Mapping!;

        var again = TableMapping.Parse(Encoding.UTF8.GetBytes(mapping.ToJson()));

        Assert.Empty(again.Problems);
        Assert.Equal(mapping.ToJson(), again.Mapping!.ToJson());
        Assert.Contains("\"each\": \"、\"", mapping.ToJson(), StringComparison.Ordinal);
    }

    public void Dispose() => bundle.Dispose();

    private static string Changed(string text, string old, string with)
    {
        Assert.Contains(old, text, StringComparison.Ordinal);
        return text.Replace(old, with, StringComparison.Ordinal);
    }
}
