using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace IndustryGraph.Bundles.Packing;

/// <summary>The entries of a <c>.zip</c>.</summary>
internal static class ZipEntries
{
    // The directory of a ZIP is read into memory whole; an ordinary entry takes some 100 bytes of it.
    private const int MaxDirectoryBytesPerEntry = 400;
    private const int EndLength = 22;
    private const int EndLength64 = 56;
    private const int LocatorLength64 = 20;
    private const int UnixFileType = 0xf000;

    /// <summary>Whether the directory of the archive is too long to be that of so many entries.</summary>
    /// <exception cref="InvalidDataException">It has no directory.</exception>
    public static bool HasMoreThan(int entries, FileStream file)
    {
        var start = DirectoryStart(file);
        return file.Length - start > EndLength + ushort.MaxValue + ((long)entries * MaxDirectoryBytesPerEntry);
    }

    /// <summary>The entries in their order. Ends with an <see cref="InvalidDataException"/> where the archive is damaged.</summary>
    public static IEnumerable<ArchiveEntry> Of(FileStream file)
    {
        using var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        foreach (var entry in archive.Entries)
        {
            yield return new ArchiveEntry(entry.FullName, KindOf(entry), take => Read(entry, take));
        }
    }

    private static ArchiveEntryKind KindOf(ZipArchiveEntry entry) => ((entry.ExternalAttributes >> 16) & UnixFileType) switch
    {
        _ when entry.IsEncrypted => ArchiveEntryKind.Encrypted,
        0 or 0x8000 or 0x4000 when entry.FullName.EndsWith('/') || entry.FullName.EndsWith('\\') => ArchiveEntryKind.Folder,
        0 or 0x8000 => ArchiveEntryKind.File,
        0x4000 => ArchiveEntryKind.Folder,
        _ => ArchiveEntryKind.Special,
    };

    // The framework gives a damaged entry out as if it were whole, and cuts one that is longer than it says.
    private static void Read(ZipArchiveEntry entry, ArchiveEntry.Take take)
    {
        using var from = entry.Open();
        var check = new Crc32();
        var (buffer, length) = (new byte[1 << 16], 0L);
        for (var read = from.Read(buffer); read > 0; read = from.Read(buffer))
        {
            check.Append(buffer.AsSpan(0, read));
            length += read;
            take(buffer.AsSpan(0, read));
        }

        if (check.GetCurrentHashAsUInt32() != entry.Crc32 || length != entry.Length)
        {
            throw new InvalidDataException();
        }
    }

    private static long DirectoryStart(FileStream file)
    {
        var tail = new byte[Math.Min(file.Length, EndLength + ushort.MaxValue + LocatorLength64)];
        file.Position = file.Length - tail.Length;
        file.ReadExactly(tail);
        var at = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (at < 0 || tail.Length - at < EndLength)
        {
            throw new InvalidDataException();
        }

        var start = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at + 16));
        if (start != uint.MaxValue)
        {
            return start;
        }

        // An archive of more than 4 GiB keeps the true place in a second record, and where that is in front of this one.
        var locator = at - LocatorLength64;
        if (locator < 0 || !tail.AsSpan(locator).StartsWith("PK\u0006\u0007"u8))
        {
            throw new InvalidDataException();
        }

        var end = new byte[EndLength64];
        var place = BinaryPrimitives.ReadInt64LittleEndian(tail.AsSpan(locator + 8));
        if (place < 0 || place > file.Length - end.Length)
        {
            throw new InvalidDataException();
        }

        file.Position = place;
        file.ReadExactly(end);
        return Math.Clamp(BinaryPrimitives.ReadInt64LittleEndian(end.AsSpan(48)), 0, file.Length);
    }
}
