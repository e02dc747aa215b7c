namespace IndustryGraph.Server.Loads;

/// <summary>A place among the loads, and what it may have of the disk, until it becomes a load or is given back.</summary>
internal sealed class LoadPlace(SemaphoreSlim places, string id, string folder) : IDisposable
{
    /// <summary>The folder of the rejected rows within the load's folder.</summary>
    public const string Rejects = "rejects";

    private SemaphoreSlim? held = places;

    /// <summary>The id that the load will have.</summary>
    public string Id => id;

    /// <summary>An empty folder.</summary>
    public string Folder => folder;

    /// <summary>Leaves the place and the folder to the load.</summary>
    public void Keep() => held = null;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref held, null) is { } free)
        {
            Directory.Delete(folder, recursive: true);
            free.Release();
        }
    }
}
