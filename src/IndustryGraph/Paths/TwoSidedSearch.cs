using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Paths;

/// <summary>
/// Breadth-first search from both ends, a level at a time, from the side that has fewer links before it (I. Pohl,
/// "Bi-directional search", Machine Intelligence 6, 1971). Of the shortest paths it gives the least, compared step by
/// step by the numbers of the links.
/// </summary>
internal sealed class TwoSidedSearch : IDisposable
{
    private readonly GraphTopology graph;
    private readonly LinkFilter links;
    private readonly LinkDirection direction;
    private readonly IReadOnlyCollection<int> avoiding;
    private readonly SearchBudget budget;
    private readonly Frontier ahead;
    private readonly Frontier back;

    public TwoSidedSearch(GraphTopology graph, PathQuery query, SearchBudget budget)
    {
        (this.graph, this.budget) = (graph, budget);
        (links, direction, avoiding) = (query.Links, query.Direction, query.Avoiding);
        (ahead, back) = (Frontier.Rent(graph.EntityCount), Frontier.Rent(graph.EntityCount));
    }

    /// <summary>Whether the last search ended because it may go no further, though there was more to see.</summary>
    public bool HopsEnded { get; private set; }

    public void Dispose()
    {
        ahead.Dispose();
        back.Dispose();
    }

    /// <summary>The steps of the least shortest path, packed; null where there is none or the budget ended.</summary>
    /// <param name="from">Where it starts; not where it ends.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="hops">The most links.</param>
    /// <param name="avoided">Further entities that it may not enter.</param>
    /// <param name="barred">Steps from the start that it may not take, packed.</param>
    public int[]? Find(int from, int to, int hops, ReadOnlySpan<int> avoided = default, ReadOnlySpan<int> barred = default)
    {
        Begin(ahead, from, avoided);
        Begin(back, to, avoided);
        HopsEnded = false;
        while (ahead.Width > 0 && back.Width > 0 && !budget.Stopped)
        {
            if (ahead.Level + back.Level >= hops)
            {
                HopsEnded = true;
                return null;
            }

            if (ahead.Pending(graph, direction) <= back.Pending(graph, direction.Against()))
            {
                var met = ahead.Advance(graph, links, direction, budget, back, ahead.Level == 0 ? barred : default);
                if (met >= 0)
                {
                    return Join(met);
                }
            }
            else
            {
                var met = back.AdvanceBack(graph, links, direction, budget, ahead, from, barred);
                if (met >= 0)
                {
                    return Join(met);
                }
            }
        }

        return null;
    }

    private void Begin(Frontier frontier, int start, ReadOnlySpan<int> avoided)
    {
        frontier.Clear();
        foreach (var entity in avoiding)
        {
            frontier.Block(entity);
        }

        foreach (var entity in avoided)
        {
            frontier.Block(entity);
        }

        frontier.Start(start);
    }

    private int[] Join(int met)
    {
        var steps = new List<int>();
        for (var place = met; ahead.Steps[place] >= 0;)
        {
            var step = ahead.Steps[place];
            steps.Add(step);
            place = ahead.PlaceOf(PathStep.Unpack(step).From(graph));
        }

        steps.Reverse();
        for (var place = back.PlaceOf(ahead.Entities[met]); back.Steps[place] >= 0;)
        {
            var step = back.Steps[place];
            steps.Add(step);
            place = back.PlaceOf(PathStep.Unpack(step).To(graph));
        }

        return [.. steps];
    }
}
