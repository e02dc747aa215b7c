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
    public static LinkRun Leave(GraphSnapshot snapshot, int entity) =>
        new(snapshot.OutTargets(entity), snapshot.OutTraits(entity), default, snapshot.FirstOut(entity));

    /// <summary>The links that enter an entity.</summary>
    public static LinkRun Enter(GraphSnapshot snapshot, int entity) =>
        new(snapshot.InSources(entity), snapshot.InTraits(entity), snapshot.InLinks(entity), -1);

    /// <summary>The number of the i-th link.</summary>
    public int Link(int i) => first >= 0 ? first + i : links[i];
}

/// <summary>
/// The links of an entity that can be travelled in a direction, in the order of their numbers: with one way they are one
/// run; both ways, the links that leave lie between those that enter. A link from an entity to itself may be left out.
/// </summary>
internal ref struct LinkRuns
{
    private readonly GraphSnapshot snapshot;
    private readonly int entity;
    private int next;
    private readonly int last;

    public LinkRuns(GraphSnapshot snapshot, int entity, LinkDirection direction)
    {
        (this.snapshot, this.entity) = (snapshot, entity);
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
            0 or 3 => LinkRun.Leave(snapshot, entity),
            1 => LinkRun.Enter(snapshot, entity),
            2 => Entering(0, CountBefore(snapshot.FirstOut(entity))),
            _ => Entering(CountBefore(snapshot.FirstOut(entity) + snapshot.OutDegree(entity)), snapshot.InDegree(entity)),
        };
        next++;
        return true;
    }

    private readonly LinkRun Entering(int start, int end) => new(
        snapshot.InSources(entity)[start..end], snapshot.InTraits(entity)[start..end],
        snapshot.InLinks(entity)[start..end], -1);

    private readonly int CountBefore(int link)
    {
        var place = snapshot.InLinks(entity).BinarySearch(link);
        return place >= 0 ? place : ~place;
    }
}
