using IndustryGraph.Bundles;
using IndustryGraph.Bundles.Mapping;

namespace IndustryGraph.Loads;

/// <summary>What to load, and how.</summary>
public sealed record LoadRequest
{
    /// <summary>The longest permitted <see cref="Who"/> and <see cref="Message"/>, in UTF-16 units.</summary>
    public const int MaxTextLength = 1_000;

    /// <summary>The bundle: a folder or an archive, as <see cref="BundleReader"/> reads it.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// The file of a mapping for tables in another shape; null for the <see cref="TableMapping.FileName"/> in the bundle, if one lies there.
    /// </summary>
    public string? MappingPath { get; init; }

    /// <summary>Who loads.</summary>
    public required string Who { get; init; }

    /// <summary>Why, in their words.</summary>
    public required string Message { get; init; }

    /// <summary>What becomes of what the bundle does not name.</summary>
    public LoadMode Mode { get; init; }

    /// <summary>What a load of mode <see cref="LoadMode.Replace"/> may remove. It must be given there, and only there.</summary>
    public LoadScope? Scope { get; init; }

    /// <summary>Whether to say what the load would do, and do nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Whether to load the rows that are well where others are not.</summary>
    public bool SkipBadRows { get; init; }

    /// <summary>The number of the version that the graph must be at; any where null.</summary>
    public long? ExpectVersion { get; init; }

    /// <summary>How many entities and links the load removes: it must be said exactly where it removes much of its scope.</summary>
    public int? ConfirmRemovals { get; init; }

    /// <summary>The folder to write the rejected rows into, as a bundle that can be corrected and loaded. It must be empty or not there. Null to write none.</summary>
    public string? RejectsFolder { get; init; }

    /// <summary>The folder in which an archive is unpacked for as long as it is read; null for that of the system for temporary files.</summary>
    public string? UnpackFolder { get; init; }

    /// <summary>What is wrong with the request, and what to do; null where nothing is.</summary>
    public string? Refusal() =>
        RequestText.Refusal(Who, "who") ?? RequestText.Refusal(Message, "message")
        ?? (Mode == LoadMode.Replace && Scope is null ? "A load that replaces needs a scope: say which part of the graph the bundle is the whole of."
            : Mode == LoadMode.Upsert && Scope is not null ? "A scope is for a load that replaces: ask for that mode, or leave the scope out."
            : Mode == LoadMode.Upsert && ConfirmRemovals is not null ? "Only a load that replaces removes: ask for that mode, or confirm no removals."
            : RejectsFolder is { } folder && System.IO.Path.Exists(folder) && !IsEmptyFolder(folder) ? $"{folder} is not an empty folder: name one that is empty or not there, for the rejected rows."
            : null);

    /// <summary>Deletes the rejected rows that an attempt wrote into the folder, which was empty before.</summary>
    internal void DeleteRejects()
    {
        if (RejectsFolder is { } folder && Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool IsEmptyFolder(string folder) => Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any();
}
