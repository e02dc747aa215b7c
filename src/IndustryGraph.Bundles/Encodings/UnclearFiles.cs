namespace IndustryGraph.Bundles.Encodings;

/// <summary>Files in UTF-8 that were just written, of which some would be refused as unclear when they are read.</summary>
internal static class UnclearFiles
{
    private static readonly byte[] Mark = [0xef, 0xbb, 0xbf];

    /// <summary>Puts a byte order mark in front of those in a folder that need one.</summary>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static void MarkIn(string folder, CancellationToken cancellation)
    {
        foreach (var path in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (FileScan.IsUnclear(path, cancellation))
            {
                File.WriteAllBytes(path, [.. Mark, .. File.ReadAllBytes(path)]);
            }
        }
    }
}
