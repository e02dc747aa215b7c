using IndustryGraph.Bundles;

namespace IndustryGraph.Loads;

/// <summary>What to load, and how.</summary>
public sealed record LoadRequest
{
    /// <summary>The longest permitted <see cref="Who"/> and <see cref="Message"/>, in UTF-16 units.</summary>
    public const int MaxTextLength = 1_000;

    /// <summary>The bundle: a folder or an archive, as <see cref="BundleReader"/> reads it.</summary>
    public required string Path { get; init; }

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
}
