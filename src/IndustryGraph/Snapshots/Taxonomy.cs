using IndustryGraph.Model;

namespace IndustryGraph.Snapshots;

/// <summary>The rule that <c>BROADER</c> never leads back to where it started.</summary>
internal static class Taxonomy
{
    private const int Longest = 20;

    /// <summary>
    /// A problem for each cycle that a depth-first search meets, at most one through each link that closes it. Linear in the
    /// graph; keeps its own stack, so that a chain of a million items does not overflow the thread's.
    /// </summary>
    public static List<GraphProblem> Cycles(GraphSnapshot snapshot)
    {
        var problems = new List<GraphProblem>();
        if (snapshot.CountOf(LinkKind.Broader) == 0)
        {
            return problems;
        }

        var state = new byte[snapshot.EntityCount];
        var path = new List<int>();
        var next = new List<int>();
        for (var root = 0; root < snapshot.EntityCount; root++)
        {
            if (state[root] != 0)
            {
                continue;
            }

            Enter(root);
            while (path.Count > 0)
            {
                var entity = path[^1];
                var link = next[^1]++;
                if (link >= snapshot.FirstOut(entity) + snapshot.OutDegree(entity))
                {
                    state[entity] = 2;
                    path.RemoveAt(path.Count - 1);
                    next.RemoveAt(next.Count - 1);
                }
                else if (snapshot.KindOf(link) == LinkKind.Broader)
                {
                    var broader = snapshot.ToOf(link);
                    if (state[broader] == 0)
                    {
                        Enter(broader);
                    }
                    else if (state[broader] == 1)
                    {
                        problems.Add(Cycle(snapshot, link, path[path.LastIndexOf(broader)..]));
                    }
                }
            }
        }

        return problems;

        void Enter(int entity)
        {
            state[entity] = 1;
            path.Add(entity);
            next.Add(snapshot.FirstOut(entity));
        }
    }

    private static GraphProblem Cycle(GraphSnapshot snapshot, int link, List<int> cycle)
    {
        var shown = cycle.Take(Longest).Select(entity => snapshot.EntityAt(entity).Id.Value);
        var cut = cycle.Count > Longest ? $" → … ({cycle.Count} items)" : "";
        return new(ProblemCode.TaxonomyCycle, snapshot.LinkAt(link).Id.ToString(),
            $"BROADER must not lead back to where it started: {string.Join(" → ", shown)}{cut} → {snapshot.EntityAt(cycle[0]).Id}. Remove one of these links.");
    }
}
