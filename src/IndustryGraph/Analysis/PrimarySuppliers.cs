using IndustryGraph.Model;
using IndustryGraph.Paths;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Analysis;

/// <summary>Where supply begins in a part of the graph.</summary>
internal static class PrimarySuppliers
{
    /// <summary>
    /// The members of every strongly connected component that nothing outside it supplies, single entities among them.
    /// In the reverse of the order in which a depth-first search leaves entities, the first that earlier ones do not reach
    /// is in such a component (M. Sharir, "A strong-connectivity algorithm", 1981).
    /// </summary>
    public static List<int> Of(GraphSnapshot snapshot, Frontier within, LinkFilter links, SearchBudget budget)
    {
        var left = LeavingOrder(snapshot, within, links, budget);
        var primary = new List<int>();
        using var reached = Frontier.Rent(snapshot.EntityCount);
        using var component = Frontier.Rent(snapshot.EntityCount);
        for (var i = left.Count - 1; i >= 0 && !budget.Stopped; i--)
        {
            if (!reached.IsMarked(left[i]))
            {
                // Whatever supplies it, directly or not, lies in its component: no other is before it.
                Spread(snapshot, left[i], LinkDirection.In, within, links, component, budget, primary.Add);
                Spread(snapshot, left[i], LinkDirection.Out, within, links, reached, budget, _ => { });
            }
        }

        return primary;
    }

    private static List<int> LeavingOrder(GraphSnapshot snapshot, Frontier within, LinkFilter links, SearchBudget budget)
    {
        var left = new List<int>(within.Count);
        var path = new Stack<(int Entity, int Next)>();
        using var entered = Frontier.Rent(snapshot.EntityCount);
        foreach (var start in within.Entities)
        {
            if (entered.IsMarked(start))
            {
                continue;
            }

            entered.Block(start);
            path.Push((start, 0));
            while (path.TryPop(out var top))
            {
                var targets = snapshot.OutTargets(top.Entity);
                var traits = snapshot.OutTraits(top.Entity);
                if (top.Next == 0 && !budget.GrantWhole(targets.Length))
                {
                    return left;
                }

                var i = top.Next;
                while (i < targets.Length && (!links.Passes(traits[i]) || !within.IsMarked(targets[i]) || entered.IsMarked(targets[i])))
                {
                    i++;
                }

                if (i < targets.Length)
                {
                    path.Push((top.Entity, i + 1));
                    entered.Block(targets[i]);
                    path.Push((targets[i], 0));
                }
                else
                {
                    left.Add(top.Entity);
                }
            }
        }

        return left;
    }

    private static void Spread(
        GraphSnapshot snapshot, int start, LinkDirection direction, Frontier within, LinkFilter links, Frontier marked,
        SearchBudget budget, Action<int> entered)
    {
        var open = new Stack<int>();
        marked.Block(start);
        open.Push(start);
        while (open.TryPop(out var entity) && !budget.Stopped)
        {
            entered(entity);
            var runs = new LinkRuns(snapshot, entity, direction);
            while (runs.Next(out var run) && budget.GrantWhole(run.Others.Length))
            {
                for (var i = 0; i < run.Others.Length; i++)
                {
                    if (links.Passes(run.Traits[i]) && within.IsMarked(run.Others[i]) && !marked.IsMarked(run.Others[i]))
                    {
                        marked.Block(run.Others[i]);
                        open.Push(run.Others[i]);
                    }
                }
            }
        }
    }
}
