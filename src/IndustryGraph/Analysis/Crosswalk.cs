using IndustryGraph.Model;
using IndustryGraph.Paths;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Analysis;

/// <summary>An item of another scheme that an item may be mapped to.</summary>
/// <param name="Entity">Its number.</param>
/// <param name="Match">How it relates to the item asked for, by the way that keeps the strongest match.</param>
/// <param name="Path">That way: of several the shortest, then the first in the order of results.</param>
public sealed record CrosswalkCandidate(int Entity, ComposedMatch Match, LinkPath Path);

/// <summary>Candidates of a crosswalk.</summary>
/// <param name="Candidates">The strongest match first, then the shortest path, then by number.</param>
/// <param name="Reason">What cut the answer.</param>
/// <param name="Explored">What was looked at.</param>
public sealed record CrosswalkResult(IReadOnlyList<CrosswalkCandidate> Candidates, CutReason Reason, Explored Explored)
{
    /// <summary>Whether these are all within the hops.</summary>
    public bool Complete => Reason == CutReason.None;
}

/// <summary>From an item of one classification to those of another.</summary>
public static class Crosswalk
{
    // A match and whether it is assured: the states in which an entity can be reached.
    private const int States = 6;

    /// <summary>
    /// Every item of the scheme that <c>CORRESPONDS_TO</c> links, read both ways, and <c>BROADER</c> links lead to. A step
    /// to the broader item is a broad match, one to a narrower item a narrow match. <see cref="ComposedMatch.Then"/> says what
    /// matches make together. A <c>BROADER</c> step is not taken where it would leave open whether anything is common:
    /// it would make a candidate of every item of the scheme.
    /// </summary>
    /// <param name="snapshot">The graph.</param>
    /// <param name="item">The number of the item, or of another entity that has correspondences.</param>
    /// <param name="scheme">The id of the classification to map to.</param>
    /// <param name="hops">The most links on a way, from 0.</param>
    /// <param name="limits">How far the search may go, and the most candidates.</param>
    /// <param name="time">The clock for the limit on time.</param>
    /// <param name="weakest">The weakest evidence that a link may have.</param>
    /// <param name="cancellation">Ends the search with <see cref="OperationCanceledException"/>.</param>
    public static CrosswalkResult Of(
        GraphSnapshot snapshot, int item, EntityId scheme, int hops, SearchLimits limits, TimeProvider time,
        Evidence weakest = Evidence.Curated, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(hops);
        var budget = new SearchBudget(limits, time, cancellation);
        var links = LinkFilter.Of([LinkKind.CorrespondsTo, LinkKind.Broader], weakest);
        var best = new Dictionary<int, Way>();
        var seen = new HashSet<(int, int)> { (item, State(ComposedMatch.Same)) };
        var level = new List<Way> { new(item, ComposedMatch.Same, -1, null, 0) };
        for (var depth = 0; level.Count > 0 && !budget.Stopped; depth++)
        {
            foreach (var way in level)
            {
                // A later level has longer ways: only a stronger match replaces what is there.
                if (!best.TryGetValue(way.Entity, out var known) || way.Match.Weakness < known.Match.Weakness)
                {
                    best[way.Entity] = way;
                }
            }

            if (depth == Math.Min(hops, limits.Hops))
            {
                budget.Stop = depth < hops ? CutReason.Hops : CutReason.None;
                break;
            }

            level = Next(snapshot, level, links, seen, budget);
        }

        best.Remove(item);
        var found = best.Values
            .Where(way => snapshot.EntityAt(way.Entity).Attributes[AttributeName.Scheme]?.Text == scheme.Value)
            .OrderBy(way => way.Match.Weakness).ThenBy(way => way.Length).ThenBy(way => way.Entity)
            .ToList();
        if (found.Count > limits.Results && !budget.Stopped)
        {
            budget.Stop = CutReason.Results;
        }

        return new CrosswalkResult(
            [.. found.Take(limits.Results).Select(way => new CrosswalkCandidate(way.Entity, way.Match, way.Path(item)))],
            budget.Reason, budget.Explored);
    }

    /// <summary>The number of the item that has a code in a scheme; -1 where none has. Linear in the items.</summary>
    /// <param name="snapshot">The graph.</param>
    /// <param name="scheme">The id of the classification.</param>
    /// <param name="code">The code, as it is written.</param>
    public static int ItemOf(GraphSnapshot snapshot, EntityId scheme, string code)
    {
        foreach (var item in snapshot.OfKind(EntityKind.ClassificationItem))
        {
            var attributes = snapshot.EntityAt(item).Attributes;
            if (attributes[AttributeName.Code]?.Text == code && attributes[AttributeName.Scheme]?.Text == scheme.Value)
            {
                return item;
            }
        }

        return -1;
    }

    /// <summary>
    /// The weakest single match on a way, as it is travelled; of equally weak ones the first. Null where it has no link.
    /// What the matches make together is never stronger.
    /// </summary>
    public static Match? WeakestOn(GraphSnapshot snapshot, LinkPath way)
    {
        ComposedMatch? weakest = null;
        foreach (var step in way.Steps)
        {
            var match = new ComposedMatch(Travelled(snapshot, step), true);
            weakest = weakest is { } known && known.Weakness >= match.Weakness ? known : match;
        }

        return weakest?.Kind;
    }

    private static Match Travelled(GraphSnapshot snapshot, PathStep step)
    {
        var stated = snapshot.KindOf(step.Link) == LinkKind.Broader ? Match.Broad : MatchOf(snapshot, step.Link);
        return step.Along ? stated : ComposedMatch.Inverse(stated);
    }

    private sealed record Way(int Entity, ComposedMatch Match, int Step, Way? Before, int Length)
    {
        public LinkPath Path(int from)
        {
            var steps = new int[Length];
            for (var at = this; at.Before is not null; at = at.Before)
            {
                steps[at.Length - 1] = at.Step;
            }

            return LinkPath.Of(from, steps);
        }
    }

    private static List<Way> Next(
        GraphSnapshot snapshot, List<Way> level, LinkFilter links, HashSet<(int, int)> seen, SearchBudget budget)
    {
        var next = new List<Way>();
        foreach (var way in level)
        {
            var runs = new LinkRuns(snapshot, way.Entity, LinkDirection.Both);
            while (runs.Next(out var run))
            {
                var granted = budget.Grant(run.Others.Length);
                for (var i = 0; i < granted; i++)
                {
                    if (!links.Passes(run.Traits[i]))
                    {
                        continue;
                    }

                    var taxonomy = snapshot.KindOf(run.Link(i)) == LinkKind.Broader;
                    var match = way.Match.Then(Travelled(snapshot, new PathStep(run.Link(i), run.Leaving)));
                    if ((match.Assured || !taxonomy) && seen.Add((run.Others[i], State(match))))
                    {
                        var step = PathStep.Pack(run.Link(i), run.Leaving);
                        next.Add(new Way(run.Others[i], match, step, way, way.Length + 1));
                    }
                }
            }
        }

        budget.Entities += next.Count;
        return next;
    }

    private static int State(ComposedMatch match) => match.Assured ? (int)match.Kind : States - 1;

    // A correspondence that does not say how good it is may be of any quality.
    private static Match MatchOf(GraphSnapshot snapshot, int link) =>
        snapshot.DetailsOf(link).Attributes[AttributeName.Match]?.Text switch
        {
            "exact" => Match.Exact,
            "close" => Match.Close,
            "narrow" => Match.Narrow,
            "broad" => Match.Broad,
            _ => Match.Partial,
        };
}
