using IndustryGraph.Model;
using IndustryGraph.Paths;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Bundles.Exports;

/// <summary>What of a version is exported: all of it, or what lies around some entities.</summary>
/// <param name="Graph">It, as a graph of the version.</param>
/// <param name="Name">Which part it is, for people; null for all of it.</param>
public sealed record ExportPart(GraphSnapshot Graph, string? Name)
{
    /// <summary>The most hops from the middle.</summary>
    public const int MostHops = 12;

    private static readonly SearchLimits Unlimited = new()
    {
        Hops = MostHops, Results = int.MaxValue, HubLinks = int.MaxValue, Expansions = long.MaxValue, Time = Timeout.InfiniteTimeSpan,
    };

    /// <summary>The part around some entities, with what it needs to stand alone: see <see cref="Neighbourhood"/>.</summary>
    /// <param name="graph">The version.</param>
    /// <param name="around">The ids in the middle; all of the graph where empty.</param>
    /// <param name="hops">The most links from the middle, followed both ways; 0 to <see cref="MostHops"/>.</param>
    /// <param name="missing">The first id that is not in the graph; null where there is none.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The part; null where an id is not in the graph.</returns>
    public static ExportPart? Of(GraphSnapshot graph, IReadOnlyList<EntityId> around, int hops, out EntityId? missing, CancellationToken cancellation)
    {
        missing = null;
        if (around.Count == 0)
        {
            return new ExportPart(graph, null);
        }

        var numbers = around.Select(graph.IndexOf).ToArray();
        if (Array.IndexOf(numbers, -1) is var at and >= 0)
        {
            missing = around[at];
            return null;
        }

        var (part, _) = Neighbourhood.Of(graph, numbers, LinkDirection.Both, hops, LinkFilter.All, Unlimited, TimeProvider.System, cancellation);
        return new ExportPart(part, $"around {string.Join(", ", around)}, {(hops == 1 ? "1 hop" : FormattableString.Invariant($"{hops} hops"))}");
    }
}
