using IndustryGraph.Bundles;
using IndustryGraph.Changes;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Loads;

/// <summary>What a load did, or would do.</summary>
public sealed record LoadReport
{
    /// <summary>The most changes that are listed.</summary>
    public const int MaxChanges = 1_000;

    /// <summary>What came of it.</summary>
    public required LoadOutcome Outcome { get; init; }

    /// <summary>The version that the bundle was held against.</summary>
    public required GraphVersion Base { get; init; }

    /// <summary>The version that the load made; null where it made none.</summary>
    public GraphVersion? Version { get; init; }

    /// <summary>What became of the rows of each file.</summary>
    public IReadOnlyList<BundleFileRows> Files { get; init; } = [];

    /// <summary>What is wrong, by file, line and column; at most <see cref="BundleContents.MaxProblems"/>, of every code some.</summary>
    public IReadOnlyList<BundleProblem> Problems { get; init; } = [];

    /// <summary>How many problems of each code there are, whether listed or not.</summary>
    public IReadOnlyDictionary<BundleProblemCode, int> ProblemCounts { get; init; } = new Dictionary<BundleProblemCode, int>();

    /// <summary>What changes.</summary>
    public GraphDifference Difference { get; init; } = GraphDifference.None;

    /// <summary>SHA-256 of the bundle; empty where it could not be read.</summary>
    public string ContentHash { get; init; } = "";

    /// <summary>How many problems there are, whether listed or not.</summary>
    public int ProblemCount => ProblemCounts.Values.Sum();
}
