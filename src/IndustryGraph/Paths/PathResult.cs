namespace IndustryGraph.Paths;

/// <summary>Paths and whether they are all that was asked for.</summary>
/// <param name="Paths">
/// The paths, shorter ones first; those of one length in the order of the numbers of their links, step by step.
/// </param>
/// <param name="Reason">What cut the search.</param>
/// <param name="Explored">What was looked at.</param>
public sealed record PathResult(IReadOnlyList<LinkPath> Paths, CutReason Reason, Explored Explored)
{
    /// <summary>
    /// Whether the answer is exact. No path in a complete answer means that there is none of at most the asked number of
    /// hops; in one that is not complete, that none was found within the limits.
    /// </summary>
    public bool Complete => Reason == CutReason.None;
}
