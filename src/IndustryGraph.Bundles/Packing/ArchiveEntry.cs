namespace IndustryGraph.Bundles.Packing;

/// <summary>One entry of an archive, before it is known to be harmless.</summary>
/// <param name="Name">Its name, as the archive has it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Read">Gives the content of a file, piece by piece; an <see cref="InvalidDataException"/> says that it is damaged.</param>
internal sealed record ArchiveEntry(string Name, ArchiveEntryKind Kind, Action<ArchiveEntry.Take> Read)
{
    /// <summary>Takes the next bytes of a file.</summary>
    public delegate void Take(ReadOnlySpan<byte> bytes);
}
