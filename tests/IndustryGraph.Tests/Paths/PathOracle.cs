using IndustryGraph.Model;
using IndustryGraph.Paths;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Tests.Paths;

/// <summary>Every simple path by plain recursion over the list of all links, sorted afterwards: slow and evident.</summary>
internal static class PathOracle
{
    public static List<int[]> All(GraphSnapshot graph, PathQuery query)
    {
        var found = new List<int[]>();
        if (!query.Avoiding.Contains(query.From))
        {
            Walk([query.From], []);
        }

        return [.. found.OrderBy(path => path.Length).ThenBy(path => path, Comparer<int[]>.Create(Compare))];

        void Walk(List<int> entities, List<int> steps)
        {
            if (entities[^1] == query.To)
            {
                var passed = query.Via.Select(via => entities.IndexOf(via)).ToList();
                if (passed.TrueForAll(place => place >= 0) && (!query.ViaInOrder || IsRising(passed)))
                {
                    found.Add([.. steps]);
                }

                return;
            }

            for (var link = 0; steps.Count < query.MaxHops && link < graph.LinkCount; link++)
            {
                for (var against = 0; against < 2; against++)
                {
                    var (start, end) = against == 0 ? (graph.FromOf(link), graph.ToOf(link)) : (graph.ToOf(link), graph.FromOf(link));
                    if (start == entities[^1] && !entities.Contains(end) && !query.Avoiding.Contains(end)
                        && query.Links.Passes(graph.TraitsOf(link))
                        && query.Direction != (against == 0 ? LinkDirection.In : LinkDirection.Out))
                    {
                        Walk([.. entities, end], [.. steps, (link << 1) | against]);
                    }
                }
            }
        }
    }

    public static int[] Packed(LinkPath path) => [.. path.Steps.Select(step => (step.Link << 1) | (step.Along ? 0 : 1))];

    public static int Compare(int[]? left, int[]? right) => left.AsSpan().SequenceCompareTo(right);

    private static bool IsRising(List<int> places) => places.Zip(places.Skip(1)).All(pair => pair.First < pair.Second);
}
