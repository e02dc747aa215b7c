using System.Globalization;

namespace IndustryGraph.Bundles.Packing;

/// <summary>Unpacks an archive into a folder that is its own, so far as it is harmless.</summary>
/// <remarks>
/// Of a table the content is unpacked, of anything else the name alone, so that the folder is judged as if it had been given.
/// An entry whose name leads elsewhere, that is no ordinary file, or that has the name of another but for case is a problem.
/// </remarks>
internal sealed class Unpacking
{
    // A bundle in a folder of its own: top/entities/industries.csv.
    private const int MostParts = 3;

    private static readonly string[] Tables = [".csv", ".jsonl", ".tsv", ".txt", ".json"];

    private readonly FileStream archive;
    private readonly string folder;
    private readonly UnpackLimits limits;
    private readonly ProblemList problems;
    private readonly CancellationToken cancellation;
    private readonly string name;
    private readonly HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
    private int entries;
    private long bytes;

    private Unpacking(FileStream archive, string folder, UnpackLimits limits, ProblemList problems, CancellationToken cancellation)
    {
        (this.archive, this.folder, this.limits, this.problems, this.cancellation) = (archive, folder, limits, problems, cancellation);
        name = BundleProblem.Shown(Path.GetFileName(archive.Name));
    }

    /// <summary>Unpacks the archive; false, and problems, where something of it is refused or cannot be read.</summary>
    /// <exception cref="IOException">The archive cannot be read, or the folder not be written.</exception>
    public static bool Run(FileStream archive, string folder, UnpackLimits limits, ProblemList problems, CancellationToken cancellation)
    {
        var before = problems.Counts.Values.Sum();
        var unpacking = new Unpacking(archive, folder, limits, problems, cancellation);
        try
        {
            unpacking.Run();
        }
        catch (TooLargeException tooLarge)
        {
            problems.Add(unpacking.name, BundleProblemCode.ArchiveTooLarge, tooLarge.Message);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or FormatException
            or ArgumentException or OverflowException or NotSupportedException)
        {
            problems.Add(unpacking.name, BundleProblemCode.ArchiveUnreadable,
                "The archive is damaged, cut off, or packed in a way that is not read: pack it again as .zip or .tar.gz.");
        }

        return problems.Counts.Values.Sum() == before;
    }

    private void Run()
    {
        var start = new byte[4];
        var length = archive.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        archive.Position = 0;
        if (start.AsSpan(0, length) is [(byte)'P', (byte)'K', ..])
        {
            if (ZipEntries.HasMoreThan(limits.MaxEntries, archive))
            {
                throw TooManyEntries();
            }

            archive.Position = 0;
            Unpack(ZipEntries.Of(archive), Count);
        }
        else if (start.AsSpan(0, length) is [0x1f, 0x8b, ..])
        {
            Unpack(TarEntries.Of(archive, Count), _ => cancellation.ThrowIfCancellationRequested());
        }
        else
        {
            problems.Add(name, BundleProblemCode.NotABundle, "A bundle is a folder, a .zip or a .tar.gz: give the path of one.");
        }
    }

    private void Unpack(IEnumerable<ArchiveEntry> all, Action<long> count)
    {
        foreach (var entry in all)
        {
            cancellation.ThrowIfCancellationRequested();
            if (++entries > limits.MaxEntries)
            {
                throw TooManyEntries();
            }

            if (Place(entry) is { } place)
            {
                using var file = new FileStream(place, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
                if (Tables.Contains(Path.GetExtension(place), StringComparer.OrdinalIgnoreCase))
                {
                    entry.Read(bytes =>
                    {
                        count(bytes.Length);
                        file.Write(bytes);
                    });
                }
            }
        }
    }

    // Where the entry's file is to be put; null where it is none, or none that is looked at.
    private string? Place(ArchiveEntry entry)
    {
        var refusal = entry.Kind switch
        {
            ArchiveEntryKind.Special => "The entry is a link, a device or a pipe, which is never unpacked: put the file itself in its place.",
            ArchiveEntryKind.Encrypted => "The entry is encrypted: pack the bundle without a password.",
            _ => null,
        };
        var parts = EntryName.Parts(entry.Name, out var why);
        if (refusal is not null || parts is null)
        {
            Refuse(entry, refusal ?? $"The name of the entry {why}: pack the bundle again from inside its folder.");
            return null;
        }

        // What tools leave behind is not looked at, as in a folder.
        if (parts.Length == 0 || parts.Any(part => part[0] == '.' || part == "__MACOSX"))
        {
            return null;
        }

        var path = string.Join('/', parts);
        if (entry.Kind == ArchiveEntryKind.File && !names.Add(path))
        {
            Refuse(entry, "The archive has another entry of this name, or one that differs by upper and lower case alone: keep one of the two.");
            return null;
        }

        var isFile = entry.Kind == ArchiveEntryKind.File && parts.Length <= MostParts;
        var folders = parts[..Math.Min(MostParts - 1, isFile || entry.Kind == ArchiveEntryKind.File ? parts.Length - 1 : parts.Length)];
        Directory.CreateDirectory(Path.Combine([folder, .. folders]));
        return isFile ? Path.Combine([folder, .. parts]) : null;
    }

    private void Refuse(ArchiveEntry entry, string message) =>
        problems.Add(BundleProblem.Shown(entry.Name), BundleProblemCode.EntryRefused, message);

    private void Count(long read)
    {
        cancellation.ThrowIfCancellationRequested();
        bytes += read;
        if (bytes > limits.MaxBytes)
        {
            throw new TooLargeException(string.Create(CultureInfo.InvariantCulture,
                $"The archive unpacks to more than {limits.MaxBytes:N0} bytes: load it in parts."));
        }

        if (bytes > limits.FreeBytes && bytes / limits.MaxRatio > archive.Length)
        {
            throw new TooLargeException(string.Create(CultureInfo.InvariantCulture,
                $"The archive unpacks to more than {limits.MaxRatio} times its size, as no tables do: give the folder instead."));
        }
    }

    private TooLargeException TooManyEntries() => new(string.Create(CultureInfo.InvariantCulture,
        $"The archive has more than {limits.MaxEntries:N0} entries: pack the tables of the bundle and nothing else."));

    // Leaves the reading of an archive from deep within a library's stream.
    private sealed class TooLargeException(string message) : Exception(message);
}
