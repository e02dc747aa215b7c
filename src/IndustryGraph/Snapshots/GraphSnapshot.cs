using IndustryGraph.Model;

namespace IndustryGraph.Snapshots;

/// <summary>One immutable version of the graph in memory, with all that its entities and links carry.</summary>
/// <remarks>A link costs 22 bytes beside what it carries, and 8 more where the graph has input coefficients.</remarks>
public sealed class GraphSnapshot : GraphTopology
{
    private readonly Entity[] entities;
    private readonly EntityIndex index;
    private readonly int[] byKind;
    private readonly int[] kindStarts;
    private readonly LinkDetails[] details;
    private readonly int[] detailOfLink;
    private readonly double[] coefficients;
    private readonly int[] linkCounts;

    internal GraphSnapshot(
        GraphVersion version, Entity[] entities, EntityIndex index,
        int[] from, int[] to, byte[] traits, int[] detailOfLink, LinkDetails[] details)
        : base(entities.Length, from, to, traits)
    {
        (Version, this.entities, this.index, this.detailOfLink, this.details) = (version, entities, index, detailOfLink, details);
        (byKind, kindStarts) = GroupByKind(entities);
        linkCounts = new int[LinkKinds.All.Count + 1];
        foreach (var trait in traits)
        {
            linkCounts[(int)LinkFilter.KindOf(trait)]++;
        }

        coefficients = Coefficients(detailOfLink, details);
    }

    private GraphSnapshot(GraphSnapshot other, GraphVersion version)
        : base(other)
    {
        (Version, entities, index, byKind, kindStarts) = (version, other.entities, other.index, other.byKind, other.kindStarts);
        (detailOfLink, details, coefficients, linkCounts) = (other.detailOfLink, other.details, other.coefficients, other.linkCounts);
    }

    /// <summary>The graph without any entity.</summary>
    public static GraphSnapshot Empty { get; } = new GraphSnapshotBuilder().Build(GraphVersion.Empty);

    /// <summary>Which version of the graph this is.</summary>
    public GraphVersion Version { get; }

    /// <summary>Whether any link carries an input coefficient.</summary>
    public bool HasCoefficients => coefficients.Length > 0;

    /// <inheritdoc/>
    public override int IndexOf(EntityId id) => index.Find(id);

    /// <inheritdoc/>
    public override EntityId IdOf(int entity) => entities[entity].Id;

    /// <inheritdoc/>
    public override LinkId LinkIdOf(int link) =>
        new(entities[FromOf(link)].Id, KindOf(link), entities[ToOf(link)].Id, DetailsOf(link).Qualifier);

    /// <summary>The entity; null where there is none of this id.</summary>
    public Entity? Find(EntityId id) => index.Find(id) is var i and >= 0 ? entities[i] : null;

    /// <summary>The entity of this number.</summary>
    public Entity EntityAt(int entity) => entities[entity];

    /// <summary>All entities in the order of their ids.</summary>
    public ReadOnlySpan<Entity> Entities => entities;

    /// <summary>The numbers of the entities of a kind, in the order of their ids.</summary>
    public ReadOnlySpan<int> OfKind(EntityKind kind) =>
        byKind.AsSpan(kindStarts[(int)kind]..kindStarts[(int)kind + 1]);

    /// <summary>How many links of a kind there are.</summary>
    public int CountOf(LinkKind kind) => linkCounts[(int)kind];

    /// <summary>The strongest evidence that the link has.</summary>
    public Evidence EvidenceOf(int link) => LinkFilter.EvidenceOf(TraitsOf(link));

    /// <summary>The link's input coefficient; NaN where it carries none.</summary>
    public double CoefficientOf(int link) => coefficients.Length > 0 ? coefficients[link] : double.NaN;

    /// <summary>The link of this number.</summary>
    public Link LinkAt(int link)
    {
        var carried = DetailsOf(link);
        return new Link(LinkIdOf(link), carried.Citations) { Validity = carried.Validity, Attributes = carried.Attributes };
    }

    /// <summary>The number of the link; -1 where there is none of this id.</summary>
    public int IndexOf(LinkId id)
    {
        var (start, end) = (IndexOf(id.From), IndexOf(id.To));
        return start < 0 || end < 0 ? -1 : IndexOf(start, id.Kind, end, id.Qualifier);
    }

    /// <summary>The number of the link between these two entities; -1 where there is none.</summary>
    internal int IndexOf(int start, LinkKind kind, int end, string? qualifier)
    {
        // Both lists of candidates are complete: the shorter one is searched.
        if (OutDegree(start) <= InDegree(end))
        {
            for (var link = FirstOut(start); link < FirstOut(start) + OutDegree(start); link++)
            {
                if (ToOf(link) == end && Is(link, kind, qualifier))
                {
                    return link;
                }
            }

            return -1;
        }

        foreach (var link in InLinks(end))
        {
            if (FromOf(link) == start && Is(link, kind, qualifier))
            {
                return link;
            }
        }

        return -1;
    }

    /// <summary>The link; null where there is none of this id.</summary>
    public Link? Find(LinkId id) => IndexOf(id) is var link and >= 0 ? LinkAt(link) : null;

    /// <summary>The same graph under another version: for a version whose number and time are known only once it is stored.</summary>
    public GraphSnapshot As(GraphVersion version) => new(this, version);

    /// <summary>How many different things links carry.</summary>
    internal int DetailsCount => details.Length;

    /// <summary>Which of these the link carries.</summary>
    internal int PlaceOfDetails(int link) => detailOfLink[link];

    internal LinkDetails DetailsOf(int link) => details[detailOfLink[link]];

    private bool Is(int link, LinkKind kind, string? qualifier) =>
        KindOf(link) == kind && details[detailOfLink[link]].Qualifier == qualifier;

    private static (int[] ByKind, int[] Starts) GroupByKind(Entity[] entities)
    {
        var starts = new int[EntityKinds.All.Count + 2];
        foreach (var entity in entities)
        {
            starts[(int)entity.Kind + 1]++;
        }

        for (var kind = 1; kind < starts.Length; kind++)
        {
            starts[kind] += starts[kind - 1];
        }

        var byKind = new int[entities.Length];
        var next = starts.AsSpan().ToArray();
        for (var i = 0; i < entities.Length; i++)
        {
            byKind[next[(int)entities[i].Kind]++] = i;
        }

        return (byKind, starts);
    }

    private static double[] Coefficients(int[] detailOfLink, LinkDetails[] details)
    {
        var ofDetails = Array.ConvertAll(details, item => item.Attributes[AttributeName.Coefficient]?.Number ?? double.NaN);
        return ofDetails.All(double.IsNaN) ? [] : Array.ConvertAll(detailOfLink, item => ofDetails[item]);
    }
}
