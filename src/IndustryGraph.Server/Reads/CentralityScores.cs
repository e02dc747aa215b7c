using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using IndustryGraph.Analysis;
using IndustryGraph.Model;
using IndustryGraph.Paths;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Server.Reads;

/// <summary>What ranks entities.</summary>
internal enum CentralityMeasure
{
    /// <summary>Links that enter.</summary>
    LinksIn,

    /// <summary>Links that leave.</summary>
    LinksOut,

    /// <summary>See <see cref="Centrality.PageRank"/>.</summary>
    PageRank,

    /// <summary>See <see cref="Betweenness"/>.</summary>
    Betweenness,
}

/// <summary>The scores of all entities of a version.</summary>
/// <param name="Values">By the number of the entity.</param>
/// <param name="Sampled">Whether they are estimates.</param>
/// <param name="Searches">From how many entities shortest paths were searched; null where none were.</param>
/// <param name="Reason">What cut the computation.</param>
internal sealed record CentralityScores(IReadOnlyList<double> Values, bool Sampled, int? Searches, CutReason Reason)
{
    /// <summary>The probability to follow a link that is usual for PageRank.</summary>
    public const double Damping = 0.85;

    // A search from each entity looks at each link three times; some seconds for so many looks.
    private const long ExactWork = 100_000_000;
    private const int LeastSearches = 10;

    private static readonly SearchLimits Limits = new() { Expansions = 3 * ExactWork, Time = TimeSpan.FromSeconds(8) };

    // They belong to the version: kept as long as it, for every kind of link alone, so that there are few.
    private static readonly ConditionalWeakTable<GraphSnapshot, ConcurrentDictionary<(CentralityMeasure, Evidence), CentralityScores>> Kept = [];

    /// <summary>The scores by a measure.</summary>
    public static CentralityScores Of(
        GraphSnapshot snapshot, CentralityMeasure measure, LinkFilter links, TimeProvider time, CancellationToken cancellation)
    {
        foreach (var weakest in Enum.GetValues<Evidence>())
        {
            if (links == LinkFilter.Of(LinkKinds.All, weakest))
            {
                var kept = Kept.GetOrCreateValue(snapshot);
                if (!kept.TryGetValue((measure, weakest), out var scores))
                {
                    scores = Compute(snapshot, measure, links, time, cancellation);
                    if (scores.Reason == CutReason.None)
                    {
                        kept[(measure, weakest)] = scores;
                    }
                }

                return scores;
            }
        }

        return Compute(snapshot, measure, links, time, cancellation);
    }

    private static CentralityScores Compute(
        GraphSnapshot snapshot, CentralityMeasure measure, LinkFilter links, TimeProvider time, CancellationToken cancellation)
    {
        switch (measure)
        {
            case CentralityMeasure.PageRank:
                var rank = Centrality.PageRank(snapshot, links, Damping, Limits, time, cancellation);
                return new CentralityScores(rank.Scores, Sampled: false, null, rank.Reason);
            case CentralityMeasure.Betweenness:
                var searches = (int)Math.Clamp(ExactWork / Math.Max(1, snapshot.LinkCount), LeastSearches, int.MaxValue);
                var between = Betweenness.Of(snapshot, links, ExactWork, searches, seed: 1, Limits, time, cancellation);
                return new CentralityScores(between.Scores, between.Sampled, between.Pivots, between.Reason);
            default:
                var degrees = Centrality.DegreesOf(snapshot, links);
                var counts = measure == CentralityMeasure.LinksIn ? degrees.In : degrees.Out;
                return new CentralityScores([.. counts.Select(count => (double)count)], Sampled: false, null, CutReason.None);
        }
    }
}
