namespace IndustryGraph.Cli;

/// <summary>How the command ends. <c>docs/loads.md</c> lists the codes for people.</summary>
public enum ExitCode
{
    /// <summary>It did what was asked; a dry run or a load with nothing to do too.</summary>
    Success = 0,

    /// <summary>It failed for a reason of its own.</summary>
    Failed = 1,

    /// <summary>The command line is wrong.</summary>
    Usage = 2,

    /// <summary>The bundle or the request has problems; nothing was changed.</summary>
    Refused = 3,

    /// <summary>The graph is not at the version that was expected; nothing was changed.</summary>
    Conflict = 4,

    /// <summary>The load would remove much, and nobody confirmed how much; nothing was changed.</summary>
    RemovalsUnconfirmed = 5,

    /// <summary>The store or the service cannot be reached; nothing is known to be changed.</summary>
    Unavailable = 6,

    /// <summary>The store cannot be used as it is; nothing was changed.</summary>
    StoreRefused = 7,

    /// <summary>The rows that are well were loaded, and others were left out.</summary>
    RowsLeftOut = 8,

    /// <summary>It was cancelled; nothing was changed.</summary>
    Cancelled = 130,
}
