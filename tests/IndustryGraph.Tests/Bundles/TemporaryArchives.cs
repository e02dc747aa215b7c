using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using IndustryGraph.Bundles.Packing;
using Xunit;

namespace IndustryGraph.Tests.Bundles;

/// <summary>Archives of a small bundle, of whatever entries a test writes; gone after it, when nothing unpacked may be left.</summary>
internal sealed class TemporaryArchives : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public TemporaryBundle Bundle { get; } = new();

    public UnpackLimits Limits => UnpackLimits.Default with { Folder = folder.At("unpacked") };

    public string Zip => folder.At("b.zip");

    public string Tar => folder.At("b.tar.gz");

    public static PaxTarEntry TarFile(string name, string text) =>
        new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) };

    /// <summary>The bundle's files and one that is none of its own, each in the folder <paramref name="top"/>.</summary>
    public (string Name, string Text)[] Entries(string top = "") =>
    [
        (top + "README.md", "# A bundle"),
        .. Directory.EnumerateFiles(Bundle.Folder, "*.csv", SearchOption.AllDirectories)
            .Select(path => (top + Path.GetRelativePath(Bundle.Folder, path), File.ReadAllText(path))),
    ];

    public void WriteZip(params (string Name, string Text)[] entries)
    {
        File.Delete(Zip);
        using var zip = ZipFile.Open(Zip, ZipArchiveMode.Create);
        foreach (var (name, text) in entries)
        {
            using var stream = zip.CreateEntry(name).Open();
            stream.Write(Encoding.UTF8.GetBytes(text));
        }
    }

    public void WriteTar(params (string Name, string Text)[] entries)
    {
        using var tar = NewTar();
        foreach (var (name, text) in entries)
        {
            tar.WriteEntry(TarFile(name, text));
        }
    }

    public TarWriter NewTar() => new(new GZipStream(File.Create(Tar), CompressionLevel.Optimal), TarEntryFormat.Pax);

    public void Dispose()
    {
        var left = Directory.Exists(Limits.Folder) ? Directory.GetFileSystemEntries(Limits.Folder) : [];
        Bundle.Dispose();
        folder.Dispose();
        Assert.Empty(left);
    }
}
