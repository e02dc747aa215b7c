using System.Text;
using IndustryGraph.Bundles;
using IndustryGraph.Bundles.Mapping;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;
using Xunit;
using static IndustryGraph.Tests.Bundles.MappedTable;

namespace IndustryGraph.Tests.Bundles;

/// <summary>Tables of another shape load by a mapping, whose bad rows are told by the table.</summary>
public sealed class MappingTests : IDisposable
{
    private readonly TemporaryBundle bundle = In(new TemporaryBundle());

    [Fact]
    public void One_table_makes_entities_and_links()
    {
        var contents = bundle.Read();

        Assert.Empty(contents.Problems);
        var battery = contents.Graph!.Find(EntityId.Parse("product:a1"))!;
        Assert.Equal(new Names("固态电池", "Solid-state battery", new TextList(["电芯", "全固态|电池"])), battery.Names);
        Assert.Equal(new Citation(EntityId.Parse("source:plan"), Evidence.Stated, "第 2 行"), Assert.Single(battery.Citations));
        Assert.Equal(
            ["product:a1|PART_OF|industry:energy", "product:a1|PART_OF|industry:steel", "product:a2|PART_OF|industry:steel"],
            Links(contents.Graph, LinkKind.PartOf).Select(link => link.Id.ToString()));
        Assert.Equal("upstream", Links(contents.Graph, LinkKind.PartOf)[0].Attributes[AttributeName.Stage]?.Text);
        Assert.Equal("source:table", Links(contents.Graph, LinkKind.PartOf)[2].Citations[0].Source.Value);
        Assert.Equal(["service:battery-leasing"], contents.Graph.Entities.ToArray().Where(entity => entity.Kind == EntityKind.Service).Select(entity => entity.Id.Value));
        Assert.Contains(new BundleFileRows(MappedTable.Name, 3, 0), contents.Files);
    }

    [Theory]
    [InlineData("a4,甲,A,,钢铁业,上,规划,", "所属行业", 5, BundleProblemCode.UnknownName)]
    [InlineData("a4,甲,A,,规划,上,规划,", "所属行业", 5, BundleProblemCode.UnknownName)]
    [InlineData("a4,甲,A,,新能源、X,上,规划,", "所属行业", 5, BundleProblemCode.UnknownName)]
    [InlineData("a4,甲,A,,钢铁,中,规划,", "环节", 6, BundleProblemCode.UnmappedValue)]
    [InlineData("a4,甲,A,,钢铁,上,别的规划,", "出处", 7, BundleProblemCode.UnknownName)]
    [InlineData("a4,甲,A,,钢铁,上,,", "出处", 7, BundleProblemCode.MissingValue)]
    [InlineData("A 4,甲,A,,,,,", "编码", 1, BundleProblemCode.MalformedId)]
    [InlineData(",甲,A,,,,,", "编码", 1, BundleProblemCode.MissingValue)]
    [InlineData("a4,,,,,,,", "名称", 2, BundleProblemCode.NameMissing)]
    [InlineData("a4,甲,A,,,,,电池租赁", "Service", 8, BundleProblemCode.MalformedId)]
    [InlineData("a1,甲,A,,,,,", "编码", 1, BundleProblemCode.DuplicateEntity)]
    [InlineData("a4,甲,A,,,,", null, 0, BundleProblemCode.RaggedRow)]
    [InlineData(",,,,,,,", null, 0, BundleProblemCode.RaggedRow)]
    [InlineData("", null, 0, BundleProblemCode.RaggedRow)]
    [InlineData("a4,5\" 管,A,,钢铁,上,规划,", null, 0, BundleProblemCode.StrayQuote)]
    [InlineData("a4,甲\0,A,,钢铁,上,规划,", null, 0, BundleProblemCode.ControlCharacter)]
    [InlineData("a4,\"甲,A,,钢铁,上,规划,", null, 0, BundleProblemCode.UnclosedQuote)]
    public void A_bad_row_is_told_by_the_line_and_column_of_the_table(string row, string? column, int number, BundleProblemCode code)
    {
        bundle.Write(MappedTable.Name, [.. Rows, row, "a9,好,Good,,钢铁,上,规划,Battery leasing"]);

        var contents = bundle.Read();

        var problem = Assert.Single(contents.Problems);
        Assert.Equal((MappedTable.Name, 5, code), (problem.File, problem.Line, problem.Code));
        Assert.Equal(column is null ? null : new BundleColumn(number, column), problem.Column);
        Assert.Equal(new BundleFileRows(MappedTable.Name, 5, 1), contents.Files.Single(file => file.File == MappedTable.Name));
    }

    [Fact]
    public void A_row_made_again_in_other_words_is_a_duplicate()
    {
        bundle.Replace(TableMapping.FileName, "\"name_en\": \"Service\"", "\"name_en\": \"Service\", \"name_zh\": \"名称\"");

        var problem = bundle.Problem();

        Assert.Equal((MappedTable.Name, 3, "Service", BundleProblemCode.DuplicateEntity), (problem.File, problem.Line, problem.Column?.Name, problem.Code));
        Assert.Contains(MappedTable.Name + ":2", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_that_change_nothing_are_told_as_unchanged()
    {
        var stored = bundle.Read().Graph!;
        bundle.Write(MappedTable.Name, [.. Rows, "a4,甲,A,,,,,"]);

        var contents = BundleReader.ReadUpdate(bundle.Folder, new BundleUpdateOptions(stored), CancellationToken.None).Contents;

        Assert.Empty(contents.Problems);
        Assert.Equal(new BundleFileRows(MappedTable.Name, 4, 0) { Unchanged = 3 }, contents.Files.Single(file => file.File == MappedTable.Name));
    }

    [Fact]
    public void Rejected_rows_are_written_as_a_table_and_a_mapping_that_load_when_they_are_corrected()
    {
        using var folder = new TemporaryFolder();
        bundle.Write(MappedTable.Name, [.. Rows, "a4,\"甲\n乙\",A,,钢铁业,上,规划,", "a5,好,Good,,钢铁,上,规划,"]);
        var options = new BundleUpdateOptions(GraphSnapshot.Empty) { SkipBadRows = true, RejectsFolder = folder.At("rejects") };

        var loaded = BundleReader.ReadUpdate(bundle.Folder, options, CancellationToken.None).Contents;

        Assert.Null(loaded.Graph!.Find(EntityId.Parse("product:a4")));
        Assert.NotNull(loaded.Graph.Find(EntityId.Parse("product:a5")));
        var rejected = folder.At("rejects", RejectedRows.BundleFolderName, MappedTable.Name);
        Assert.Equal($"{Rows[0]}\na4,\"甲\n乙\",A,,钢铁业,上,规划,\n", File.ReadAllText(rejected));
        File.WriteAllText(rejected, File.ReadAllText(rejected).Replace("钢铁业", "钢铁", StringComparison.Ordinal));
        var corrected = BundleReader.ReadUpdate(folder.At("rejects", RejectedRows.BundleFolderName), new BundleUpdateOptions(loaded.Graph), CancellationToken.None).Contents;
        Assert.Empty(corrected.Problems);
        Assert.Equal("甲\n乙", corrected.Graph!.Find(EntityId.Parse("product:a4"))!.Names.Chinese);
    }

    [Theory]
    [InlineData("GB18030", ";")]
    [InlineData("UTF-16LE", "\t")]
    [InlineData("UTF-8", "|")]
    public void A_table_may_have_another_delimiter_a_title_and_another_encoding(string encoding, string delimiter)
    {
        bundle.Replace(TableMapping.FileName, "\"rows\": [", $"\"delimiter\": \"{(delimiter == "\t" ? "\\t" : delimiter)}\", \"headerLine\": 3, \"rows\": [");
        var text = "产品目录\n\n" + string.Join("\r\n", Rows.Select(line => line.Replace("全固态|电池", "全固态", StringComparison.Ordinal).Replace(",", delimiter, StringComparison.Ordinal)));
        bundle.WriteBytes(MappedTable.Name, encoding switch
        {
            "GB18030" => CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes(text),
            "UTF-16LE" => Encoding.Unicode.GetBytes(text),
            _ => Encoding.UTF8.GetBytes(text),
        });

        var contents = bundle.Read();

        Assert.Empty(contents.Problems);
        Assert.Equal("第 4 行", contents.Graph!.Find(EntityId.Parse("product:a1"))!.Citations[0].Locator);
        Assert.Contains(new BundleFileRows(MappedTable.Name, 3, 0) { Encoding = encoding }, contents.Files);
    }

    [Fact]
    public void A_stated_encoding_is_not_doubted()
    {
        bundle.Replace(TableMapping.FileName, "\"rows\": [", "\"encoding\": \"GB18030\", \"rows\": [");
        bundle.WriteBytes(MappedTable.Name, [.. CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes(string.Join('\n', Rows)), 0xff]);

        bundle.HasProblems((MappedTable.Name, 4, null, BundleProblemCode.BadEncoding));
    }

    [Theory]
    [InlineData("GB18030", "一")]
    [InlineData("UTF-8", "һ")]
    public void A_stated_encoding_tells_what_may_be_either(string encoding, string name)
    {
        const string Products = """
            { "tables": [ { "table": "x.csv", "rows": [ { "into": "entities/products.csv", "columns": {
              "id": { "template": "product:{code}" }, "name_zh": "name", "source": { "value": "source:plan" }, "evidence": { "value": "stated" } } } ] } ] }
            """;
        bundle.WriteBytes("x.csv", (encoding == "UTF-8" ? Encoding.UTF8 : CodePagesEncodingProvider.Instance.GetEncoding(encoding)!).GetBytes($"code,name\nx,{name}\n"));
        File.Delete(bundle.PathOf(MappedTable.Name));
        bundle.WriteText(TableMapping.FileName, Products);
        var unclear = bundle.Problem();
        bundle.WriteText(TableMapping.FileName, Products.Replace("\"rows\"", $"\"encoding\": \"{encoding}\", \"rows\"", StringComparison.Ordinal));
        var stated = bundle.Read();

        Assert.Equal(("x.csv", BundleProblemCode.BadEncoding), (unclear.File, unclear.Code));
        Assert.Empty(stated.Problems);
        Assert.Equal(name, stated.Graph!.Find(EntityId.Parse("product:x"))!.Names.Chinese);
    }

    [Fact]
    public void A_single_table_and_a_mapping_given_apart_are_a_bundle()
    {
        var rules = Rules.Replace("\"tables\"", """
            "add": [
                { "into": "sources.csv", "columns": { "id": { "value": "source:plan" }, "name_zh": { "value": "规划" } } }
            ], "tables"
            """, StringComparison.Ordinal).Replace("[\"所属行业\"]", "[\"所属行业\", \"无\"]", StringComparison.Ordinal);
        var (mapping, problems) = TableMapping.Parse(Encoding.UTF8.GetBytes(rules));
        Assert.Empty(problems);
        bundle.Write(MappedTable.Name, [.. Rows.Select((line, i) => line + (i == 0 ? ",无" : ","))]);

        var contents = BundleReader.ReadUpdate(bundle.PathOf(MappedTable.Name), new BundleUpdateOptions(GraphSnapshot.Empty) { Mapping = mapping }, CancellationToken.None).Contents;

        Assert.Empty(contents.Problems);
        Assert.Equal(5, contents.Graph!.EntityCount);
        Assert.Equal([new BundleFileRows(TableMapping.FileName, 1, 0), new BundleFileRows(MappedTable.Name, 3, 0)], contents.Files);
    }

    [Fact]
    public void The_hash_counts_the_tables_and_what_the_mapping_says()
    {
        var before = bundle.Read().ContentHash;
        Assert.Equal(before, BundleHash.Of(bundle.Folder, CancellationToken.None));

        bundle.Replace(TableMapping.FileName, "// Comments are permitted.", "");
        Assert.Equal(before, bundle.Read().ContentHash);

        bundle.Replace(TableMapping.FileName, "\"value\": \"curated\"", "\"value\": \"derived\"");
        var changed = bundle.Read().ContentHash;
        Assert.NotEqual(before, changed);

        bundle.Replace(MappedTable.Name, "Robot", "Robots");
        Assert.NotEqual(changed, bundle.Read().ContentHash);
    }

    public void Dispose() => bundle.Dispose();
}
