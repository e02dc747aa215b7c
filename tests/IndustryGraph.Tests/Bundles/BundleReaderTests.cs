using System.Text;
using IndustryGraph.Bundles;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;
using Xunit;
using static IndustryGraph.Tests.Bundles.TemporaryBundle;

namespace IndustryGraph.Tests.Bundles;

public sealed class BundleReaderTests : IDisposable
{
    private readonly TemporaryBundle bundle = new();

    [Fact]
    public void A_sound_bundle_becomes_a_graph()
    {
        var contents = bundle.Read();

        Assert.Empty(contents.Problems);
        Assert.Equal(9, contents.Graph!.EntityCount);
        Assert.Equal(5, contents.Graph.LinkCount);
        Assert.Equal(GraphVersion.Empty, contents.Graph.Version);
    }

    [Fact]
    public void An_entity_carries_what_its_row_says()
    {
        var energy = Entity("industry:energy");

        Assert.Equal(new Names("新能源", "New energy", new TextList(["绿色能源", "clean energy"])), energy.Names);
        Assert.Null(energy.DefinitionChinese);
        Assert.Equal("2010", energy.Validity.From?.ToString());
        Assert.Null(energy.Validity.To);
        Assert.Equal(new Citation(EntityId.Parse("source:plan"), Evidence.Stated, "1.1", "新能源"), Assert.Single(energy.Citations));
    }

    [Fact]
    public void Codes_keep_their_zeros_and_numbers_are_numbers()
    {
        var crops = Entity("class:isic:01");

        Assert.Equal("01", crops.Attributes[AttributeName.Code]?.Text);
        Assert.Equal(2, crops.Attributes[AttributeName.Level]?.Whole);
        Assert.Equal(1200.5, Entity("class:isic:A").Attributes[AttributeName.Output]?.Number);
    }

    [Fact]
    public void A_link_carries_what_its_row_says()
    {
        var link = Link("industry:energy|INPUT_TO|industry:steel");

        Assert.Equal(0.25, link.Attributes[AttributeName.Coefficient]?.Number);
        Assert.Equal("million USD", link.Attributes[AttributeName.Unit]?.Text);
        Assert.Equal(2011, link.Attributes[AttributeName.Year]?.Whole);
        Assert.Equal(Validity.Always, link.Validity);
    }

    [Fact]
    public void A_source_is_its_own_citation() =>
        Assert.Equal(
            new Citation(EntityId.Parse("source:plan"), Evidence.Stated),
            Assert.Single(Entity("source:plan").Citations));

    [Fact]
    public void Further_citations_join_those_of_the_row()
    {
        Assert.Equal(
            [("source:plan", Evidence.Stated), ("source:table", Evidence.Derived)],
            Entity("industry:steel").Citations.Select(citation => (citation.Source.Value, citation.Evidence)));
        Assert.Equal(
            [("source:table", Evidence.Stated), ("source:plan", Evidence.Derived)],
            Link("industry:energy|INPUT_TO|industry:steel").Citations.Select(citation => (citation.Source.Value, citation.Evidence)));
    }

    [Fact]
    public void Columns_may_stand_in_any_order()
    {
        bundle.Write("entities/products.csv", "evidence,quote,name_zh,source,id", "stated,电池,电池,source:plan,product:battery");

        Assert.Equal("电池", Entity("product:battery").Names.Chinese);
    }

    [Fact]
    public void A_header_alone_is_a_file_without_rows()
    {
        bundle.Write("entities/products.csv", "id,name_zh,source,evidence");

        var contents = bundle.Read();

        Assert.Empty(contents.Problems);
        Assert.Contains(new BundleFileRows("entities/products.csv", 0, 0), contents.Files);
    }

    [Fact]
    public void Only_the_sources_must_be_there()
    {
        foreach (var file in Directory.EnumerateFiles(bundle.Folder, "*.csv", SearchOption.AllDirectories).Where(path => !path.EndsWith(Sources, StringComparison.Ordinal)))
        {
            File.Delete(file);
        }

        Assert.Equal(2, bundle.Read().Graph!.EntityCount);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Other_line_ends_are_read_alike(string lineEnd)
    {
        foreach (var file in new[] { Sources, Industries, Inputs, FurtherCitations })
        {
            bundle.WriteText(file, string.Join(lineEnd, bundle.Lines(file)) + lineEnd);
        }

        Assert.Empty(bundle.Read().Problems);
    }

    [Fact]
    public void A_last_line_without_an_end_is_a_row()
    {
        bundle.WriteText(Broader, "from,to,source,evidence\nclass:isic:01,class:isic:A,source:table,stated");

        Assert.Equal(1, bundle.Read().Graph!.CountOf(LinkKind.Broader));
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_first_header()
    {
        bundle.WriteBytes(Sources, [0xef, 0xbb, 0xbf, .. File.ReadAllBytes(bundle.PathOf(Sources))]);

        Assert.Empty(bundle.Read().Problems);
    }

    [Fact]
    public void Quoted_cells_hold_commas_quotes_and_line_breaks()
    {
        bundle.WriteText("entities/products.csv", "\"id\",name_zh,source,evidence\r\nproduct:a,\"电池,\r\n\"\"固态\"\"\",source:plan,stated\r\n");

        Assert.Equal("电池,\n\"固态\"", Entity("product:a").Names.Chinese);
    }

    [Fact]
    public void Cells_are_taken_as_they_stand()
    {
        bundle.Append(Industries, "industry:x, =cmd|' /C calc'!A0 ,\u202eabc,a\\|b|c\\\\d,,,,source:plan,,stated,");

        Assert.Equal(new Names(" =cmd|' /C calc'!A0 ", "\u202eabc", new TextList(["a|b", "c\\d"])), Entity("industry:x").Names);
    }

    [Fact]
    public void A_quote_of_twenty_characters_is_permitted()
    {
        bundle.Append(Industries, $"industry:x,甲,,,,,,source:plan,,stated,{string.Concat(Enumerable.Repeat("𠮷", 20))}");

        Assert.Empty(bundle.Read().Problems);
    }

    [Fact]
    public void Equal_citations_are_one_object()
    {
        var graph = bundle.Read().Graph!;

        Assert.Same(
            graph.Find(EntityId.Parse("class:isic:01"))!.Citations,
            graph.Find(EntityId.Parse("class:isic:011"))!.Citations);
    }

    [Fact]
    public void A_cancelled_read_stops()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(() => BundleReader.Read(bundle.Folder, cancelled.Token));
    }

    [Fact]
    public void A_row_longer_than_what_the_library_holds_does_not_hide_the_rows_behind_it()
    {
        var line = bundle.Append(Industries,
            $"industry:long,{new string('长', 17_000_000)},,,,,,source:plan,,stated,", "industry:next,后,,,,,,source:plan,,stated,x,y");

        bundle.HasProblems(
            (Industries, line, null, BundleProblemCode.RowTooLong),
            (Industries, line + 1, null, BundleProblemCode.RaggedRow));
    }

    [Fact]
    public void The_rows_behind_a_long_quoted_cell_keep_their_lines()
    {
        var text = new StringBuilder("id,name_zh,source,evidence\n");
        for (var i = 0; i < 3_000; i++)
        {
            text.Append("product:p-").Append(i).Append(",\"甲\n乙\",source:plan,stated\n");
        }

        bundle.WriteText("entities/products.csv", text.Append("product:last,丙,source:plan,maybe\n").ToString());

        bundle.HasProblems(("entities/products.csv", 6_002, "evidence", BundleProblemCode.BadEvidence));
    }

    public void Dispose() => bundle.Dispose();

    private Entity Entity(string id) => bundle.Read().Graph!.Find(EntityId.Parse(id))!;

    private Link Link(string id)
    {
        var graph = bundle.Read().Graph!;
        Assert.True(LinkId.TryParse(id, out var parsed));
        return graph.LinkAt(graph.IndexOf(parsed));
    }
}
