using System.IO.Compression;
using IndustryGraph.Bundles.Packing;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Bundles.Exports;

/// <summary>
/// Writes a graph, or a part of one, for others. Every export says its version, how many rows it has, which sources its facts
/// cite, and at its end that it is whole: the entry <c>export.json</c> is the last of an archive; GraphML and JSON-LD end with
/// the counts. A file that lacks its end was cut off.
/// </summary>
public static class GraphExport
{
    /// <summary>The entry of an archive that says what it holds, written last.</summary>
    public const string Manifest = "export.json";

    // The same graph gives the same bytes.
    private static readonly DateTimeOffset EntryTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes the graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="format">As what.</param>
    /// <param name="part">Which part of the version it is, for people; null for all of it.</param>
    /// <param name="into">Where to; it is left open, and need not be able to seek.</param>
    /// <param name="cancellation">Ends it: what was written then lacks its end.</param>
    /// <exception cref="ArgumentException">A bundle cannot hold a text of the graph: see <see cref="BundleWriter"/>.</exception>
    public static async Task WriteAsync(
        GraphSnapshot graph, ExportFormat format, string? part, Stream into, CancellationToken cancellation)
    {
        switch (format)
        {
            case ExportFormat.GraphMl:
                await GraphMlWriter.WriteAsync(graph, part, into, cancellation).ConfigureAwait(false);
                break;
            case ExportFormat.JsonLd:
                await JsonLdWriter.WriteAsync(graph, part, into, cancellation).ConfigureAwait(false);
                break;
            default:
                await WriteArchiveAsync(graph, format, part, into, cancellation).ConfigureAwait(false);
                break;
        }
    }

    private static async Task WriteArchiveAsync(
        GraphSnapshot graph, ExportFormat format, string? part, Stream into, CancellationToken cancellation)
    {
        using var scratch = ScratchFolder.Create(parent: null);
        var folder = Directory.CreateDirectory(Path.Combine(scratch.Path, "entries")).FullName;
        if (format == ExportFormat.Parquet)
        {
            await ParquetTables.WriteAsync(graph, folder, cancellation).ConfigureAwait(false);
        }
        else if (format == ExportFormat.Csv)
        {
            SpreadsheetTables.Write(graph, folder, cancellation);
        }
        else
        {
            BundleWriter.Write(graph, folder, format == ExportFormat.JsonLines ? BundleFormat.JsonLines : BundleFormat.Csv, cancellation);
        }

        await File.WriteAllBytesAsync(
            Path.Combine(folder, Manifest), ExportManifest.Of(graph, format, part), cancellation).ConfigureAwait(false);

        // Packed into a file first: where a stream cannot go back, the library writes some of an archive synchronously.
        var packed = new FileStream(Path.Combine(scratch.Path, "archive"), FileMode.CreateNew, FileAccess.ReadWrite);
        await using (packed.ConfigureAwait(false))
        {
            await PackAsync(folder, packed, cancellation).ConfigureAwait(false);
            packed.Position = 0;
            await packed.CopyToAsync(into, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task PackAsync(string folder, FileStream packed, CancellationToken cancellation)
    {
        var archive = await ZipArchive.CreateAsync(packed, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellation).ConfigureAwait(false);
        await using (archive.ConfigureAwait(false))
        {
            var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/'))
                .OrderBy(name => name == Manifest).ThenBy(name => name, StringComparer.Ordinal);
            foreach (var name in files)
            {
                await AddAsync(archive, name, Path.Combine(folder, name), cancellation).ConfigureAwait(false);
            }
        }
    }

    private static async Task AddAsync(ZipArchive archive, string name, string path, CancellationToken cancellation)
    {
        var entry = archive.CreateEntry(name);
        entry.LastWriteTime = EntryTime;
        var target = await entry.OpenAsync(cancellation).ConfigureAwait(false);
        var source = File.OpenRead(path);
        await using (target.ConfigureAwait(false))
        await using (source.ConfigureAwait(false))
        {
            await source.CopyToAsync(target, cancellation).ConfigureAwait(false);
        }
    }
}
