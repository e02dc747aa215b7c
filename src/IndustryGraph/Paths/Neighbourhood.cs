using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Paths;

/// <summary>The part of a graph around some entities, as a graph of its own.</summary>
public static class Neighbourhood
{
    /// <summary>
    /// The entities within some hops, the links between them, and what these need to stand alone: the sources that they cite
    /// and the classifications of their items. Complete is whether no limit cut it.
    /// </summary>
    /// <param name="graph">The graph; the part has its version.</param>
    /// <param name="origins">The numbers of the entities in the middle.</param>
    /// <param name="direction">Which way links are travelled.</param>
    /// <param name="hops">The most links from the middle.</param>
    /// <param name="links">The links that are travelled and kept.</param>
    /// <param name="limits">How much is looked at.</param>
    /// <param name="time">The clock of the limits.</param>
    /// <param name="cancellation">Ends it.</param>
    public static (GraphSnapshot Part, bool Complete) Of(
        GraphSnapshot graph, IReadOnlyCollection<int> origins, LinkDirection direction, int hops, LinkFilter links, SearchLimits limits,
        TimeProvider time, CancellationToken cancellation = default)
    {
        var reach = Reach.From(graph, origins, direction, hops, links, limits, time, cancellation);
        var near = origins.Concat(reach.Entities.ToArray()).ToHashSet();
        var between = near.SelectMany(from => Enumerable.Range(graph.FirstOut(from), graph.OutDegree(from)))
            .Where(link => near.Contains(graph.ToOf(link)) && links.Passes(graph.TraitsOf(link))).ToList();

        // What is needed cites sources too, and so may a source.
        var all = new HashSet<int>();
        var next = new Queue<int>(near.Concat(between.SelectMany(link => graph.DetailsOf(link).Citations.Select(citation => graph.IndexOf(citation.Source)))));
        while (next.TryDequeue(out var number))
        {
            if (all.Add(number))
            {
                var entity = graph.EntityAt(number);
                foreach (var citation in entity.Citations)
                {
                    next.Enqueue(graph.IndexOf(citation.Source));
                }

                if (entity.Attributes[AttributeName.Scheme] is { Text: var scheme } && EntityId.TryParse(scheme, out var id))
                {
                    next.Enqueue(graph.IndexOf(id));
                }
            }
        }

        var builder = new GraphSnapshotBuilder();
        foreach (var number in all.Order())
        {
            builder.Add(graph.EntityAt(number));
        }

        foreach (var link in between.Order())
        {
            builder.AddFrom(graph, link);
        }

        return (builder.Build(graph.Version), reach.Complete);
    }
}
