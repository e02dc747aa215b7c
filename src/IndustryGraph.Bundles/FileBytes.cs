namespace IndustryGraph.Bundles;

/// <summary>Opens files of which nobody knows whether they are any.</summary>
public static class FileBytes
{
    /// <summary>
    /// Whether the file holds nothing, or is a pipe or a device. Of these the system tells the length 0 too, and who opens one may wait
    /// for ever.
    /// </summary>
    /// <exception cref="IOException">Symbolic links lead in a circle.</exception>
    public static bool AreNone(string path)
    {
        var file = new FileInfo(path);
        return (file.ResolveLinkTarget(returnFinalTarget: true) ?? file) is FileInfo { Exists: true, Length: 0 };
    }

    /// <summary>The bytes of a file from the first to the last; none of a pipe or a device, which is not opened.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    internal static Stream Open(string path) => AreNone(path) ? Stream.Null
        : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
}
