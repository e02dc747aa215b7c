using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Paths;

/// <summary>Links of one entity that lie together and are travelled the same way.</summary>
internal readonly ref struct LinkRun(ReadOnlySpan<int> others, ReadOnlySpan<byte> traits, ReadOnlySpan<int> links, int first)
{
    /// <summary>Where each link leads.</summary>
    public ReadOnlySpan<int> Others { get; } = others;

    /// <summary>Each link's kind and evidence.</summary>
    public ReadOnlySpan<byte> Traits { get; } = traits;

    private readonly ReadOnlySpan<int> links = links;

    /// <summary>Whether the entity is the links' start.</summary>
    public bool Leaving => first >= 0;

    /// <summary>The links that leave an entity.</summary>
    public static LinkRun Leave(GraphTopology graph, int entity) =>
        new(graph.OutTargets(entity), graph.OutTraits(entity), default, graph.FirstOut(entity));

    /// <summary>The links that enter an entity.</summary>
    public static LinkRun Enter(GraphTopology graph, int entity) =>
        new(graph.InSources(entity), graph.InTraits(entity), graph.InLinks(entity), -1);

    /// <summary>The number of the i-th link.</summary>
    public int Link(int i) => first >= 0 ? first + i : links[i];
}

/// <summary>
/// The links of an entity that can be travelled in a direction, in the order of their numbers: with one way they are one
/// run; both ways, the links that leave lie between those that enter. A link from an entity to itself may be left out.
/// </summary>
internal ref struct LinkRuns
{
    private readonly GraphTopology graph;
    private readonly int entity;
    private int next;
    private readonly int last;

    public LinkRuns(GraphTopology graph, int entity, LinkDirection direction)
    {
        (this.graph, this.entity) = (graph, entity);
        (next, last) = direction switch
        {
            LinkDirection.Out => (0, 0),
            LinkDirection.In => (1, 1),
            _ => (2, 4),
        };
    }

    public bool Next(out LinkRun run)
    {
        if (next > last)
        {
            run = default;
            return false;
        }

        run = next switch
        {
            0 or 3 => LinkRun.Leave(graph, entity),
            1 => LinkRun.Enter(graph, entity),
            2 => Entering(0, CountBefore(graph.FirstOut(entity))),
            _ => Entering(CountBefore(graph.FirstOut(entity) + graph.OutDegree(entity)), graph.InDegree(entity)),
        };
        next++;
        return true;
    }

    private readonly LinkRun Entering(int start, int end) => new(
        graph.InSources(entity)[start..end], graph.InTraits(entity)[start..end],
        graph.InLinks(entity)[start..end], -1);

    private readonly int CountBefore(int link)
    {
        var place = graph.InLinks(entity).BinarySearch(link);
        return place >= 0 ? place : ~place;
    }
}
