using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Paths;

/// <summary>
/// Every simple path in the order of results: a depth-first search for each length in turn, which turns back where the
/// end, or an entity still to be passed, is too far away for the links that are left (R. E. Korf, "Depth-first
/// iterative-deepening", Artificial Intelligence 27, 1985, with distances from searches backwards as the bound).
/// </summary>
/// <remarks>
/// The order costs nothing to keep and a cut answer is the beginning of the whole one. With <see cref="PathQuery.Via"/>
/// no efficient search exists (simple paths through given entities are NP-hard to find): the budget bounds it.
/// </remarks>
internal sealed class SimplePaths : IDisposable
{
    private readonly GraphTopology graph;
    private readonly PathQuery query;
    private readonly SearchBudget budget;
    private readonly Func<ReadOnlySpan<int>, bool> found;
    private readonly GraphSnapshot? weights;
    private readonly Frontier onPath;
    private readonly Frontier[] distances;
    private readonly int[] known;
    private readonly int[] targets;
    private readonly int[] steps;
    private int length;
    private bool more;

    private SimplePaths(
        GraphTopology graph, PathQuery query, SearchBudget budget, GraphSnapshot? weights, Func<ReadOnlySpan<int>, bool> found)
    {
        (this.graph, this.query, this.budget, this.weights, this.found) = (graph, query, budget, weights, found);
        Hops = Math.Min(query.MaxHops, budget.Limits.Hops);
        Hops = Math.Min(Hops, graph.EntityCount - 1);
        steps = new int[Hops];
        targets = [query.To, .. query.Via.Where(entity => entity != query.From && entity != query.To).Distinct()];
        distances = Array.ConvertAll(targets, _ => Frontier.Rent(graph.EntityCount));
        known = new int[targets.Length];
        onPath = Frontier.Rent(graph.EntityCount);
    }

    private int Hops { get; }

    /// <summary>Gives each path, packed, until the function answers false or the budget ends.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="query">Which paths.</param>
    /// <param name="budget">What may be spent, and afterwards what cut the search.</param>
    /// <param name="weights">The same graph, where only links with a coefficient above 0 are followed; null where all are.</param>
    /// <param name="found">Takes a path and answers whether to go on.</param>
    public static void Each(
        GraphTopology graph, PathQuery query, SearchBudget budget, GraphSnapshot? weights, Func<ReadOnlySpan<int>, bool> found)
    {
        using var search = new SimplePaths(graph, query, budget, weights, found);
        search.Run();
    }

    public void Dispose()
    {
        onPath.Dispose();
        foreach (var frontier in distances)
        {
            frontier.Dispose();
        }
    }

    private void Run()
    {
        foreach (var entity in query.Avoiding)
        {
            onPath.Block(entity);
        }

        for (var i = 0; i < targets.Length; i++)
        {
            if (!Measure(i))
            {
                more = distances[i].Width > 0;
                NoteHops();
                return;
            }
        }

        onPath.Block(query.From);
        var passed = Passed(0, query.From);
        var goOn = passed >= 0;
        for (length = 1; length <= Hops && goOn; length++)
        {
            more = false;
            goOn = Visit(query.From, 0, passed) && more;
        }

        if (goOn)
        {
            NoteHops();
        }
    }

    private void NoteHops()
    {
        if (more && !budget.Stopped && Hops < query.MaxHops && Hops < graph.EntityCount - 1)
        {
            budget.Stop = CutReason.Hops;
        }
    }

    // How far each entity is from the target, as far as a part of the budget goes. False where no path can reach it.
    private bool Measure(int target)
    {
        var (frontier, share) = (distances[target], budget.Limits.Expansions / (4 * targets.Length));
        foreach (var entity in query.Avoiding)
        {
            frontier.Block(entity);
        }

        frontier.Start(targets[target]);
        var against = query.Direction.Against();
        while (frontier.Level < Hops && frontier.Width > 0 && !budget.Stopped)
        {
            var pending = frontier.Pending(graph, against);
            if (pending > share)
            {
                break;
            }

            share -= pending;
            frontier.AdvanceBack(graph, query.Links, query.Direction, budget);
        }

        // An exhausted search knows that what it did not enter is at no distance.
        known[target] = frontier.Width == 0 ? int.MaxValue : frontier.Level;
        return !budget.Stopped && (frontier.PlaceOf(query.From) >= 0 || known[target] < Hops);
    }

    private bool Visit(int entity, int depth, int passed)
    {
        var left = budget.Limits.HubLinks;
        var remaining = length - depth - 1;
        var runs = new LinkRuns(graph, entity, query.Direction);
        while (runs.Next(out var run))
        {
            var granted = budget.Grant(run.Others.Length);
            for (var i = 0; i < granted; i++)
            {
                if (!query.Links.Passes(run.Traits[i]) || (weights is not null && !(weights.CoefficientOf(run.Link(i)) > 0)))
                {
                    continue;
                }

                if (--left < 0)
                {
                    budget.CutHub(entity);
                    break;
                }

                var other = run.Others[i];
                if (onPath.IsMarked(other))
                {
                    continue;
                }

                if (remaining > 0 ? other == query.To : other != query.To)
                {
                    more |= remaining == 0;
                    continue;
                }

                var passedThen = Passed(passed, other);
                if (passedThen < 0)
                {
                    continue;
                }

                steps[depth] = PathStep.Pack(run.Link(i), run.Leaving);
                if (remaining == 0)
                {
                    if (passedThen == All && !found(steps.AsSpan(0, length)))
                    {
                        return false;
                    }
                }
                else if (IsNear(other, remaining, passedThen))
                {
                    onPath.Block(other);
                    var goOn = Visit(other, depth + 1, passedThen);
                    onPath.Unblock(other);
                    if (!goOn)
                    {
                        return false;
                    }
                }
            }

            if (budget.Stopped)
            {
                return false;
            }
        }

        return true;
    }

    private int All => query.ViaInOrder ? query.Via.Count : (1 << query.Via.Count) - 1;

    // What is passed once this entity is entered: in order, how many; otherwise, a bit for each. -1 where it is out of turn.
    private int Passed(int passed, int entity)
    {
        for (var i = 0; i < query.Via.Count; i++)
        {
            if (query.Via[i] == entity)
            {
                if (!query.ViaInOrder)
                {
                    passed |= 1 << i;
                }
                else if (passed == i)
                {
                    return passed + 1;
                }
                else
                {
                    return -1;
                }
            }
        }

        return passed;
    }

    private bool IsNear(int entity, int remaining, int passed)
    {
        for (var i = 0; i < targets.Length; i++)
        {
            // Of an entity to be passed, at least one more link leads on to the end.
            var within = i == 0 ? remaining : remaining - 1;
            if (within <= known[i] && !distances[i].IsWithin(entity, within) && !(i > 0 && IsPassed(targets[i], passed)))
            {
                more |= known[i] < int.MaxValue || distances[i].PlaceOf(entity) >= 0;
                return false;
            }
        }

        return true;
    }

    private bool IsPassed(int entity, int passed)
    {
        for (var i = 0; i < query.Via.Count; i++)
        {
            if (query.Via[i] == entity)
            {
                return query.ViaInOrder ? i < passed : (passed & (1 << i)) != 0;
            }
        }

        return false;
    }
}
