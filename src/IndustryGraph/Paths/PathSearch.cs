using IndustryGraph.Snapshots;

namespace IndustryGraph.Paths;

/// <summary>
/// Paths between two entities. Every function is bounded by <see cref="SearchLimits"/> and says in its result whether a
/// limit cut it; every one gives the same answer each time, apart from what the limit on time cuts.
/// </summary>
/// <remarks>
/// Errors, of all functions: <see cref="ArgumentOutOfRangeException"/> where the query names a number that is not of the
/// graph; <see cref="OperationCanceledException"/> where the caller no longer wants the answer.
/// </remarks>
public static class PathSearch
{
    /// <summary>
    /// The shortest path; of several, the first in the order of results. Breadth-first from both ends; with
    /// <see cref="PathQuery.Via"/>, the first that an enumeration finds.
    /// </summary>
    public static PathResult Shortest(
        GraphTopology graph, PathQuery query, SearchLimits limits, TimeProvider time, CancellationToken cancellation = default) =>
        KShortest(graph, query, 1, limits, time, cancellation);

    /// <summary>
    /// The first <paramref name="count"/> simple paths in the order of results (Yen's algorithm in Lawler's form; with
    /// <see cref="PathQuery.Via"/>, by enumeration). Complete where so many were found, or fewer exist.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public static PathResult KShortest(
        GraphTopology graph, PathQuery query, int count, SearchLimits limits, TimeProvider time,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        query.Check(graph);
        var budget = new SearchBudget(limits, time, cancellation);
        var paths = query.Obvious()
            ?? (query.Via.Count == 0
                ? ShortestPaths.Find(graph, query, count, budget)
                : First(graph, query, count, budget));
        return new PathResult(paths, budget.Reason, budget.Explored);
    }

    /// <summary>
    /// Every simple path of at most <see cref="PathQuery.MaxHops"/> links, in the order of results. An answer that the
    /// limit on results, expansions or time cuts is the beginning of the whole one.
    /// </summary>
    public static PathResult AllSimple(
        GraphTopology graph, PathQuery query, SearchLimits limits, TimeProvider time, CancellationToken cancellation = default)
    {
        query.Check(graph);
        var budget = new SearchBudget(limits, time, cancellation);
        var paths = query.Obvious() ?? First(graph, query, int.MaxValue, budget);
        return new PathResult(paths, budget.Reason, budget.Explored);
    }

    /// <summary>
    /// The strongest path by the input coefficients on its links; of equally strong ones, one with the fewest links, and
    /// by <see cref="PathStrength.Product"/> the first of these in the order of results.
    /// </summary>
    public static PathResult Strongest(
        GraphSnapshot snapshot, PathQuery query, PathStrength measure, SearchLimits limits, TimeProvider time,
        CancellationToken cancellation = default)
    {
        query.Check(snapshot);
        var budget = new SearchBudget(limits, time, cancellation);
        var paths = query.Obvious()?.Select(path => path with { Strength = StrongestPath.Start(measure) }).ToList()
            ?? (StrongestPath.Find(snapshot, query, measure, budget) is { } path ? [path] : []);
        return new PathResult(paths, budget.Reason, budget.Explored);
    }

    private static List<LinkPath> First(GraphTopology graph, PathQuery query, int count, SearchBudget budget)
    {
        var paths = new List<LinkPath>();
        SimplePaths.Each(graph, query, budget, weights: null, steps =>
        {
            // Only a path too many proves that there are more than the limit permits.
            if (paths.Count == budget.Limits.Results)
            {
                budget.Stop = CutReason.Results;
                return false;
            }

            paths.Add(LinkPath.Of(query.From, steps));
            return paths.Count < count;
        });
        return paths;
    }
}
