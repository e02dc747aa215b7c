using IndustryGraph.Changes;
using IndustryGraph.Loads;
using IndustryGraph.Server.Reads;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Server.Loads;

/// <summary>What edits did, or would do.</summary>
/// <param name="Outcome">What came of them.</param>
/// <param name="Base">The version that they were planned on; at a conflict the current one.</param>
internal sealed record WriteReport(LoadOutcome Outcome, GraphVersion Base)
{
    /// <summary>The version that they made; null where they made none.</summary>
    public GraphVersion? Version { get; init; }

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<ChangeProblem> Problems { get; init; } = [];

    /// <summary>What changes.</summary>
    public GraphDifference Difference { get; init; } = GraphDifference.None;

    /// <summary>The graph before; null where nothing changes.</summary>
    public IGraphReader? Before { get; init; }

    /// <summary>The graph that is served after; null where nothing was changed.</summary>
    public IGraphReader? After { get; init; }
}
