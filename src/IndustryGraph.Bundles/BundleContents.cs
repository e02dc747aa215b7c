using IndustryGraph.Snapshots;

namespace IndustryGraph.Bundles;

/// <summary>What a bundle holds: a graph, or what is wrong with it.</summary>
/// <param name="Graph">
/// The graph of the bundle; null where there is any problem. Its version is <see cref="GraphVersion.Empty"/>: a bundle has none.
/// </param>
/// <param name="Problems">
/// The problems by file, line and column. Where there are more than <see cref="MaxProblems"/>, that many of them,
/// chosen so that every code is among them.
/// </param>
/// <param name="ProblemCounts">How many problems of each code there are, whether listed or not.</param>
/// <param name="ContentHash">See <see cref="BundleHash"/>; empty where no file could be read.</param>
/// <param name="Files">What became of the rows of each file that was read.</param>
public sealed record BundleContents(
    GraphSnapshot? Graph,
    IReadOnlyList<BundleProblem> Problems,
    IReadOnlyDictionary<BundleProblemCode, int> ProblemCounts,
    string ContentHash,
    IReadOnlyList<BundleFileRows> Files)
{
    /// <summary>The most problems that are listed.</summary>
    public const int MaxProblems = 1_000;

    /// <summary>What is needless but does no harm, in the order of <see cref="Problems"/> and with the same limit.</summary>
    public IReadOnlyList<BundleProblem> Warnings { get; init; } = [];

    /// <summary>How many warnings of each code there are, whether listed or not.</summary>
    public IReadOnlyDictionary<BundleProblemCode, int> WarningCounts { get; init; } = new Dictionary<BundleProblemCode, int>();

    /// <summary>How many problems there are, whether listed or not.</summary>
    public int ProblemCount => ProblemCounts.Values.Sum();
}
