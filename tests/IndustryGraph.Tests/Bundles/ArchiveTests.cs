using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using IndustryGraph.Bundles;
using IndustryGraph.Bundles.Packing;
using Xunit;
using static IndustryGraph.Tests.Bundles.TemporaryBundle;

namespace IndustryGraph.Tests.Bundles;

public sealed class ArchiveTests : IDisposable
{
    private const string Content = "id,name_zh\nsource:evil,恶\n";

    private readonly TemporaryBundle bundle = new();
    private readonly TemporaryFolder folder = new();

    private UnpackLimits Limits => UnpackLimits.Default with { Folder = folder.At("unpacked") };

    private string Zip => folder.At("b.zip");

    private string Tar => folder.At("b.tar.gz");

    [Theory]
    [InlineData("")]
    [InlineData("top/")]
    [InlineData("./")]
    [InlineData("./数据/")]
    public void An_archive_is_read_as_its_folder(string top)
    {
        var expected = bundle.Read();
        WriteZip([.. Entries(top), ("__MACOSX/._sources.csv", "x"), (".DS_Store", "x")]);
        WriteTar([.. Entries(top)]);

        foreach (var path in new[] { Zip, Tar })
        {
            var contents = BundleReader.Read(path, Limits, CancellationToken.None);
            Assert.Empty(contents.Problems);
            Assert.Equal(expected.Graph!.Entities, contents.Graph!.Entities);
            Assert.Equal(expected.ContentHash, contents.ContentHash);
            Assert.Equal(expected.ContentHash, BundleHash.Of(path, CancellationToken.None));
            Assert.Equal(expected.Files, contents.Files);
        }
    }

    [Theory]
    [InlineData("../sources.csv")]
    [InlineData("entities/../../sources.csv")]
    [InlineData("/etc/sources.csv")]
    [InlineData("\\\\server\\share\\sources.csv")]
    [InlineData("..\\sources.csv")]
    [InlineData("C:\\sources.csv")]
    [InlineData("c:sources.csv")]
    [InlineData("file:///etc/passwd")]
    [InlineData("sources.csv:hidden")]
    [InlineData("entities/nul.csv")]
    [InlineData("entities./industries.csv")]
    public void A_name_that_leads_elsewhere_is_refused(string name)
    {
        WriteZip([.. Entries(""), (name, Content)]);
        Refuses(Zip, name);
        WriteTar([.. Entries(""), (name, Content)]);
        Refuses(Tar, name);
        Assert.False(File.Exists(Path.Combine(Path.GetTempPath(), "sources.csv")));
    }

    [Fact]
    public void A_name_with_control_characters_is_refused()
    {
        WriteZip([.. Entries(""), ("a\nb\0.csv", Content)]);

        Refuses(Zip, "a\\u000ab\\u0000.csv");
    }

    [Theory]
    [InlineData("sources.csv")]
    [InlineData("Sources.CSV")]
    [InlineData("./sources.csv")]
    [InlineData("entities\\industries.csv")]
    public void Two_entries_of_one_name_are_refused(string twin)
    {
        WriteZip([.. Entries(""), (twin, Content)]);
        Refuses(Zip, twin);
        WriteTar([.. Entries(""), (twin, Content)]);
        Refuses(Tar, twin);
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    [InlineData(TarEntryType.CharacterDevice)]
    [InlineData(TarEntryType.BlockDevice)]
    [InlineData(TarEntryType.Fifo)]
    public void What_is_no_file_is_refused(TarEntryType type)
    {
        using (var tar = NewTar())
        {
            foreach (var (name, text) in Entries(""))
            {
                tar.WriteEntry(TarFile(name, text));
            }

            var entry = new PaxTarEntry(type, "entities/products.csv");
            if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink)
            {
                entry.LinkName = "sources.csv";
            }

            tar.WriteEntry(entry);
        }

        Refuses(Tar, "entities/products.csv");
    }

    [Fact]
    public void A_symbolic_link_in_a_zip_is_refused()
    {
        WriteZip(Entries(""));
        using (var zip = ZipFile.Open(Zip, ZipArchiveMode.Update))
        {
            var entry = zip.CreateEntry("entities/products.csv");
            entry.ExternalAttributes = unchecked((int)0xa1ff0000);
        }

        Refuses(Zip, "entities/products.csv");
    }

    [Fact]
    public void All_refused_entries_are_named()
    {
        WriteZip([.. Entries(""), ("../a.csv", ""), ("/b.csv", ""), ("sources.csv", "")]);

        Assert.Equal(
            [("../a.csv", BundleProblemCode.EntryRefused), ("/b.csv", BundleProblemCode.EntryRefused), (Sources, BundleProblemCode.EntryRefused)],
            BundleReader.Read(Zip, Limits, CancellationToken.None).Problems.Select(problem => (problem.File, problem.Code)).Order());
    }

    [Fact]
    public void A_bomb_ends_at_the_ratio()
    {
        var limits = Limits with { FreeBytes = 100_000 };
        WriteZip([.. Entries(""), ("entities/products.csv", new string('a', 40_000_000))]);
        WriteTar([.. Entries(""), ("LICENCE", new string('a', 40_000_000))]);

        Assert.InRange(new FileInfo(Zip).Length, 0, 100_000);
        TooLarge(Zip, limits);
        TooLarge(Tar, limits);
    }

    [Fact]
    public void A_bomb_ends_at_the_bytes()
    {
        var limits = Limits with { MaxBytes = 3_000 };
        WriteZip([.. Entries(""), ("entities/products.csv", new string('a', 3_000))]);
        WriteTar([.. Entries(""), ("LICENCE", new string('a', 3_000))]);

        TooLarge(Zip, limits);
        TooLarge(Tar, limits);
    }

    [Fact]
    public void Too_many_entries_are_refused()
    {
        var limits = Limits with { MaxEntries = 20 };
        (string, string)[] many = [.. Enumerable.Range(0, 20).Select(i => ($"notes-{i}.txt", ""))];
        WriteZip([.. Entries(""), .. many]);
        WriteTar([.. Entries(""), .. many]);

        TooLarge(Zip, limits);
        TooLarge(Tar, limits);
    }

    [Fact]
    public void A_directory_of_a_million_entries_is_not_even_read()
    {
        // The end of the archive says that its directory starts at its first byte; that there are five entries is a lie.
        var bytes = new byte[6_000_000];
        "PK\u0003\u0004"u8.CopyTo(bytes);
        "PK\u0005\u0006"u8.CopyTo(bytes.AsSpan(^22));
        bytes[^14] = bytes[^12] = 5;
        File.WriteAllBytes(Zip, bytes);

        TooLarge(Zip, Limits);
    }

    [Theory]
    [InlineData("inner.zip")]
    [InlineData("inner.tar.gz")]
    public void An_archive_within_is_not_opened(string name)
    {
        WriteZip([.. Entries(""), (name, "PK")]);

        var problem = Assert.Single(BundleReader.Read(Zip, Limits, CancellationToken.None).Problems);

        Assert.Equal((name, BundleProblemCode.UnknownFile), (problem.File, problem.Code));
    }

    [Fact]
    public void A_changed_byte_is_found()
    {
        var damaged = 0;
        foreach (var path in new[] { Zip, Tar })
        {
            WriteZip(Entries(""));
            WriteTar(Entries(""));
            var whole = File.ReadAllBytes(path);
            var expected = BundleReader.Read(path, Limits, CancellationToken.None).Graph!;
            for (var at = 0; at < whole.Length; at += 41)
            {
                byte[] bytes = [.. whole];
                bytes[at] ^= 0x15;
                File.WriteAllBytes(path, bytes);
                var contents = BundleReader.Read(path, Limits, CancellationToken.None);
                damaged += contents.Graph is null ? 1 : 0;
                Assert.True(contents.Graph is null || contents.Graph.Entities.SequenceEqual(expected.Entities), $"The change at {at} of {path} was not found.");
            }
        }

        Assert.True(damaged > 20);
    }

    [Fact]
    public void An_archive_that_is_cut_off_is_found_wherever_it_is_cut()
    {
        WriteZip(Entries(""));
        WriteTar(Entries(""));
        foreach (var path in new[] { Zip, Tar })
        {
            var whole = File.ReadAllBytes(path);
            for (var length = 5; length < whole.Length - 40; length += 37)
            {
                File.WriteAllBytes(path, whole[..length]);
                Assert.Equal(
                    [(Path.GetFileName(path), BundleProblemCode.ArchiveUnreadable)],
                    BundleReader.Read(path, Limits, CancellationToken.None).Problems.Select(problem => (problem.File, problem.Code)));
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
            tar.WriteEntry(TarFile("sources.csv", Content));
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
        using (var zipped = new GZipStream(File.Create(Tar), CompressionLevel.Fastest))
        {
            bytes.WriteTo(zipped);
        }

        Assert.Equal(BundleProblemCode.ArchiveUnreadable, Assert.Single(BundleReader.Read(Tar, Limits, CancellationToken.None).Problems).Code);
    }

    [Fact]
    public void An_archive_that_says_less_than_it_unpacks_to_is_damaged()
    {
        WriteZip([.. Entries(""), ("entities/products.csv", "id,name_zh,source,evidence\n" + new string('a', 100_000))]);
        var bytes = File.ReadAllBytes(Zip);
        for (var at = 0; at < bytes.Length - 4; at++)
        {
            if (BitConverter.ToInt32(bytes, at) == 100_027)
            {
                BitConverter.TryWriteBytes(bytes.AsSpan(at), 27);
            }
        }

        File.WriteAllBytes(Zip, bytes);

        Assert.Equal(BundleProblemCode.ArchiveUnreadable, Assert.Single(BundleReader.Read(Zip, Limits, CancellationToken.None).Problems).Code);
    }

    [Fact]
    public void A_file_that_is_no_archive_is_no_bundle()
    {
        var problem = Assert.Single(BundleReader.Read(bundle.PathOf(Industries), CancellationToken.None).Problems);

        Assert.Equal(("industries.csv", BundleProblemCode.NotABundle), (problem.File, problem.Code));
    }

    [Fact]
    public void An_empty_archive_has_no_sources()
    {
        WriteZip([]);

        Assert.Equal((Sources, BundleProblemCode.FileMissing), Assert.Single(BundleReader.Read(Zip, Limits, CancellationToken.None).Problems) is var problem ? (problem.File, problem.Code) : default);
    }

    [Fact]
    public void A_cancelled_read_leaves_nothing_behind()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        WriteZip(Entries(""));

        Assert.Throws<OperationCanceledException>(() => BundleReader.Read(Zip, Limits, cancelled.Token));
    }

    public void Dispose()
    {
        var left = Directory.Exists(folder.At("unpacked")) ? Directory.GetFileSystemEntries(folder.At("unpacked")) : [];
        bundle.Dispose();
        folder.Dispose();
        Assert.Empty(left);
    }

    private (string Name, string Text)[] Entries(string top) =>
    [
        (top + "README.md", "# A bundle"),
        .. Directory.EnumerateFiles(bundle.Folder, "*.csv", SearchOption.AllDirectories)
            .Select(path => (top + Path.GetRelativePath(bundle.Folder, path), File.ReadAllText(path))),
    ];

    private void WriteZip((string Name, string Text)[] entries)
    {
        File.Delete(Zip);
        using var zip = ZipFile.Open(Zip, ZipArchiveMode.Create);
        foreach (var (name, text) in entries)
        {
            using var stream = zip.CreateEntry(name).Open();
            stream.Write(Encoding.UTF8.GetBytes(text));
        }
    }

    private void WriteTar((string Name, string Text)[] entries)
    {
        using var tar = NewTar();
        foreach (var (name, text) in entries)
        {
            tar.WriteEntry(TarFile(name, text));
        }
    }

    private TarWriter NewTar() => new(new GZipStream(File.Create(Tar), CompressionLevel.Optimal), TarEntryFormat.Pax);

    private static PaxTarEntry TarFile(string name, string text) =>
        new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) };

    private void Refuses(string path, string name)
    {
        var problem = Assert.Single(BundleReader.Read(path, Limits, CancellationToken.None).Problems);
        Assert.Equal((name, BundleProblemCode.EntryRefused), (problem.File, problem.Code));
    }

    private static void TooLarge(string path, UnpackLimits limits)
    {
        var contents = BundleReader.Read(path, limits, CancellationToken.None);
        Assert.Equal((Path.GetFileName(path), BundleProblemCode.ArchiveTooLarge), (contents.Problems.Single().File, contents.Problems.Single().Code));
        Assert.Empty(contents.Files);
    }
}
