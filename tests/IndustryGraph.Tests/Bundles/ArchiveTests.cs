using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using IndustryGraph.Bundles;
using Xunit;
using static IndustryGraph.Tests.Bundles.TemporaryBundle;

namespace IndustryGraph.Tests.Bundles;

/// <summary>Archives are read as their folder is, or told to be damaged.</summary>
public sealed class ArchiveTests : IDisposable
{
    private readonly TemporaryArchives archives = new();

    [Theory]
    [InlineData("")]
    [InlineData("top/")]
    [InlineData("./")]
    [InlineData("./数据/")]
    public void An_archive_is_read_as_its_folder(string top)
    {
        var expected = archives.Bundle.Read();
        archives.WriteZip([.. archives.Entries(top), ("__MACOSX/._sources.csv", "x"), (".DS_Store", "x")]);
        archives.WriteTar(archives.Entries(top));

        foreach (var path in new[] { archives.Zip, archives.Tar })
        {
            var contents = BundleReader.Read(path, archives.Limits, CancellationToken.None);
            Assert.Empty(contents.Problems);
            Assert.Equal(expected.Graph!.Entities, contents.Graph!.Entities);
            Assert.Equal(expected.ContentHash, contents.ContentHash);
            Assert.Equal(expected.ContentHash, BundleHash.Of(path, CancellationToken.None));
            Assert.Equal(expected.Files, contents.Files);
        }
    }

    [Fact]
    public void A_changed_byte_is_found()
    {
        var damaged = 0;
        foreach (var path in new[] { archives.Zip, archives.Tar })
        {
            archives.WriteZip(archives.Entries());
            archives.WriteTar(archives.Entries());
            var whole = File.ReadAllBytes(path);
            var expected = BundleReader.Read(path, archives.Limits, CancellationToken.None).Graph!;
            for (var at = 0; at < whole.Length; at += 41)
            {
                byte[] bytes = [.. whole];
                bytes[at] ^= 0x15;
                File.WriteAllBytes(path, bytes);
                var contents = BundleReader.Read(path, archives.Limits, CancellationToken.None);
                damaged += contents.Graph is null ? 1 : 0;
                Assert.True(contents.Graph is null || contents.Graph.Entities.SequenceEqual(expected.Entities), $"The change at {at} of {path} was not found.");
            }
        }

        Assert.True(damaged > 20);
    }

    [Fact]
    public void An_archive_that_is_cut_off_is_found_wherever_it_is_cut()
    {
        archives.WriteZip(archives.Entries());
        archives.WriteTar(archives.Entries());
        foreach (var path in new[] { archives.Zip, archives.Tar })
        {
            var whole = File.ReadAllBytes(path);
            for (var length = 5; length < whole.Length - 40; length += 37)
            {
                File.WriteAllBytes(path, whole[..length]);
                Assert.Equal(
                    [(Path.GetFileName(path), BundleProblemCode.ArchiveUnreadable)],
                    BundleReader.Read(path, archives.Limits, CancellationToken.None).Problems.Select(problem => (problem.File, problem.Code)));
            }
        }
    }

    // What stands before each entry of the format pax says how long it is itself, at 124, and the sum of its bytes at 148.
    [Fact]
    public void A_header_that_says_to_be_larger_than_any_is_damaged()
    {
        using var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, TarEntryFormat.Pax, leaveOpen: true))
        {
            tar.WriteEntry(TemporaryArchives.TarFile(Sources, "id,name_zh"));
        }

        var header = bytes.GetBuffer().AsSpan(0, 512);
        Assert.Equal((byte)'x', header[156]);
        "77777777777\0"u8.CopyTo(header[124..]);
        header.Slice(148, 8).Fill((byte)' ');
        var sum = 0;
        foreach (var item in header)
        {
            sum += item;
        }

        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header[148..]);
        using (var zipped = new GZipStream(File.Create(archives.Tar), CompressionLevel.Fastest))
        {
            bytes.WriteTo(zipped);
        }

        Assert.Equal(BundleProblemCode.ArchiveUnreadable, Assert.Single(BundleReader.Read(archives.Tar, archives.Limits, CancellationToken.None).Problems).Code);
    }

    [Fact]
    public void An_archive_that_says_less_than_it_unpacks_to_is_damaged()
    {
        archives.WriteZip([.. archives.Entries(), ("entities/products.csv", "id,name_zh,source,evidence\n" + new string('a', 100_000))]);
        var bytes = File.ReadAllBytes(archives.Zip);
        for (var at = 0; at < bytes.Length - 4; at++)
        {
            if (BitConverter.ToInt32(bytes, at) == 100_027)
            {
                BitConverter.TryWriteBytes(bytes.AsSpan(at), 27);
            }
        }

        File.WriteAllBytes(archives.Zip, bytes);

        Assert.Equal(BundleProblemCode.ArchiveUnreadable, Assert.Single(BundleReader.Read(archives.Zip, archives.Limits, CancellationToken.None).Problems).Code);
    }

    [Fact]
    public void A_file_that_is_no_archive_is_no_bundle()
    {
        var problem = Assert.Single(BundleReader.Read(archives.Bundle.PathOf(Industries), CancellationToken.None).Problems);

        Assert.Equal(("industries.csv", BundleProblemCode.NotABundle), (problem.File, problem.Code));
    }

    [Fact]
    public void An_empty_archive_has_no_sources()
    {
        archives.WriteZip([]);

        Assert.Equal((Sources, BundleProblemCode.FileMissing), Assert.Single(BundleReader.Read(archives.Zip, archives.Limits, CancellationToken.None).Problems) is var problem ? (problem.File, problem.Code) : default);
    }

    [Fact]
    public void A_cancelled_read_leaves_nothing_behind()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        archives.WriteZip(archives.Entries());

        Assert.Throws<OperationCanceledException>(() => BundleReader.Read(archives.Zip, archives.Limits, cancelled.Token));
    }

    public void Dispose() => archives.Dispose();
}
