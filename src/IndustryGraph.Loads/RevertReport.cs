using IndustryGraph.Changes;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Loads;

/// <summary>What taking a version back did, or would do.</summary>
public sealed record RevertReport
{
    /// <summary>What came of it.</summary>
    public required LoadOutcome Outcome { get; init; }

    /// <summary>The version that it was planned on.</summary>
    public required GraphVersion Base { get; init; }

    /// <summary>The version that it made; null where it made none.</summary>
    public GraphVersion? Version { get; init; }

    /// <summary>What is wrong with the request, and what to do; null where nothing is.</summary>
    public string? Refusal { get; init; }

    /// <summary>What stands in the way: what was changed since, and what would be left without what it needs.</summary>
    public IReadOnlyList<GraphProblem> Problems { get; init; } = [];

    /// <summary>What changes.</summary>
    public GraphDifference Difference { get; init; } = GraphDifference.None;
}
