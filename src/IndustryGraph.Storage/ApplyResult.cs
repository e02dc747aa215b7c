namespace IndustryGraph.Storage;

/// <summary>What came of applying a change set.</summary>
public enum ApplyResult
{
    /// <summary>This call applied it.</summary>
    Applied,

    /// <summary>It had been applied before; nothing was done.</summary>
    AlreadyApplied,

    /// <summary>The current version is not the expected one; nothing was done.</summary>
    Conflict,
}
