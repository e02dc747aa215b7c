using System.Formats.Tar;
using System.IO.Compression;
using IndustryGraph.Bundles;
using Xunit;
using static IndustryGraph.Tests.Bundles.TemporaryBundle;

namespace IndustryGraph.Tests.Bundles;

/// <summary>What an archive may not hold is refused by its name.</summary>
public sealed class ArchiveEntryTests : IDisposable
{
    private const string Content = "id,name_zh\nsource:evil,恶\n";

    private readonly TemporaryArchives archives = new();

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
        archives.WriteZip([.. archives.Entries(), (name, Content)]);
        Refuses(archives.Zip, name);
        archives.WriteTar([.. archives.Entries(), (name, Content)]);
        Refuses(archives.Tar, name);
        Assert.False(File.Exists(Path.Combine(Path.GetTempPath(), "sources.csv")));
    }

    [Fact]
    public void A_name_with_control_characters_is_refused()
    {
        archives.WriteZip([.. archives.Entries(), ("a\nb\0.csv", Content)]);

        Refuses(archives.Zip, "a\\u000ab\\u0000.csv");
    }

    [Theory]
    [InlineData("sources.csv")]
    [InlineData("Sources.CSV")]
    [InlineData("./sources.csv")]
    [InlineData("entities\\industries.csv")]
    public void Two_entries_of_one_name_are_refused(string twin)
    {
        archives.WriteZip([.. archives.Entries(), (twin, Content)]);
        Refuses(archives.Zip, twin);
        archives.WriteTar([.. archives.Entries(), (twin, Content)]);
        Refuses(archives.Tar, twin);
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    [InlineData(TarEntryType.CharacterDevice)]
    [InlineData(TarEntryType.BlockDevice)]
    [InlineData(TarEntryType.Fifo)]
    public void What_is_no_file_is_refused(TarEntryType type)
    {
        using (var tar = archives.NewTar())
        {
            foreach (var (name, text) in archives.Entries())
            {
                tar.WriteEntry(TemporaryArchives.TarFile(name, text));
            }

            var entry = new PaxTarEntry(type, "entities/products.csv");
            if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink)
            {
                entry.LinkName = "sources.csv";
            }

            tar.WriteEntry(entry);
        }

        Refuses(archives.Tar, "entities/products.csv");
    }

    [Fact]
    public void A_symbolic_link_in_a_zip_is_refused()
    {
        archives.WriteZip(archives.Entries());
        using (var zip = ZipFile.Open(archives.Zip, ZipArchiveMode.Update))
        {
            var entry = zip.CreateEntry("entities/products.csv");
            entry.ExternalAttributes = unchecked((int)0xa1ff0000);
        }

        Refuses(archives.Zip, "entities/products.csv");
    }

    [Fact]
    public void All_refused_entries_are_named()
    {
        archives.WriteZip([.. archives.Entries(), ("../a.csv", ""), ("/b.csv", ""), ("sources.csv", "")]);

        Assert.Equal(
            [("../a.csv", BundleProblemCode.EntryRefused), ("/b.csv", BundleProblemCode.EntryRefused), (Sources, BundleProblemCode.EntryRefused)],
            BundleReader.Read(archives.Zip, archives.Limits, CancellationToken.None).Problems.Select(problem => (problem.File, problem.Code)).Order());
    }

    [Theory]
    [InlineData("inner.zip")]
    [InlineData("inner.tar.gz")]
    public void An_archive_within_is_not_opened(string name)
    {
        archives.WriteZip([.. archives.Entries(), (name, "PK")]);

        var problem = Assert.Single(BundleReader.Read(archives.Zip, archives.Limits, CancellationToken.None).Problems);

        Assert.Equal((name, BundleProblemCode.UnknownFile), (problem.File, problem.Code));
    }

    public void Dispose() => archives.Dispose();

    private void Refuses(string path, string name)
    {
        var problem = Assert.Single(BundleReader.Read(path, archives.Limits, CancellationToken.None).Problems);
        Assert.Equal((name, BundleProblemCode.EntryRefused), (problem.File, problem.Code));
    }
}
