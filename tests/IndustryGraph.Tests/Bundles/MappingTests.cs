using System.Text;
using IndustryGraph.Bundles;
using IndustryGraph.Bundles.Mapping;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;
using Xunit;
using static IndustryGraph.Tests.Bundles.TemporaryBundle;

namespace IndustryGraph.Tests.Bundles;

public sealed class MappingTests : IDisposable
{
    public const string Table = "产品表.csv";

    public const string Rules = """
        {
          // Comments are permitted.
          "tables": [
            {
              "table": "产品表.csv",
              "rows": [
                {
                  "into": "entities/products.csv",
                  "columns": {
                    "id": { "template": "product:{编码}" },
                    "name_zh": "名称",
                    "name_en": "Name",
                    "alt_names": { "column": "别名", "split": "、" },
                    "source": { "value": "source:plan" },
                    "locator": { "template": "第 {#} 行" },
                    "evidence": { "value": "stated" }
                  }
                },
                {
                  "into": "links/part-of.csv",
                  "columns": {
                    "from": { "template": "product:{编码}" },
                    "to": { "column": "所属行业", "each": "、", "lookup": ["Industry"] },
                    "stage": { "column": "环节", "values": { "上": "upstream", "下": "downstream" } },
                    "source": { "column": "出处", "lookup": true },
                    "evidence": { "value": "curated" }
                  },
                  "skipIfEmpty": ["所属行业"]
                },
                {
                  "into": "entities/services.csv",
                  "columns": {
                    "id": { "template": "service:{Service|slug}" },
                    "name_en": "Service",
                    "source": { "value": "source:plan" },
                    "locator": { "template": "{#}" },
                    "evidence": { "value": "stated" }
                  },
                  "skipIfEmpty": ["Service"],
                  "once": true
                },
              ],
            },
          ],
        }
        """;

    public static readonly string[] Sound =
    [
        "编码,名称,Name,别名,所属行业,环节,出处,Service",
        "a1, 固态电池 ,Solid-state battery,电芯、全固态|电池,新能源、钢铁,上,规划,Battery leasing",
        "a2,高炉,Blast furnace,,钢铁,,投入产出表,Battery leasing",
        "a3,,Robot,,,下,规划,",
    ];

    private readonly TemporaryBundle bundle = new();

    public MappingTests()
    {
        bundle.WriteText(TableMapping.FileName, Rules);
        bundle.Write(Table, Sound);
    }

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
        Assert.Contains(new BundleFileRows(Table, 3, 0), contents.Files);
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
        bundle.Write(Table, [.. Sound, row, "a9,好,Good,,钢铁,上,规划,Battery leasing"]);

        var contents = bundle.Read();

        var problem = Assert.Single(contents.Problems);
        Assert.Equal((Table, 5, code), (problem.File, problem.Line, problem.Code));
        Assert.Equal(column is null ? null : new BundleColumn(number, column), problem.Column);
        Assert.Equal(new BundleFileRows(Table, 5, 1), contents.Files.Single(file => file.File == Table));
    }

    [Fact]
    public void A_row_made_again_in_other_words_is_a_duplicate()
    {
        bundle.Replace(TableMapping.FileName, "\"name_en\": \"Service\"", "\"name_en\": \"Service\", \"name_zh\": \"名称\"");

        var problem = bundle.Problem();

        Assert.Equal((Table, 3, "Service", BundleProblemCode.DuplicateEntity), (problem.File, problem.Line, problem.Column?.Name, problem.Code));
        Assert.Contains(Table + ":2", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_two_entities_have_is_refused_and_both_are_told()
    {
        bundle.Append(Industries, "industry:steel-2,钢铁,,,,,,source:plan,,stated,");

        Assert.All(bundle.Read().Problems, problem =>
        {
            Assert.Equal((Table, "所属行业", BundleProblemCode.AmbiguousName, "钢铁"), (problem.File, problem.Column?.Name, problem.Code, problem.Value));
            Assert.Contains("industry:steel, industry:steel-2", problem.Message, StringComparison.Ordinal);
        });
        Assert.Equal(2, bundle.Read().ProblemCount);
    }

    [Fact]
    public void A_main_name_goes_before_another_name_and_that_before_one_that_is_alike()
    {
        bundle.Append(Industries, "industry:other,其他,Other,钢铁,,,,source:plan,,stated,", "industry:alike,鋼鐵,,,,,,source:plan,,stated,");

        Assert.Contains("product:a2|PART_OF|industry:steel", Links(bundle.Read().Graph!, LinkKind.PartOf).Select(link => link.Id.ToString()));

        bundle.Replace(Table, "Blast furnace,,钢铁,", "Blast furnace,,ＣＡＲＳ,");

        Assert.Contains("product:a2|PART_OF|industry:cars", Links(bundle.Read().Graph!, LinkKind.PartOf).Select(link => link.Id.ToString()));
    }

    [Fact]
    public void Names_are_looked_up_in_the_stored_graph_too()
    {
        var stored = bundle.Read().Graph!;
        var rules = Rules.Replace("\"source\": { \"column\": \"出处\", \"lookup\": true }", "\"source\": { \"value\": \"source:plan\" }", StringComparison.Ordinal);
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At(TableMapping.FileName), rules);
        File.WriteAllText(folder.At(Table), string.Join('\n', Sound[0], "b1,变频器,Inverter,,固态电池,,,", "b2,炉子,Furnace,,钢铁,,,"));

        var contents = BundleReader.ReadUpdate(folder.Path, new BundleUpdateOptions(stored), CancellationToken.None).Contents;

        var problem = Assert.Single(contents.Problems);
        Assert.Equal((Table, 2, "所属行业", BundleProblemCode.UnknownName), (problem.File, problem.Line, problem.Column?.Name, problem.Code));

        File.WriteAllText(folder.At(Table), string.Join('\n', Sound[0], "b2,炉子,Furnace,,钢铁,,,"));
        contents = BundleReader.ReadUpdate(folder.Path, new BundleUpdateOptions(stored), CancellationToken.None).Contents;

        Assert.Empty(contents.Problems);
        Assert.Contains("product:b2|PART_OF|industry:steel", Links(contents.Graph!, LinkKind.PartOf).Select(link => link.Id.ToString()));
    }

    [Fact]
    public void Rows_that_change_nothing_are_told_as_unchanged()
    {
        var stored = bundle.Read().Graph!;
        bundle.Write(Table, [.. Sound, "a4,甲,A,,,,,"]);

        var contents = BundleReader.ReadUpdate(bundle.Folder, new BundleUpdateOptions(stored), CancellationToken.None).Contents;

        Assert.Empty(contents.Problems);
        Assert.Equal(new BundleFileRows(Table, 4, 0) { Unchanged = 3 }, contents.Files.Single(file => file.File == Table));
    }

    [Fact]
    public void Rejected_rows_are_written_as_a_table_and_a_mapping_that_load_when_they_are_corrected()
    {
        using var folder = new TemporaryFolder();
        bundle.Write(Table, [.. Sound, "a4,\"甲\n乙\",A,,钢铁业,上,规划,", "a5,好,Good,,钢铁,上,规划,"]);
        var options = new BundleUpdateOptions(GraphSnapshot.Empty) { SkipBadRows = true, RejectsFolder = folder.At("rejects") };

        var loaded = BundleReader.ReadUpdate(bundle.Folder, options, CancellationToken.None).Contents;

        Assert.Null(loaded.Graph!.Find(EntityId.Parse("product:a4")));
        Assert.NotNull(loaded.Graph.Find(EntityId.Parse("product:a5")));
        var rejected = folder.At("rejects", RejectedRows.BundleFolderName, Table);
        Assert.Equal($"{Sound[0]}\na4,\"甲\n乙\",A,,钢铁业,上,规划,\n", File.ReadAllText(rejected));
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
        var text = "产品目录\n\n" + string.Join("\r\n", Sound.Select(line => line.Replace("全固态|电池", "全固态", StringComparison.Ordinal).Replace(",", delimiter, StringComparison.Ordinal)));
        bundle.WriteBytes(Table, encoding switch
        {
            "GB18030" => CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes(text),
            "UTF-16LE" => Encoding.Unicode.GetBytes(text),
            _ => Encoding.UTF8.GetBytes(text),
        });

        var contents = bundle.Read();

        Assert.Empty(contents.Problems);
        Assert.Equal("第 4 行", contents.Graph!.Find(EntityId.Parse("product:a1"))!.Citations[0].Locator);
        Assert.Contains(new BundleFileRows(Table, 3, 0) { Encoding = encoding }, contents.Files);
    }

    [Fact]
    public void A_stated_encoding_is_not_doubted()
    {
        bundle.Replace(TableMapping.FileName, "\"rows\": [", "\"encoding\": \"GB18030\", \"rows\": [");
        bundle.WriteBytes(Table, [.. CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes(string.Join('\n', Sound)), 0xff]);

        bundle.HasProblems((Table, 4, null, BundleProblemCode.BadEncoding));
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
        File.Delete(bundle.PathOf(Table));
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
        bundle.Write(Table, [.. Sound.Select((line, i) => line + (i == 0 ? ",无" : ","))]);

        var contents = BundleReader.ReadUpdate(bundle.PathOf(Table), new BundleUpdateOptions(GraphSnapshot.Empty) { Mapping = mapping }, CancellationToken.None).Contents;

        Assert.Empty(contents.Problems);
        Assert.Equal(5, contents.Graph!.EntityCount);
        Assert.Equal([new BundleFileRows(TableMapping.FileName, 1, 0), new BundleFileRows(Table, 3, 0)], contents.Files);
    }

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
            (TableMapping.FileName, null, null, BundleProblemCode.BadMapping), (Table, null, null, BundleProblemCode.UnknownFile),
            (Industries, line, "evidence", BundleProblemCode.BadEvidence));
    }

    [Theory]
    [InlineData("Name", "Nom", null, BundleProblemCode.MissingColumn)]
    [InlineData("Service", "Name", "Name", BundleProblemCode.DuplicateColumn)]
    public void A_header_that_the_mapping_does_not_fit_is_told_once(string old, string header, string? column, BundleProblemCode code)
    {
        bundle.Write(Table, [Changed(Sound[0], old, header), .. Sound.Skip(1)]);
        if (code == BundleProblemCode.DuplicateColumn)
        {
            bundle.Replace(TableMapping.FileName, "{Service|slug}", "{Name|slug}");
            bundle.Replace(TableMapping.FileName, "\"name_en\": \"Service\"", "\"name_en\": \"Name\"");
            bundle.Replace(TableMapping.FileName, "[\"Service\"]", "[\"Name\"]");
        }

        bundle.HasProblems((Table, 1, column, code));
    }

    [Fact]
    public void A_table_that_is_not_there_is_told()
    {
        bundle.Delete(Table);

        bundle.HasProblems((Table, null, null, BundleProblemCode.FileMissing));
    }

    [Fact]
    public void A_table_that_is_a_symbolic_link_out_of_the_bundle_is_refused()
    {
        using var other = new TemporaryFolder();
        File.Move(bundle.PathOf(Table), other.At("t.csv"));
        File.CreateSymbolicLink(bundle.PathOf(Table), other.At("t.csv"));

        bundle.HasProblems((Table, null, null, BundleProblemCode.OutsideFolder));
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

        bundle.Replace(Table, "Robot", "Robots");
        Assert.NotEqual(changed, bundle.Read().ContentHash);
    }

    public void Dispose() => bundle.Dispose();

    private static Link[] Links(GraphSnapshot graph, LinkKind kind) =>
        [.. Enumerable.Range(0, graph.LinkCount).Where(i => graph.KindOf(i) == kind).Select(graph.LinkAt)];

    private static string Changed(string text, string old, string with)
    {
        Assert.Contains(old, text, StringComparison.Ordinal);
        return text.Replace(old, with, StringComparison.Ordinal);
    }
}
