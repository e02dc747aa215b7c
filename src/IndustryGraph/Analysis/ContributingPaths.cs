using IndustryGraph.Paths;

namespace IndustryGraph.Analysis;

/// <summary>
/// The paths by which most of a supplier's output reaches a user, greatest product of coefficients first: structural path
/// analysis (J. Defourny and E. Thorbecke, Economic Journal 94, 1984), as a best-first search whose bound is the greatest
/// product from each entity to the user.
/// </summary>
internal sealed class ContributingPaths
{
    private readonly CoefficientMatrix matrix;
    private readonly SearchBudget budget;
    private readonly List<(int Row, int Entry)>[] suppliers;

    private sealed record Partial(int Row, int Step, Partial? Before, double Strength, int Length);

    public ContributingPaths(CoefficientMatrix matrix, SearchBudget budget)
    {
        (this.matrix, this.budget) = (matrix, budget);
        suppliers = [.. Enumerable.Range(0, matrix.Count).Select(_ => new List<(int, int)>())];
        for (var row = 0; row < matrix.Count; row++)
        {
            for (var i = 0; i < matrix.Users(row).Length; i++)
            {
                suppliers[matrix.Users(row)[i]].Add((row, i));
            }
        }
    }

    /// <summary>The first paths from any of the first rows to a row, that enter no entity twice.</summary>
    public List<LinkPath> To(int target, int from, int count)
    {
        var bounds = Bounds(target);
        var open = new PriorityQueue<Partial, (double, int, int)>();
        var order = 0;
        for (var row = 0; row < from; row++)
        {
            Push(new Partial(row, -1, null, 1, 0));
        }

        var found = new List<LinkPath>();
        while (found.Count < count && open.TryDequeue(out var best, out _) && budget.GoOn())
        {
            if (best.Row == target)
            {
                found.Add(Path(best));
                continue;
            }

            var users = matrix.Users(best.Row);
            var values = matrix.Values(best.Row);
            if (!budget.GrantWhole(users.Length))
            {
                break;
            }

            for (var i = 0; i < users.Length; i++)
            {
                if (bounds[users[i]] > 0 && !IsOn(best, users[i]))
                {
                    var step = PathStep.Pack(matrix.Links(best.Row)[i], along: true);
                    Push(new Partial(users[i], step, best, best.Strength * values[i], best.Length + 1));
                }
            }
        }

        return found;

        // Ties: fewer links, then the order of finding, which is that of rows and links.
        void Push(Partial partial) =>
            open.Enqueue(partial, (-partial.Strength * bounds[partial.Row], partial.Length, order++));
    }

    private static bool IsOn(Partial? path, int row)
    {
        for (; path is not null; path = path.Before)
        {
            if (path.Row == row)
            {
                return true;
            }
        }

        return false;
    }

    private LinkPath Path(Partial end)
    {
        var steps = new int[end.Length];
        var at = end;
        for (; at.Before is not null; at = at.Before)
        {
            steps[at.Length - 1] = at.Step;
        }

        return LinkPath.Of(matrix.Entities[at.Row], steps, end.Strength);
    }

    // Dijkstra's algorithm against the links; no coefficient is above 1, so that the bound is one.
    private double[] Bounds(int target)
    {
        var bounds = new double[matrix.Count];
        var open = new PriorityQueue<int, double>();
        bounds[target] = 1;
        open.Enqueue(target, -1);
        while (open.TryDequeue(out var row, out var key) && budget.GoOn())
        {
            if (-key < bounds[row])
            {
                continue;
            }

            if (!budget.GrantWhole(suppliers[row].Count))
            {
                break;
            }

            foreach (var (supplier, entry) in suppliers[row])
            {
                if (bounds[row] * matrix.Values(supplier)[entry] is var bound && bound > bounds[supplier])
                {
                    bounds[supplier] = bound;
                    open.Enqueue(supplier, -bound);
                }
            }
        }

        return bounds;
    }
}
