using IndustryGraph.Bundles;
using IndustryGraph.Bundles.Packing;
using Xunit;

namespace IndustryGraph.Tests.Bundles;

/// <summary>Archives that unpack to more than anyone has room for.</summary>
public sealed class ArchiveLimitTests : IDisposable
{
    private readonly TemporaryArchives archives = new();

    [Fact]
    public void A_bomb_ends_at_the_ratio()
    {
        var limits = archives.Limits with { FreeBytes = 100_000 };
        archives.WriteZip([.. archives.Entries(), ("entities/products.csv", new string('a', 40_000_000))]);
        archives.WriteTar([.. archives.Entries(), ("LICENCE", new string('a', 40_000_000))]);

        Assert.InRange(new FileInfo(archives.Zip).Length, 0, 100_000);
        TooLarge(archives.Zip, limits);
        TooLarge(archives.Tar, limits);
    }

    [Fact]
    public void A_bomb_ends_at_the_bytes()
    {
        var limits = archives.Limits with { MaxBytes = 3_000 };
        archives.WriteZip([.. archives.Entries(), ("entities/products.csv", new string('a', 3_000))]);
        archives.WriteTar([.. archives.Entries(), ("LICENCE", new string('a', 3_000))]);

        TooLarge(archives.Zip, limits);
        TooLarge(archives.Tar, limits);
    }

    [Fact]
    public void Too_many_entries_are_refused()
    {
        var limits = archives.Limits with { MaxEntries = 20 };
        (string, string)[] many = [.. Enumerable.Range(0, 20).Select(i => ($"notes-{i}.txt", ""))];
        archives.WriteZip([.. archives.Entries(), .. many]);
        archives.WriteTar([.. archives.Entries(), .. many]);

        TooLarge(archives.Zip, limits);
        TooLarge(archives.Tar, limits);
    }

    [Fact]
    public void A_directory_of_a_million_entries_is_not_even_read()
    {
        // The end of the archive says that its directory starts at its first byte; that there are five entries is a lie.
        var bytes = new byte[6_000_000];
        "PK\u0003\u0004"u8.CopyTo(bytes);
        "PK\u0005\u0006"u8.CopyTo(bytes.AsSpan(^22));
        bytes[^14] = bytes[^12] = 5;
        File.WriteAllBytes(archives.Zip, bytes);

        TooLarge(archives.Zip, archives.Limits);
    }

    public void Dispose() => archives.Dispose();

    private static void TooLarge(string path, UnpackLimits limits)
    {
        var contents = BundleReader.Read(path, limits, CancellationToken.None);
        Assert.Equal((Path.GetFileName(path), BundleProblemCode.ArchiveTooLarge), (contents.Problems.Single().File, contents.Problems.Single().Code));
        Assert.Empty(contents.Files);
    }
}
