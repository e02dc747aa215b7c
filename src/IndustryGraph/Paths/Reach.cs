using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Paths;

/// <summary>What lies up- or downstream of an entity, by breadth-first search.</summary>
public static class Reach
{
    /// <summary>What supplies the entity, directly and through others: links are travelled against their direction.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="of">The number of the entity.</param>
    /// <param name="hops">The most levels, from 0.</param>
    /// <param name="links">Which links; <see cref="Supply.Links"/> is what supply means by default.</param>
    /// <param name="limits">How far the search may go; the limit on results counts entities.</param>
    /// <param name="time">The clock for the limit on time.</param>
    /// <param name="cancellation">Ends the search with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The entity is not of this graph, or the hops are negative.</exception>
    public static ReachResult Upstream(
        GraphTopology graph, int of, int hops, LinkFilter links, SearchLimits limits, TimeProvider time,
        CancellationToken cancellation = default) =>
        From(graph, [of], LinkDirection.In, hops, links, limits, time, cancellation);

    /// <summary>What the entity goes into, directly and through others: links are travelled in their direction.</summary>
    /// <inheritdoc cref="Upstream"/>
    public static ReachResult Downstream(
        GraphTopology graph, int of, int hops, LinkFilter links, SearchLimits limits, TimeProvider time,
        CancellationToken cancellation = default) =>
        From(graph, [of], LinkDirection.Out, hops, links, limits, time, cancellation);

    /// <summary>What can be reached from any of several entities; each stands at the level of its nearest.</summary>
    /// <inheritdoc cref="Upstream"/>
    public static ReachResult From(
        GraphTopology graph, IReadOnlyCollection<int> origins, LinkDirection direction, int hops, LinkFilter links,
        SearchLimits limits, TimeProvider time, CancellationToken cancellation = default) =>
        From(graph, origins, [], direction, hops, links, limits, time, cancellation);

    /// <summary>What can be reached without entering some entities; an origin among these is entered all the same.</summary>
    internal static ReachResult From(
        GraphTopology graph, IReadOnlyCollection<int> origins, ReadOnlySpan<int> avoiding, LinkDirection direction, int hops,
        LinkFilter links, SearchLimits limits, TimeProvider time, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(hops);
        foreach (var origin in origins)
        {
            if ((uint)origin >= (uint)graph.EntityCount)
            {
                throw new ArgumentOutOfRangeException(nameof(origins), origin, "Not the number of an entity of this graph.");
            }
        }

        var budget = new SearchBudget(limits, time, cancellation);
        using var frontier = Frontier.Rent(graph.EntityCount, placed: false);
        foreach (var entity in avoiding)
        {
            if (!origins.Contains(entity))
            {
                frontier.Block(entity);
            }
        }

        frontier.Start(origins);
        var own = frontier.Count;
        var room = (int)Math.Min(int.MaxValue, (long)own + limits.Results);
        while (frontier.Width > 0 && frontier.Level < hops && !budget.Stopped)
        {
            if (frontier.Level == limits.Hops)
            {
                budget.Stop = CutReason.Hops;
                break;
            }

            frontier.Advance(graph, links, direction, budget, room: room);
        }

        // A last level without entities is none.
        var levels = frontier.LevelStarts.Count - 1 - (frontier.Width == 0 && frontier.Level > 0 ? 1 : 0);
        var starts = new int[levels];
        for (var level = 0; level < levels; level++)
        {
            starts[level] = frontier.LevelStarts[level + 1] - own;
        }

        return new ReachResult(
            Copy(frontier.Entities[own..]), Copy(frontier.Steps[own..]), starts, budget.Reason, budget.Explored);
    }

    // Without clearing first what is overwritten at once.
    private static int[] Copy(ReadOnlySpan<int> numbers)
    {
        var copy = GC.AllocateUninitializedArray<int>(numbers.Length);
        numbers.CopyTo(copy);
        return copy;
    }
}
