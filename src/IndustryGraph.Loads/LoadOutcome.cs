namespace IndustryGraph.Loads;

/// <summary>What came of a load. Only <see cref="Loaded"/> changes the graph.</summary>
public enum LoadOutcome
{
    /// <summary>The graph has a new version.</summary>
    Loaded,

    /// <summary>The graph says already what the bundle says; no version was made.</summary>
    NothingToDo,

    /// <summary>A dry run: the load would make a version, and nothing was changed.</summary>
    DryRun,

    /// <summary>The bundle or the request has problems; nothing was changed.</summary>
    Refused,

    /// <summary>The graph is not at the version that the request expects; nothing was changed.</summary>
    Conflict,

    /// <summary>The load would remove much of its scope, and nobody confirmed how much; nothing was changed.</summary>
    RemovalsUnconfirmed,
}
