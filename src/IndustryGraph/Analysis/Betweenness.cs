using IndustryGraph.Paths;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Analysis;

/// <summary>How much of the shortest paths passes each entity.</summary>
/// <param name="Scores">
/// By entity number: the sum over ordered pairs of other entities of the share of their shortest paths that passes it.
/// </param>
/// <param name="Pivots">From how many entities shortest paths were searched.</param>
/// <param name="Sampled">
/// Whether these are fewer than all: the scores are then estimates, scaled up from the entities that were drawn.
/// </param>
/// <param name="Reason">What cut the computation; the entities done until then are a smaller sample.</param>
public sealed record BetweennessResult(IReadOnlyList<double> Scores, int Pivots, bool Sampled, CutReason Reason);

/// <summary>
/// Betweenness along links in their direction: U. Brandes, "A faster algorithm for betweenness centrality" (Journal of
/// Mathematical Sociology 25, 2001); from drawn entities on large graphs (U. Brandes and C. Pich, "Centrality estimation in large
/// networks", 2007). Links side by side make paths of their own.
/// </summary>
public static class Betweenness
{
    /// <summary>The scores: exact where entities times links do not exceed <paramref name="exactWork"/>, or else sampled.</summary>
    /// <param name="snapshot">The graph.</param>
    /// <param name="links">Which links.</param>
    /// <param name="exactWork">The greatest product of entities and links for which all entities are searched from.</param>
    /// <param name="pivots">How many entities are drawn on larger graphs, from 1.</param>
    /// <param name="seed">What the draw depends on; the same seed draws the same.</param>
    /// <param name="limits">Expansions and time.</param>
    /// <param name="time">The clock for the limit on time.</param>
    /// <param name="cancellation">Ends it with <see cref="OperationCanceledException"/>.</param>
    public static BetweennessResult Of(
        GraphSnapshot snapshot, LinkFilter links, long exactWork, int pivots, ulong seed, SearchLimits limits,
        TimeProvider time, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pivots, 1);
        var budget = new SearchBudget(limits, time, cancellation);
        var count = snapshot.EntityCount;
        var asked = (long)count * snapshot.LinkCount <= exactWork ? count : Math.Min(pivots, count);
        var scores = new double[count];
        var (paths, passing) = (new double[count], new double[count]);
        using var frontier = Frontier.Rent(count);
        var done = 0;
        foreach (var source in Drawn(count, asked, seed))
        {
            frontier.Clear();
            frontier.Start(source);
            while (frontier.Width > 0 && !budget.Stopped)
            {
                frontier.Advance(snapshot, links, Model.LinkDirection.Out, budget, hubs: false);
            }

            foreach (var entity in frontier.Entities)
            {
                (paths[entity], passing[entity]) = (0, 0);
            }

            paths[source] = 1;
            for (var level = 0; level < frontier.Level && !budget.Stopped; level++)
            {
                Pass(snapshot, links, frontier, level, paths, null, budget);
            }

            for (var level = frontier.Level - 1; level >= 0 && !budget.Stopped; level--)
            {
                Pass(snapshot, links, frontier, level, paths, passing, budget);
            }

            if (budget.Stopped)
            {
                break;
            }

            foreach (var entity in frontier.Entities[1..])
            {
                scores[entity] += passing[entity];
            }

            done++;
        }

        if (done > 0 && done < count)
        {
            for (var entity = 0; entity < count; entity++)
            {
                scores[entity] *= (double)count / done;
            }
        }

        return new BetweennessResult(scores, done, done < count, budget.Reason);
    }

    // Over each link from a level to the next: on the way out counts the paths, on the way back gathers what passes.
    private static void Pass(
        GraphSnapshot snapshot, LinkFilter links, Frontier frontier, int level, double[] paths, double[]? passing,
        SearchBudget budget)
    {
        var (start, end) = (frontier.LevelStarts[level], frontier.LevelStarts[level + 1]);
        for (var place = start; place < end; place++)
        {
            var entity = frontier.Entities[place];
            var targets = snapshot.OutTargets(entity);
            var traits = snapshot.OutTraits(entity);
            var granted = budget.Grant(targets.Length);
            for (var i = 0; i < granted; i++)
            {
                if (!links.Passes(traits[i]) || frontier.PlaceOf(targets[i]) < end)
                {
                    continue;
                }

                if (passing is null)
                {
                    paths[targets[i]] += paths[entity];
                }
                else
                {
                    passing[entity] += paths[entity] / paths[targets[i]] * (1 + passing[targets[i]]);
                }
            }
        }
    }

    // The first of a shuffle by Fisher and Yates, driven by the SplitMix64 generator of S. Vigna.
    private static IEnumerable<int> Drawn(int count, int asked, ulong seed)
    {
        var order = Enumerable.Range(0, count).ToArray();
        for (var i = 0; i < asked; i++)
        {
            seed += 0x9E3779B97F4A7C15;
            var mixed = (seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            mixed ^= mixed >> 31;
            var other = i + (int)(mixed % (ulong)(count - i));
            (order[i], order[other]) = (order[other], order[i]);
            yield return order[i];
        }
    }
}
