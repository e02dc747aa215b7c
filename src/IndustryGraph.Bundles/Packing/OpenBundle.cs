namespace IndustryGraph.Bundles.Packing;

/// <summary>A bundle whose files can be read: a folder as it stands, or an archive unpacked to a folder that goes with this.</summary>
internal sealed class OpenBundle : IDisposable
{
    private readonly string? temporary;

    private OpenBundle(BundleFolder folder, string root, string? temporary) => (Folder, Root, this.temporary) = (folder, root, temporary);

    /// <summary>The folder in which they lie.</summary>
    public string Root { get; }

    /// <summary>Its files.</summary>
    public BundleFolder Folder { get; }

    /// <summary>Opens the bundle, and notes what is wrong with it.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing is left behind.</exception>
    public static OpenBundle Open(string path, BundleUpdateOptions options, bool isWhole, ProblemList problems, CancellationToken cancellation)
    {
        var (mapping, limits) = (options.Mapping, options.Limits);
        if (!File.Exists(path))
        {
            return new OpenBundle(BundleFolder.Open(path, mapping, isWhole, problems), path, null);
        }

        if (mapping?.Tables.Any(table => table.Path == Path.GetFileName(path)) == true)
        {
            return new OpenBundle(BundleFolder.OfTable(path, mapping, problems), Path.GetDirectoryName(path)!, null);
        }

        var temporary = limits.Folder is { } parent
            ? Directory.CreateDirectory(Path.Combine(parent, $"unpacked-{Guid.NewGuid():n}")).FullName
            : Directory.CreateTempSubdirectory("industrygraph-unpacked-").FullName;
        try
        {
            var isUnpacked = Unpack(path, temporary, limits, problems, cancellation);
            var root = Top(temporary);
            return new OpenBundle(isUnpacked ? BundleFolder.Open(root, mapping, isWhole, problems) : BundleFolder.Unread, root, temporary);
        }
        catch
        {
            Delete(temporary);
            throw;
        }
    }

    public void Dispose()
    {
        if (temporary is not null)
        {
            Delete(temporary);
        }
    }

    private static bool Unpack(string path, string temporary, UnpackLimits limits, ProblemList problems, CancellationToken cancellation)
    {
        try
        {
            using var archive = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return Unpacking.Run(archive, temporary, limits, problems, cancellation);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add(BundleProblem.Shown(Path.GetFileName(path)), BundleProblemCode.FileUnreadable,
                "The archive cannot be read, or there is no room to unpack it: check its permissions and the space in the folder for temporary files.");
            return false;
        }
    }

    // People pack a bundle from inside its folder, or the folder itself.
    private static string Top(string folder)
    {
        var inside = new DirectoryInfo(folder).GetFileSystemInfos();
        return inside is [DirectoryInfo { Name: not (BundleSchema.EntitiesFolder or BundleSchema.LinksFolder) } top] ? top.FullName : folder;
    }

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Nothing can be done about it here; the system clears its folder for temporary files.
        }
    }
}
