namespace IndustryGraph.Bundles;

/// <summary>A file of a bundle that is there.</summary>
/// <param name="File">Which file it is.</param>
/// <param name="Path">Its path in the bundle, by which people are told of it.</param>
/// <param name="FullPath">Where it is read.</param>
internal sealed record FoundFile(BundleFile File, string Path, string FullPath)
{
    /// <summary>Whether it is JSON Lines; else CSV.</summary>
    public bool IsJsonLines => Path == File.JsonLinesPath;
}
