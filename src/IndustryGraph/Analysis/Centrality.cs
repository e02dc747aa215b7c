using IndustryGraph.Paths;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Analysis;

/// <summary>How many links enter and leave each entity, by its number.</summary>
/// <param name="In">Links that enter.</param>
/// <param name="Out">Links that leave.</param>
public sealed record Degrees(IReadOnlyList<int> In, IReadOnlyList<int> Out);

/// <summary>A ranking of all entities.</summary>
/// <param name="Scores">The score of each entity, by its number; they sum to 1 where there are entities.</param>
/// <param name="Rounds">How many rounds were made.</param>
/// <param name="Residual">The sum of what the last round changed.</param>
/// <param name="Reason">What cut the computation; the scores are then those of the last round.</param>
public sealed record PageRankResult(IReadOnlyList<double> Scores, int Rounds, double Residual, CutReason Reason)
{
    /// <summary>Whether the scores converged.</summary>
    public bool Complete => Reason == CutReason.None;
}

/// <summary>Scores that rank entities by their place among links. Links side by side count each; so do links from an entity to itself.</summary>
public static class Centrality
{
    /// <summary>The sum of changes at which PageRank has converged.</summary>
    public const double Tolerance = 1e-10;

    /// <summary>Links that pass the filter, by entity.</summary>
    public static Degrees DegreesOf(GraphSnapshot snapshot, LinkFilter links)
    {
        var (entering, leaving) = (new int[snapshot.EntityCount], new int[snapshot.EntityCount]);
        for (var entity = 0; entity < snapshot.EntityCount; entity++)
        {
            foreach (var traits in snapshot.OutTraits(entity))
            {
                leaving[entity] += links.Passes(traits) ? 1 : 0;
            }

            foreach (var traits in snapshot.InTraits(entity))
            {
                entering[entity] += links.Passes(traits) ? 1 : 0;
            }
        }

        return new Degrees(entering, leaving);
    }

    /// <summary>
    /// PageRank (S. Brin and L. Page, 1998): how often a walker is at each entity who follows a link that leaves it, or with
    /// probability 1 − <paramref name="damping"/>, and where none leaves, goes to any entity. By Gauss–Seidel
    /// rounds, which use each new score at once (A. Arasu et al., "PageRank computation and the structure of the web", 2002).
    /// </summary>
    /// <param name="snapshot">The graph.</param>
    /// <param name="links">Which links are followed.</param>
    /// <param name="damping">The probability to follow a link, from 0 and below 1; 0.85 is usual.</param>
    /// <param name="limits">Expansions, of which a round costs as many as there are links; and time.</param>
    /// <param name="time">The clock for the limit on time.</param>
    /// <param name="cancellation">Ends it with <see cref="OperationCanceledException"/>.</param>
    public static PageRankResult PageRank(
        GraphSnapshot snapshot, LinkFilter links, double damping, SearchLimits limits, TimeProvider time,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(damping);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(damping, 1);
        var budget = new SearchBudget(limits, time, cancellation);
        var count = snapshot.EntityCount;
        var (starts, sources, leaving) = Entering(snapshot, links);
        var (scores, shares) = (new double[count], new double[count]);
        var dangling = 0.0;
        for (var entity = 0; entity < count; entity++)
        {
            scores[entity] = 1.0 / count;
            shares[entity] = leaving[entity] > 0 ? scores[entity] / leaving[entity] : 0;
            dangling += leaving[entity] > 0 ? 0 : scores[entity];
        }

        var (rounds, residual) = (0, 1.0);
        while (count > 0 && residual > Tolerance && budget.GrantWhole(sources.Length))
        {
            residual = 0;
            for (var entity = 0; entity < count; entity++)
            {
                var sum = 0.0;
                foreach (var source in sources.AsSpan(starts[entity]..starts[entity + 1]))
                {
                    sum += shares[source];
                }

                var score = ((1 - damping) / count) + (damping * (sum + (dangling / count)));
                var change = score - scores[entity];
                residual += Math.Abs(change);
                scores[entity] = score;
                if (leaving[entity] > 0)
                {
                    shares[entity] = score / leaving[entity];
                }
                else
                {
                    dangling += change;
                }
            }

            rounds++;
        }

        // In the midst of rounds the scores need not sum to 1; what they converge to does.
        var all = scores.Sum();
        return new PageRankResult(Array.ConvertAll(scores, score => score / all), rounds, residual, budget.Reason);
    }

    // The links that pass, as the walker arrives.
    private static (int[] Starts, int[] Sources, int[] Leaving) Entering(GraphSnapshot snapshot, LinkFilter links)
    {
        var (starts, leaving) = (new int[snapshot.EntityCount + 1], new int[snapshot.EntityCount]);
        var sources = new int[snapshot.LinkCount];
        var count = 0;
        for (var entity = 0; entity < snapshot.EntityCount; entity++)
        {
            var entering = snapshot.InSources(entity);
            var traits = snapshot.InTraits(entity);
            for (var i = 0; i < entering.Length; i++)
            {
                if (links.Passes(traits[i]))
                {
                    sources[count++] = entering[i];
                    leaving[entering[i]]++;
                }
            }

            starts[entity + 1] = count;
        }

        return (starts, sources[..count], leaving);
    }
}
