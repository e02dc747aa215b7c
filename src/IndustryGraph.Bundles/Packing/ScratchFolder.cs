namespace IndustryGraph.Bundles.Packing;

/// <summary>
/// A folder for temporary files that goes with this. Beside it lies a file that this process holds locked as long as it lives: one that
/// nobody holds is of a process that was killed, and goes with its folder when the next one is made.
/// </summary>
public sealed class ScratchFolder : IDisposable
{
    private const string Prefix = "industrygraph-";
    private const string LockEnd = ".lock";
    private const UnixFileMode Ours = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly FileStream held;

    private ScratchFolder(string path, FileStream held) => (Path, this.held) = (path, held);

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Makes one, and removes those that killed processes left beside it.</summary>
    /// <param name="parent">The folder to make it in, which is made if it is not there; that of the system for temporary files where null.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public static ScratchFolder Create(string? parent)
    {
        parent ??= System.IO.Path.GetTempPath();
        Directory.CreateDirectory(parent);
        RemoveAbandoned(parent);
        var path = System.IO.Path.Combine(parent, $"{Prefix}{Guid.NewGuid():n}");
        var held = Hold(path + LockEnd, FileMode.CreateNew);
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path);
            }
            else
            {
                Directory.CreateDirectory(path, Ours | UnixFileMode.UserExecute);
            }

            return new ScratchFolder(path, held);
        }
        catch
        {
            Remove(path, held);
            throw;
        }
    }

    /// <summary>Removes what killed processes left in a folder. What cannot be removed now stays for the next time.</summary>
    /// <param name="parent">As for <see cref="Create"/>.</param>
    public static void RemoveAbandoned(string? parent)
    {
        parent ??= System.IO.Path.GetTempPath();
        try
        {
            foreach (var file in Directory.EnumerateFiles(parent, $"{Prefix}*{LockEnd}").Where(IsOurs))
            {
                RemoveAbandonedOf(file);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // There is no such folder, or it cannot be listed: then there is nothing to find.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Remove(Path, held);

    private static void RemoveAbandonedOf(string file)
    {
        try
        {
            Remove(file[..^LockEnd.Length], Hold(file, FileMode.Open));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Its process lives, or it is of another user.
        }
    }

    private static void Remove(string folder, FileStream held)
    {
        using (held)
        {
            try
            {
                if (Directory.Exists(folder))
                {
                    Directory.Delete(folder, recursive: true);
                }

                File.Delete(held.Name);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // The file stays too, so that the next one tries again.
            }
        }
    }

    private static FileStream Hold(string file, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (mode == FileMode.CreateNew && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Ours;
        }

        return new FileStream(file, options);
    }

    // Nothing goes that somebody else may have named.
    private static bool IsOurs(string file) =>
        System.IO.Path.GetFileName(file)[Prefix.Length..^LockEnd.Length] is { Length: 32 } name && name.All(char.IsAsciiHexDigitLower);
}
