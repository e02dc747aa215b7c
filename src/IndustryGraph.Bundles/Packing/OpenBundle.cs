namespace IndustryGraph.Bundles.Packing;

/// <summary>A bundle whose files can be read: a folder as it stands, or an archive unpacked to a folder that goes with this.</summary>
internal sealed class OpenBundle : IDisposable
{
    private readonly ScratchFolder? temporary;

    private OpenBundle(BundleFolder folder, string root, ScratchFolder? temporary) => (Folder, Root, this.temporary) = (folder, root, temporary);

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

        if (FileBytes.AreNone(path))
        {
            problems.Add(BundleProblem.Shown(Path.GetFileName(path)), BundleProblemCode.NotABundle,
                "It is empty, or a pipe or a device, which is not read: give a folder, or an archive that is a file.");
            return new OpenBundle(BundleFolder.Unread, path, null);
        }

        ScratchFolder temporary;
        try
        {
            temporary = ScratchFolder.Create(limits.Folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            AddUnreadable(path, problems);
            return new OpenBundle(BundleFolder.Unread, path, null);
        }

        try
        {
            using var archive = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            var isUnpacked = Unpacking.Run(archive, temporary.Path, limits, problems, cancellation);
            var root = Top(temporary.Path);
            return new OpenBundle(isUnpacked ? BundleFolder.Open(root, mapping, isWhole, problems) : BundleFolder.Unread, root, temporary);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Where there was no room there is some again, to tell of it.
            temporary.Dispose();
            AddUnreadable(path, problems);
            return new OpenBundle(BundleFolder.Unread, path, null);
        }
        catch
        {
            temporary.Dispose();
            throw;
        }
    }

    public void Dispose() => temporary?.Dispose();

    private static void AddUnreadable(string path, ProblemList problems) => problems.Add(
        BundleProblem.Shown(Path.GetFileName(path)), BundleProblemCode.FileUnreadable,
        "The archive cannot be read, or there is no room to unpack it: check its permissions and the space in the folder for temporary files.");

    // People pack a bundle from inside its folder, or the folder itself.
    private static string Top(string folder)
    {
        var inside = new DirectoryInfo(folder).GetFileSystemInfos();
        return inside is [DirectoryInfo { Name: not (BundleSchema.EntitiesFolder or BundleSchema.LinksFolder) } top] ? top.FullName : folder;
    }
}
