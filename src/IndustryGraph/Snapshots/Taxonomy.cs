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
    /// <param name="snapshot">The graph.</param>
    /// <param name="isNew">Whether a link is new: a cycle is blamed on a link that is, where one is on it.</param>
    public static List<GraphProblem> Cycles(GraphSnapshot snapshot, Func<LinkId, bool> isNew)
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
                        var start = path.LastIndexOf(broader);
                        problems.Add(Cycle(snapshot, path[start..], next[start..].ConvertAll(after => after - 1), isNew));
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

    // The last link of the list is the one that closes the cycle.
    private static GraphProblem Cycle(GraphSnapshot snapshot, List<int> cycle, List<int> links, Func<LinkId, bool> isNew)
    {
        var blamed = links.FindLastIndex(link => isNew(snapshot.LinkAt(link).Id));

        var shown = cycle.Take(Longest).Select(entity => snapshot.EntityAt(entity).Id.Value);
        var cut = cycle.Count > Longest ? $" → … ({cycle.Count} items)" : "";
        return new(ProblemCode.TaxonomyCycle, snapshot.LinkAt(links[blamed < 0 ? links.Count - 1 : blamed]).Id.ToString(),
            $"BROADER must not lead back to where it started: {string.Join(" → ", shown)}{cut} → {snapshot.EntityAt(cycle[0]).Id}. Remove one of these links.");
    }
}
