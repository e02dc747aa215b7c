using CsCheck;
using IndustryGraph.Bundles;
using IndustryGraph.Changes;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;
using Xunit;
using static IndustryGraph.Tests.Bundles.TemporaryBundle;

namespace IndustryGraph.Tests.Bundles;

public sealed class BundleWriterTests : IDisposable
{
    private readonly TemporaryBundle bundle = new();

    private string Out => bundle.PathOf(".out");

    [Theory]
    [InlineData(BundleFormat.Csv)]
    [InlineData(BundleFormat.JsonLines)]
    public void What_is_written_reads_back_to_the_equal_graph(BundleFormat format) => Gen.Int[0, 1_000_000].Sample(
        seed =>
        {
            var graph = WritableGraphs.Graph(seed);
            var folder = Directory.CreateTempSubdirectory("industrygraph-written-").FullName;
            try
            {
                BundleWriter.Write(graph, folder, format, CancellationToken.None);
                var contents = BundleReader.Read(folder, CancellationToken.None);
                Assert.Empty(contents.Problems);
                Assert.Equal(graph.Entities.ToArray(), contents.Graph!.Entities.ToArray());
                Assert.Equal(graph.LinkCount, contents.Graph.LinkCount);
                Assert.True(GraphDiff.Between(graph, contents.Graph, "", GraphVersion.Empty.Provenance).IsEmpty);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        },
        iter: 150, seed: "0N0XIzNsQ0O2");

    [Fact]
    public void A_graph_is_written_in_one_way_only()
    {
        var graph = bundle.Read().Graph!;
        BundleWriter.Write(graph, Out, CancellationToken.None);
        var again = BundleReader.Read(Out, CancellationToken.None);
        BundleWriter.Write(again.Graph!, bundle.PathOf(".again"), CancellationToken.None);

        Assert.Equal(again.ContentHash, BundleHash.Of(bundle.PathOf(".again"), CancellationToken.None));
    }

    [Fact]
    public void Only_columns_and_files_that_are_used_are_written()
    {
        BundleWriter.Write(bundle.Read().Graph!, Out, CancellationToken.None);

        Assert.Equal("id,name_zh,name_en", File.ReadLines(Path.Combine(Out, Sources)).First());
        Assert.Equal("id,name_zh,name_en,alt_names,valid_from,source,locator,evidence,quote", File.ReadLines(Path.Combine(Out, Industries)).First());
        Assert.Equal("from,to,source,evidence", File.ReadLines(Path.Combine(Out, Broader)).First());
        Assert.False(File.Exists(Path.Combine(Out, "entities/products.csv")));
    }

    [Fact]
    public void Rows_stand_in_the_order_of_their_ids_and_lines_end_in_one_character()
    {
        BundleWriter.Write(bundle.Read().Graph!, Out, CancellationToken.None);

        Assert.Equal(
            "from,to,source,evidence\nclass:isic:01,class:isic:A,source:table,stated\nclass:isic:011,class:isic:01,source:table,stated\n",
            File.ReadAllText(Path.Combine(Out, Broader)));
    }

    [Fact]
    public void Cells_are_quoted_only_where_they_must_be()
    {
        bundle.Write(Industries, "id,name_en,alt_names,source,evidence", "industry:a,\"=1+1\",\"x|\"\"y\"\"\",source:plan,stated", "industry:b,\"b, c\",d;e,source:plan,stated");
        bundle.Delete(Inputs);
        bundle.Delete(FurtherCitations);
        bundle.Delete("links/corresponds-to.csv");
        var graph = bundle.Read().Graph!;

        BundleWriter.Write(graph, Out, CancellationToken.None);

        Assert.Equal(
            "id,name_en,alt_names,source,evidence\nindustry:a,=1+1,\"x|\"\"y\"\"\",source:plan,stated\nindustry:b,\"b, c\",d;e,source:plan,stated\n",
            File.ReadAllText(Path.Combine(Out, Industries)));
    }

    // Of such a file without a mark nobody could tell whether it is UTF-8 or GB18030.
    [Theory]
    [InlineData(BundleFormat.Csv)]
    [InlineData(BundleFormat.JsonLines)]
    public void A_file_that_may_be_taken_for_another_encoding_has_a_byte_order_mark(BundleFormat format)
    {
        bundle.WriteText("entities/products.csv", "\ufeffid,name_zh,source,evidence\nproduct:a,һ,source:plan,stated\n");
        var graph = bundle.Read().Graph!;

        BundleWriter.Write(graph, Out, format, CancellationToken.None);

        var again = BundleReader.Read(Out, CancellationToken.None);
        Assert.Empty(again.Problems);
        Assert.Equal(graph.Entities, again.Graph!.Entities);
        Assert.Single(Directory.EnumerateFiles(Out, "*", SearchOption.AllDirectories), file => File.ReadAllBytes(file) is [0xef, 0xbb, 0xbf, ..]);
    }

    [Fact]
    public void The_empty_graph_is_a_bundle()
    {
        BundleWriter.Write(GraphSnapshot.Empty, Out, CancellationToken.None);

        Assert.Equal(0, BundleReader.Read(Out, CancellationToken.None).Graph!.EntityCount);
    }

    [Fact]
    public void A_folder_with_files_is_refused() =>
        Assert.Throws<IOException>(() => BundleWriter.Write(GraphSnapshot.Empty, bundle.Folder, CancellationToken.None));

    [Theory]
    [InlineData(0)]
    [InlineData('\r')]
    [InlineData(0xd800)]
    public void A_text_with_a_character_that_the_format_cannot_hold_is_refused(int character)
    {
        var name = "name" + (char)character;
        var id = EntityId.Parse("source:a");
        var builder = new GraphSnapshotBuilder();
        builder.Add(new Entity(id, EntityKind.Source, new Names(name, null), Citations.Of(new Citation(id, Evidence.Stated))));
        var graph = builder.Build(GraphVersion.Empty);

        Assert.ThrowsAny<ArgumentException>(() => BundleWriter.Write(graph, Out, CancellationToken.None));
        Assert.ThrowsAny<ArgumentException>(() => BundleWriter.Write(graph, bundle.PathOf(".lines"), BundleFormat.JsonLines, CancellationToken.None));
    }

    public void Dispose() => bundle.Dispose();
}
