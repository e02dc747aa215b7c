using System.Text;
using IndustryGraph.Bundles;
using IndustryGraph.Bundles.Mapping;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;
using Xunit;

namespace IndustryGraph.Tests.Bundles;

public sealed class MappingProposalTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void A_table_of_products_is_proposed_whole()
    {
        Write("产品.csv", "产品编码,产品名称,英文名,别名,所属产品,简介,热度",
            "101,动力电池,Power battery,锂电池；电芯,,装在车上的电池,9", "102,电池包,Battery pack,,动力电池,成组的电池,7");

        var proposal = Propose("产品.csv");

        Assert.Empty(proposal.Contents!.Problems);
        Assert.Equal(3, proposal.Contents.Graph!.EntityCount);
        Assert.Equal(
            new Names("动力电池", "Power battery", new TextList(["锂电池", "电芯"])), proposal.Contents.Graph.Find(EntityId.Parse("product:101"))!.Names);
        Assert.Equal("装在车上的电池", proposal.Contents.Graph.Find(EntityId.Parse("product:101"))!.DefinitionChinese);
        Assert.Equal(
            ["entities/products.csv 2", "entities/products.csv 3", "links/part-of.csv 3"],
            proposal.Rows.Select(row => $"{row.Into} {row.Line}"));
        Assert.StartsWith("{\"from\":\"product:102\",\"to\":\"product:101\",", proposal.Rows[2].Json, StringComparison.Ordinal);
        Assert.Contains(proposal.Notes, note => note.Contains("left out: 热度", StringComparison.Ordinal));
        Assert.Contains(proposal.Notes, note => note.Contains("kind Product", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_proposed_loads_from_its_file_as_it_was_shown()
    {
        Write("materials.csv", "Code;Material name;Stage;Supplier", "m-1;Lithium;上游;", "m-2;Cathode;中游;Lithium", "m-3;Cell;中游;Lithium / Cathode");
        var proposal = Propose("materials.csv");
        File.WriteAllText(folder.At(TableMapping.FileName), proposal.Mapping!.ToJson());

        var contents = BundleReader.Read(folder.Path, CancellationToken.None);

        Assert.Empty(contents.Problems);
        Assert.Equal(proposal.Contents!.ContentHash, contents.ContentHash);
        Assert.Equal(proposal.Contents.Graph!.Entities, contents.Graph!.Entities);
        Assert.Equal(3, contents.Graph.CountOf(LinkKind.InputTo));
        Assert.Equal(EntityKind.Material, contents.Graph.Find(EntityId.Parse("material:m-1"))!.Kind);
    }

    [Fact]
    public void A_table_of_links_is_proposed_beside_the_files_of_a_bundle()
    {
        using var bundle = new TemporaryBundle();
        bundle.Write("数据/供应关系.csv", "2024年供应关系,,,", "上游,下游,消耗系数,年份", "新能源,汽车,0.5,2024", "industry,钢铁,0.2,2024");
        bundle.Replace(TemporaryBundle.Industries, "industry:cars,,Cars", "industry:cars,汽车,Cars");

        var proposal = MappingProposal.Of(bundle.Folder, new BundleUpdateOptions(GraphSnapshot.Empty), CancellationToken.None);

        var problem = Assert.Single(proposal.Contents!.Problems);
        Assert.Equal(("数据/供应关系.csv", 4, BundleProblemCode.UnknownName), (problem.File, problem.Line, problem.Code));
        var row = Assert.Single(proposal.Rows);
        Assert.StartsWith("{\"from\":\"industry:energy\",\"to\":\"industry:cars\",\"coefficient\":0.5,\"year\":2024,", row.Json, StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_are_never_made_of_Chinese_names()
    {
        Write("产品.csv", "名称,单位", "电池,个", "电机,台");

        var proposal = Propose("产品.csv");

        Assert.Contains(proposal.Notes, note => note.Contains("add a column of ids or codes", StringComparison.Ordinal));
        Assert.All(proposal.Contents!.Problems, problem => Assert.Equal(BundleProblemCode.MalformedId, problem.Code));
        Assert.Empty(proposal.Rows);
    }

    [Fact]
    public void A_table_in_gb18030_in_an_archive_is_proposed_too()
    {
        File.WriteAllBytes(folder.At("tech.csv"), CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes("编号,技术名称\n1,脑机接口\n2,量子通信\n"));
        System.IO.Compression.ZipFile.CreateFromDirectory(folder.Path, Path.Combine(Path.GetTempPath(), Path.GetFileName(folder.Path) + ".zip"));
        var zip = Path.Combine(Path.GetTempPath(), Path.GetFileName(folder.Path) + ".zip");
        try
        {
            var proposal = MappingProposal.Of(zip, new BundleUpdateOptions(GraphSnapshot.Empty), CancellationToken.None);

            Assert.Empty(proposal.Contents!.Problems);
            Assert.Equal("脑机接口", proposal.Contents.Graph!.Find(EntityId.Parse("tech:1"))!.Names.Chinese);
            Assert.Contains(proposal.Contents.Files, file => file.Encoding == "GB18030");
        }
        finally
        {
            File.Delete(zip);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("no table here\n")]
    [InlineData("a,b\n1,2\n")]
    public void Where_nothing_can_be_made_of_a_table_that_is_said(string text)
    {
        File.WriteAllText(folder.At("x.csv"), text);

        var proposal = Propose("x.csv");

        Assert.Null(proposal.Mapping);
        Assert.NotEmpty(proposal.Notes);
    }

    // The bytes of 一 in GB18030 are those of һ in UTF-8.
    [Fact]
    public void A_table_whose_encoding_is_unclear_is_told()
    {
        File.WriteAllBytes(folder.At("x.csv"), [.. "code,name\nx,"u8, 0xd2, 0xbb, .. "\n"u8]);

        var proposal = Propose("x.csv");

        Assert.Null(proposal.Mapping);
        Assert.StartsWith("x.csv: The file may be UTF-8 or GB18030", proposal.Notes[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_is_not_there_is_told()
    {
        var proposal = Propose("none");

        Assert.Null(proposal.Mapping);
        Assert.Contains(proposal.Notes, note => note.Contains("FOLDER_MISSING", StringComparison.Ordinal));
    }

    public void Dispose() => folder.Dispose();

    private MappingProposal Propose(string file) => MappingProposal.Of(folder.At(file), new BundleUpdateOptions(GraphSnapshot.Empty), CancellationToken.None);

    private void Write(string file, params string[] lines) => File.WriteAllText(folder.At(file), string.Join('\n', lines) + "\n");
}
