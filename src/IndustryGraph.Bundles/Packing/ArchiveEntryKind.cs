namespace IndustryGraph.Bundles.Packing;

/// <summary>What an entry of an archive is.</summary>
internal enum ArchiveEntryKind
{
    /// <summary>An ordinary file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link, a hard link, a device or a pipe: never unpacked.</summary>
    Special,

    /// <summary>A file that wants a password.</summary>
    Encrypted,
}
