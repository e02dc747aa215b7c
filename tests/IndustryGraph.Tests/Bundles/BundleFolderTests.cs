using IndustryGraph.Bundles;
using Xunit;
using static IndustryGraph.Tests.Bundles.TemporaryBundle;

namespace IndustryGraph.Tests.Bundles;

public sealed class BundleFolderTests : IDisposable
{
    private readonly TemporaryBundle bundle = new();

    [Fact]
    public void A_missing_folder_is_a_problem()
    {
        var contents = BundleReader.Read(bundle.PathOf("none"), CancellationToken.None);

        var problem = Assert.Single(contents.Problems);
        Assert.Equal((".", BundleProblemCode.FolderMissing), (problem.File, problem.Code));
        Assert.Null(contents.Graph);
        Assert.Empty(contents.ContentHash);
    }

    [Fact]
    public void Missing_sources_are_one_problem()
    {
        bundle.Delete(Sources);

        bundle.HasProblems((Sources, null, null, BundleProblemCode.FileMissing));
    }

    [Theory]
    [InlineData("entities/industry.csv", "industries.csv")]
    [InlineData("entities/sources.csv", "industries.csv")]
    [InlineData("entities/Industries.CSV", "industries.csv")]
    [InlineData("links/INPUT_TO.csv", "input-to.csv")]
    [InlineData("links/notes.txt", "input-to.csv")]
    [InlineData("industries.csv", "sources.csv")]
    public void A_file_of_no_kind_is_told_the_kinds(string file, string permitted)
    {
        bundle.Write(file, "id,name_zh,source,evidence");

        var problem = bundle.Problem();

        Assert.Equal((file, BundleProblemCode.UnknownFile), (problem.File, problem.Code));
        Assert.Contains(permitted, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_no_bundle_has_is_a_problem()
    {
        bundle.Write("link/input-to.csv", "from,to,source,evidence");

        bundle.HasProblems(("link/", null, null, BundleProblemCode.UnknownFile));
    }

    [Fact]
    public void A_misnamed_file_of_entities_does_not_make_their_links_dangle()
    {
        File.Move(bundle.PathOf(Industries), bundle.PathOf("entities/industry.csv"));

        bundle.HasProblems(("entities/industry.csv", null, null, BundleProblemCode.UnknownFile));
    }

    [Fact]
    public void A_misnamed_file_of_links_hides_no_dangling_end()
    {
        bundle.Write("links/inputs.csv", "from,to,source,evidence");
        var line = bundle.Append(Inputs, "industry:gone,industry:steel,,,,,,,,,,source:plan,,stated,");

        bundle.HasProblems(
            ("links/inputs.csv", null, null, BundleProblemCode.UnknownFile),
            (Inputs, line, "from", BundleProblemCode.DanglingEnd));
    }

    [Fact]
    public void What_is_no_table_and_what_tools_leave_is_not_read()
    {
        bundle.Write("README.md", "# A bundle");
        bundle.Write("entities/.industries.csv.swp", "x");
        bundle.Write(".git/config", "x");

        Assert.Empty(bundle.Read().Problems);
    }

    [Fact]
    public void A_folder_in_place_of_a_file_cannot_be_read()
    {
        bundle.Delete(Industries);
        Directory.CreateDirectory(bundle.PathOf(Industries));

        bundle.HasProblems((Industries, null, null, BundleProblemCode.FileUnreadable));
    }

    [Fact]
    public void A_file_that_another_program_holds_cannot_be_read()
    {
        using var held = new FileStream(bundle.PathOf(Industries), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        bundle.HasProblems((Industries, null, null, BundleProblemCode.FileUnreadable));
        Assert.Null(BundleHash.Of(bundle.Folder, CancellationToken.None));
    }

    [Fact]
    public void A_symbolic_link_that_leads_nowhere_cannot_be_read()
    {
        File.CreateSymbolicLink(bundle.PathOf("entities/products.csv"), bundle.PathOf("entities/gone.csv"));

        bundle.HasProblems(("entities/products.csv", null, null, BundleProblemCode.FileUnreadable));
    }

    [Fact]
    public void A_symbolic_link_that_leads_in_a_circle_is_a_problem()
    {
        File.CreateSymbolicLink(bundle.PathOf("entities/products.csv"), bundle.PathOf("entities/products.csv"));

        bundle.HasProblems((".", null, null, BundleProblemCode.FileUnreadable));
    }

    [Fact]
    public void A_symbolic_link_within_the_bundle_is_followed()
    {
        Directory.CreateDirectory(bundle.PathOf("..data"));
        File.Move(bundle.PathOf(Industries), bundle.PathOf("..data/industries.csv"));
        File.CreateSymbolicLink(bundle.PathOf(Industries), "../..data/industries.csv");

        Assert.Empty(bundle.Read().Problems);
    }

    [Fact]
    public void A_symbolic_link_out_of_the_bundle_is_refused()
    {
        using var other = new TemporaryBundle();
        bundle.Delete(Industries);
        File.CreateSymbolicLink(bundle.PathOf(Industries), other.PathOf(Industries));

        bundle.HasProblems((Industries, null, null, BundleProblemCode.OutsideFolder));
    }

    [Fact]
    public void A_folder_that_is_a_symbolic_link_out_of_the_bundle_is_refused()
    {
        using var other = new TemporaryBundle();
        Directory.Delete(bundle.PathOf("links"), recursive: true);
        bundle.Delete(FurtherCitations);
        Directory.CreateSymbolicLink(bundle.PathOf("links"), other.PathOf("links"));

        bundle.HasProblems(("links/", null, null, BundleProblemCode.OutsideFolder));
    }

    [Fact]
    public void A_symbolic_link_through_a_folder_that_leads_out_is_refused()
    {
        using var other = new TemporaryBundle();
        bundle.Delete(Industries);
        Directory.CreateSymbolicLink(bundle.PathOf(".way-out"), other.PathOf("entities"));
        File.CreateSymbolicLink(bundle.PathOf(Industries), bundle.PathOf(".way-out/industries.csv"));

        bundle.HasProblems((Industries, null, null, BundleProblemCode.OutsideFolder));
    }

    [Fact]
    public void The_bundle_itself_may_be_a_symbolic_link()
    {
        using var other = new TemporaryBundle();
        Directory.CreateSymbolicLink(other.PathOf(".bundle"), bundle.Folder);

        Assert.NotNull(BundleReader.Read(other.PathOf(".bundle"), CancellationToken.None).Graph);
    }

    public void Dispose() => bundle.Dispose();
}
