using IndustryGraph.Snapshots;

namespace IndustryGraph.Paths;

/// <summary>
/// The strongest path within a number of hops, by rounds: after round n, each entity's label tells the strongest way to it
/// of at most n links (the dynamic program of Bellman and Moore on the semiring of the measure, which keeps the bound on
/// hops exact where Dijkstra's order would not). Only what a round improved is followed in the next.
/// </summary>
/// <remarks>
/// Strengths never grow along a path, so that the strongest walk is a simple path. They are rounded as doubles are,
/// factor by factor from the start.
/// </remarks>
internal sealed class StrongestPath : IDisposable
{
    private readonly GraphSnapshot snapshot;
    private readonly PathQuery query;
    private readonly PathStrength measure;
    private readonly SearchBudget budget;
    private readonly List<Label> labels = [];
    private readonly Frontier newest;

    private readonly record struct Label(int Entity, int Step, int Before, double Strength);

    private StrongestPath(GraphSnapshot snapshot, PathQuery query, PathStrength measure, SearchBudget budget)
    {
        (this.snapshot, this.query, this.measure, this.budget) = (snapshot, query, measure, budget);
        newest = Frontier.Rent(snapshot.EntityCount);
    }

    public static LinkPath? Find(GraphSnapshot snapshot, PathQuery query, PathStrength measure, SearchBudget budget)
    {
        if (query.Via.Count > 0)
        {
            return FindVia(snapshot, query, measure, budget);
        }

        using var search = new StrongestPath(snapshot, query, measure, budget);
        return search.Run();
    }

    public void Dispose() => newest.Dispose();

    /// <summary>What a link adds to the strength of a path.</summary>
    public static double Extend(PathStrength measure, double strength, double coefficient) =>
        measure == PathStrength.Product ? strength * coefficient : Math.Min(strength, coefficient);

    /// <summary>The strength of a path without links.</summary>
    public static double Start(PathStrength measure) =>
        measure == PathStrength.Product ? 1 : double.PositiveInfinity;

    // Strongest simple paths through given entities need the full enumeration.
    private static LinkPath? FindVia(GraphSnapshot snapshot, PathQuery query, PathStrength measure, SearchBudget budget)
    {
        LinkPath? best = null;
        SimplePaths.Each(snapshot, query, budget, weights: snapshot, steps =>
        {
            var strength = Start(measure);
            foreach (var step in steps)
            {
                strength = Extend(measure, strength, snapshot.CoefficientOf(PathStep.Unpack(step).Link));
            }

            if (best is null || strength > best.Strength)
            {
                best = LinkPath.Of(query.From, steps, strength);
            }

            return true;
        });
        return best;
    }

    private LinkPath? Run()
    {
        var hops = Math.Min(query.MaxHops, budget.Limits.Hops);
        foreach (var entity in query.Avoiding)
        {
            newest.Block(entity);
        }

        labels.Add(new Label(query.From, -1, -1, Start(measure)));
        newest.Mark(query.From, 0);
        var (start, end) = (0, 1);
        for (var round = 0; round < hops && start < end && !budget.Stopped; round++)
        {
            for (var place = start; place < end && !budget.Stopped; place++)
            {
                if (labels[place].Entity != query.To)
                {
                    Follow(place, end);
                }
            }

            (start, end) = (end, labels.Count);
        }

        // What is left to follow could only matter where it is stronger than what was found.
        if (start < end && hops < query.MaxHops && !budget.Stopped && CouldImprove(start, end))
        {
            budget.Stop = CutReason.Hops;
        }

        budget.Entities += labels.Count;
        return newest.PlaceOf(query.To) is var found and >= 0
            ? LinkPath.Of(query.From, Steps(found), labels[found].Strength) : null;
    }

    private bool CouldImprove(int start, int end)
    {
        var found = newest.PlaceOf(query.To);
        for (var place = start; place < end; place++)
        {
            if (labels[place].Entity != query.To && (found < 0 || labels[place].Strength > labels[found].Strength))
            {
                return true;
            }
        }

        return false;
    }

    private void Follow(int place, int roundEnd)
    {
        var label = labels[place];
        var left = budget.Limits.HubLinks;
        var runs = new LinkRuns(snapshot, label.Entity, query.Direction);
        while (runs.Next(out var run))
        {
            var granted = budget.Grant(run.Others.Length);
            for (var i = 0; i < granted; i++)
            {
                if (!query.Links.Passes(run.Traits[i]) || !(snapshot.CoefficientOf(run.Link(i)) is var coefficient and > 0))
                {
                    continue;
                }

                if (--left < 0)
                {
                    budget.CutHub(label.Entity);
                    break;
                }

                var other = run.Others[i];
                var next = new Label(
                    other, PathStep.Pack(run.Link(i), run.Leaving), place, Extend(measure, label.Strength, coefficient));
                if (!newest.IsMarked(other))
                {
                    newest.Mark(other, labels.Count);
                    labels.Add(next);
                }
                else if (newest.PlaceOf(other) is var known and >= 0)
                {
                    if (known >= roundEnd)
                    {
                        // Of this round too, so of the same length: the first in the order of results stays.
                        labels[known] = IsBetter(next, labels[known]) ? next : labels[known];
                    }
                    else if (next.Strength > labels[known].Strength)
                    {
                        newest.Mark(other, labels.Count);
                        labels.Add(next);
                    }
                }
            }
        }
    }

    private bool IsBetter(Label one, Label other) =>
        one.Strength > other.Strength
        || (one.Strength == other.Strength && Steps(one).AsSpan().SequenceCompareTo(Steps(other)) < 0);

    private int[] Steps(int place) => Steps(labels[place]);

    private int[] Steps(Label label)
    {
        var steps = new List<int>();
        for (; label.Step >= 0; label = labels[label.Before])
        {
            steps.Add(label.Step);
        }

        steps.Reverse();
        return [.. steps];
    }
}
