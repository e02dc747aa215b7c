using IndustryGraph.Loads;

namespace IndustryGraph.Server.Loads;

/// <summary>Where a load of the service is, at one moment.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">Whether it waits, runs or has ended.</param>
/// <param name="Who">The name of the key that started it.</param>
/// <param name="Message">Why, in their words.</param>
/// <param name="Created">When it was started, UTC.</param>
internal sealed record LoadStatus(string Id, LoadState State, string Who, string Message, DateTimeOffset Created)
{
    /// <summary>What it is at; null before it runs.</summary>
    public LoadPhase? Phase { get; init; }

    /// <summary>How much of the phase is done.</summary>
    public long Done { get; init; }

    /// <summary>How much there is to do in the phase; null where that is not known.</summary>
    public long? Total { get; init; }

    /// <summary>When it ended, UTC; null before.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>What it did; null before its end, and where it has none.</summary>
    public LoadReport? Report { get; init; }

    /// <summary>Why it has no report; null where it has one.</summary>
    public LoadFailure? Failure { get; init; }
}

/// <summary>Whether a load waits, runs or has ended.</summary>
internal enum LoadState
{
    /// <summary>Others are before it.</summary>
    Waiting,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>It has a report, which says whether anything was loaded.</summary>
    Done,

    /// <summary>It could not be tried to its end. Nothing was changed, unless its failure says that it may have been.</summary>
    Failed,

    /// <summary>Somebody cancelled it; nothing was changed.</summary>
    Cancelled,
}

/// <summary>Why a load has no report.</summary>
/// <param name="Code">One of the service's codes.</param>
/// <param name="Message">What happened and what to do.</param>
internal sealed record LoadFailure(string Code, string Message);
