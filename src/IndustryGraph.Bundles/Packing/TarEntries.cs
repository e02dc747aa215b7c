using System.Formats.Tar;
using System.IO.Compression;

namespace IndustryGraph.Bundles.Packing;

/// <summary>The entries of a <c>.tar.gz</c>.</summary>
internal static class TarEntries
{
    /// <summary>The entries in their order. Ends with an <see cref="InvalidDataException"/> where the archive is damaged or cut off.</summary>
    /// <param name="file">The archive.</param>
    /// <param name="count">Is told of the bytes that the archive unpacks to, those between the files included.</param>
    public static IEnumerable<ArchiveEntry> Of(Stream file, Action<long> count)
    {
        using var unpacked = new CountedStream(new GZipStream(file, CompressionMode.Decompress), count);
        using var archive = new TarReader(unpacked);
        while (Next(archive) is { } entry)
        {
            if (entry.EntryType != TarEntryType.GlobalExtendedAttributes)
            {
                yield return new ArchiveEntry(entry.Name, KindOf(entry.EntryType), take => Read(entry, take));
            }
        }

        // The framework takes an archive that is cut between two files for a whole one. A whole one ends with blocks of zeros.
        if (!unpacked.EndsWithZeros())
        {
            throw new InvalidDataException();
        }
    }

    // Of a header that says to be larger than headers are, the framework complains as of a wrong call.
    private static TarEntry? Next(TarReader archive)
    {
        try
        {
            return archive.GetNextEntry();
        }
        catch (InvalidOperationException damaged)
        {
            throw new InvalidDataException(damaged.Message, damaged);
        }
    }

    private static ArchiveEntryKind KindOf(TarEntryType type) => type switch
    {
        TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile => ArchiveEntryKind.File,
        TarEntryType.Directory or TarEntryType.DirectoryList => ArchiveEntryKind.Folder,
        _ => ArchiveEntryKind.Special,
    };

    private static void Read(TarEntry entry, ArchiveEntry.Take take)
    {
        var (buffer, length) = (new byte[1 << 16], 0L);
        for (var read = Read(entry, buffer); read > 0; read = Read(entry, buffer))
        {
            length += read;
            take(buffer.AsSpan(0, read));
        }

        if (length != entry.Length)
        {
            throw new InvalidDataException();
        }
    }

    private static int Read(TarEntry entry, byte[] buffer) => entry.DataStream?.Read(buffer) ?? 0;
}
