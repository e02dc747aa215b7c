using IndustryGraph.Snapshots;

namespace IndustryGraph.Paths;

/// <summary>
/// The first paths in the order of results, without listing the others: J. Y. Yen, "Finding the k shortest loopless paths
/// in a network", Management Science 17 (1971), with the partition of E. L. Lawler (Management Science 18, 1972), by which
/// no path is found twice.
/// </summary>
/// <remarks>
/// A candidate stands for a set of paths, of which it is the first: those that begin with its steps up to
/// <c>Shared</c> and take none of the <c>Barred</c> steps there. The sets never overlap. Taking the first candidate
/// of all splits its set by where the other paths leave it.
/// </remarks>
internal static class ShortestPaths
{
    private sealed record Candidate(int[] Steps, int Shared, int[] Barred);

    private sealed class ResultOrder : IComparer<Candidate>
    {
        public int Compare(Candidate? left, Candidate? right)
        {
            var order = left!.Steps.Length.CompareTo(right!.Steps.Length);
            return order != 0 ? order : left.Steps.AsSpan().SequenceCompareTo(right.Steps);
        }
    }

    public static List<LinkPath> Find(GraphTopology graph, PathQuery query, int count, SearchBudget budget)
    {
        var found = new List<LinkPath>();
        var hops = Math.Min(query.MaxHops, budget.Limits.Hops);
        var hopsEnded = false;
        using var search = new TwoSidedSearch(graph, query, budget);
        var candidates = new PriorityQueue<Candidate, Candidate>(new ResultOrder());
        Add([], []);
        while (candidates.TryDequeue(out var first, out _))
        {
            if (budget.Stopped && found.Count > 0)
            {
                break;
            }

            if (found.Count == budget.Limits.Results && found.Count < count)
            {
                budget.Stop = CutReason.Results;
                break;
            }

            found.Add(LinkPath.Of(query.From, first.Steps));
            if (found.Count == count)
            {
                hopsEnded = false;
                break;
            }

            for (var shared = first.Shared; shared < first.Steps.Length && !budget.Stopped; shared++)
            {
                Add(first.Steps.AsSpan(0, shared), shared == first.Shared ? [.. first.Barred, first.Steps[shared]] : [first.Steps[shared]]);
            }
        }

        if (hopsEnded && !budget.Stopped && query.MaxHops > hops)
        {
            budget.Stop = CutReason.Hops;
        }

        return found;

        void Add(ReadOnlySpan<int> shared, int[] barred)
        {
            var passed = new int[shared.Length];
            var entity = query.From;
            for (var i = 0; i < shared.Length; i++)
            {
                passed[i] = entity;
                entity = PathStep.Unpack(shared[i]).To(graph);
            }

            if (search.Find(entity, query.To, hops - shared.Length, passed, barred) is { } rest)
            {
                var candidate = new Candidate([.. shared, .. rest], shared.Length, barred);
                candidates.Enqueue(candidate, candidate);
            }

            hopsEnded |= search.HopsEnded;
        }
    }
}
