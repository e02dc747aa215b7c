using IndustryGraph.Bundles;
using Xunit;
using static IndustryGraph.Tests.Bundles.TemporaryBundle;

namespace IndustryGraph.Tests.Bundles;

public sealed class BundleHashTests : IDisposable
{
    private readonly TemporaryBundle bundle = new();
    private readonly string before;

    public BundleHashTests() => before = Hash();

    [Fact]
    public void The_hash_is_that_of_the_read()
    {
        Assert.Matches("^[0-9a-f]{64}$", before);
        Assert.Equal(before, bundle.Read().ContentHash);
    }

    [Fact]
    public void The_same_content_elsewhere_has_the_same_hash()
    {
        using var other = new TemporaryBundle();

        Assert.Equal(before, BundleHash.Of(other.Folder, CancellationToken.None));
    }

    [Fact]
    public void A_checkout_with_other_line_ends_has_the_same_hash()
    {
        foreach (var file in Directory.EnumerateFiles(bundle.Folder, "*.csv", SearchOption.AllDirectories))
        {
            File.WriteAllText(file, File.ReadAllText(file).Replace("\n", "\r\n", StringComparison.Ordinal));
        }

        Assert.Equal(before, Hash());
    }

    [Fact]
    public void Line_ends_that_blocks_part_are_alike()
    {
        // The scan reads blocks of 131,072 bytes: some of these line ends fall on the border of two.
        bundle.WriteText(Sources, LongFile("\n"));
        var expected = Hash();
        bundle.WriteText(Sources, LongFile("\r\n"));

        Assert.Equal(expected, Hash());
        Assert.NotEqual(before, expected);
    }

    [Fact]
    public void One_character_more_is_another_hash()
    {
        bundle.Replace(Industries, "Steel", "Steels");

        Assert.NotEqual(before, Hash());
    }

    [Theory]
    [InlineData("\r")]
    [InlineData("\n\r")]
    [InlineData("\r\r\n")]
    public void Other_control_characters_are_not_taken_for_line_ends(string end)
    {
        bundle.WriteText(Sources, File.ReadAllText(bundle.PathOf(Sources)) + end);

        Assert.NotEqual(before, Hash());
    }

    [Fact]
    public void A_row_that_moves_to_another_file_is_another_hash()
    {
        bundle.Write("entities/products.csv", "id,name_en,source,evidence", "product:a,A,source:plan,stated");
        var first = Hash();
        File.Move(bundle.PathOf("entities/products.csv"), bundle.PathOf("entities/services.csv"));

        Assert.NotEqual(first, Hash());
    }

    [Fact]
    public void What_is_not_read_does_not_count()
    {
        bundle.Write("README.md", "# A bundle");

        Assert.Equal(before, Hash());
    }

    [Fact]
    public void A_bundle_that_cannot_be_read_has_no_hash()
    {
        bundle.Delete(Sources);

        Assert.Null(BundleHash.Of(bundle.Folder, CancellationToken.None));
        Assert.Null(BundleHash.Of(bundle.PathOf("none"), CancellationToken.None));
    }

    public void Dispose() => bundle.Dispose();

    private string Hash() => BundleHash.Of(bundle.Folder, CancellationToken.None)!;

    private static string LongFile(string lineEnd) =>
        string.Concat(Enumerable.Range(0, 200_000).Select(i => (i % 3 == 0 ? "a" : "") + lineEnd));
}
