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

    /// <summary>What is wrong with the request itself, and what to do; null where nothing is.</summary>
    public string? Refusal { get; init; }

    /// <summary>What became of the rows of each file.</summary>
    public IReadOnlyList<BundleFileRows> Files { get; init; } = [];

    /// <summary>What is wrong, by file, line and column; at most <see cref="BundleContents.MaxProblems"/>, of every code some.</summary>
    public IReadOnlyList<BundleProblem> Problems { get; init; } = [];

    /// <summary>How many problems of each code there are, whether listed or not.</summary>
    public IReadOnlyDictionary<BundleProblemCode, int> ProblemCounts { get; init; } = new Dictionary<BundleProblemCode, int>();

    /// <summary>What is needless but does no harm, in the order of <see cref="Problems"/> and with the same limit.</summary>
    public IReadOnlyList<BundleProblem> Warnings { get; init; } = [];

    /// <summary>How many warnings of each code there are, whether listed or not.</summary>
    public IReadOnlyDictionary<BundleProblemCode, int> WarningCounts { get; init; } = new Dictionary<BundleProblemCode, int>();

    /// <summary>How many entities and links go, links that go with their ends among them.</summary>
    public int Removals { get; init; }

    /// <summary>How many entities and links lay in the scope of a load that replaces.</summary>
    public int InScope { get; init; }

    /// <summary>How many of these the bundle omits.</summary>
    public int RemovedInScope { get; init; }

    /// <summary>What changes.</summary>
    public GraphDifference Difference { get; init; } = GraphDifference.None;

    /// <summary>SHA-256 of the bundle; empty where it could not be read.</summary>
    public string ContentHash { get; init; } = "";

    /// <summary>How many problems there are, whether listed or not.</summary>
    public int ProblemCount => ProblemCounts.Values.Sum();
}
