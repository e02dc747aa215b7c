using IndustryGraph.Model;

namespace IndustryGraph.Snapshots;

/// <summary>
/// One immutable version of the graph in memory. Entities are numbered from 0 in the order of their ids, links from 0 in
/// the order of their <see cref="LinkId"/>: whoever walks by number meets everything in a stable order.
/// </summary>
/// <remarks>
/// Links lie in compressed sparse rows: the links that leave an entity are neighbours in the link table, and a second
/// index lists those that enter it. A link costs 22 bytes beside what it carries, and 8 more where the graph has input
/// coefficients.
/// </remarks>
public sealed class GraphSnapshot
{
    private readonly Entity[] entities;
    private readonly EntityIndex index;
    private readonly int[] byKind;
    private readonly int[] kindStarts;
    private readonly LinkDetails[] details;
    private readonly int[] detailOfLink;
    private readonly int[] from;
    private readonly int[] to;
    private readonly byte[] traits;
    private readonly int[] outStarts;
    private readonly int[] inStarts;
    private readonly int[] inLinks;
    private readonly int[] inFrom;
    private readonly byte[] inTraits;
    private readonly double[] coefficients;
    private readonly int[] linkCounts;

    internal GraphSnapshot(
        GraphVersion version, Entity[] entities, EntityIndex index,
        int[] from, int[] to, byte[] traits, int[] detailOfLink, LinkDetails[] details)
    {
        (Version, this.entities, this.index) = (version, entities, index);
        (this.from, this.to, this.traits, this.detailOfLink, this.details) = (from, to, traits, detailOfLink, details);
        (byKind, kindStarts) = GroupByKind(entities);
        outStarts = Starts(from, entities.Length);
        inStarts = Starts(to, entities.Length);
        (inLinks, inFrom, inTraits) = (new int[from.Length], new int[from.Length], new byte[from.Length]);
        var next = inStarts.AsSpan(0, entities.Length).ToArray();
        linkCounts = new int[LinkKinds.All.Count + 1];
        for (var link = 0; link < from.Length; link++)
        {
            var place = next[to[link]]++;
            (inLinks[place], inFrom[place], inTraits[place]) = (link, from[link], traits[link]);
            linkCounts[(int)LinkFilter.KindOf(traits[link])]++;
        }

        coefficients = Coefficients(detailOfLink, details);
    }

    private GraphSnapshot(GraphSnapshot other, GraphVersion version)
    {
        (Version, entities, index, byKind, kindStarts) = (version, other.entities, other.index, other.byKind, other.kindStarts);
        (from, to, traits, detailOfLink, details) = (other.from, other.to, other.traits, other.detailOfLink, other.details);
        (outStarts, inStarts, inLinks, inFrom, inTraits) =
            (other.outStarts, other.inStarts, other.inLinks, other.inFrom, other.inTraits);
        (coefficients, linkCounts) = (other.coefficients, other.linkCounts);
    }

    /// <summary>The graph without any entity.</summary>
    public static GraphSnapshot Empty { get; } = new GraphSnapshotBuilder().Build(GraphVersion.Empty);

    /// <summary>Which version of the graph this is.</summary>
    public GraphVersion Version { get; }

    /// <summary>How many entities it has; they are numbered from 0.</summary>
    public int EntityCount => entities.Length;

    /// <summary>How many links it has; they are numbered from 0.</summary>
    public int LinkCount => from.Length;

    /// <summary>Whether any link carries an input coefficient.</summary>
    public bool HasCoefficients => coefficients.Length > 0;

    /// <summary>The number of the entity; -1 where there is none of this id.</summary>
    public int IndexOf(EntityId id) => index.Find(id);

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

    /// <summary>The first of the links that leave the entity; the last is before the first of the next entity.</summary>
    public int FirstOut(int entity) => outStarts[entity];

    /// <summary>How many links leave the entity.</summary>
    public int OutDegree(int entity) => outStarts[entity + 1] - outStarts[entity];

    /// <summary>How many links enter the entity.</summary>
    public int InDegree(int entity) => inStarts[entity + 1] - inStarts[entity];

    /// <summary>Where the links that leave the entity lead; the i-th belongs to link <c>FirstOut(entity) + i</c>.</summary>
    public ReadOnlySpan<int> OutTargets(int entity) => to.AsSpan(outStarts[entity]..outStarts[entity + 1]);

    /// <summary>The traits of the links that leave the entity, for <see cref="LinkFilter.Passes"/>.</summary>
    public ReadOnlySpan<byte> OutTraits(int entity) => traits.AsSpan(outStarts[entity]..outStarts[entity + 1]);

    /// <summary>The links that enter the entity, in the order of their numbers.</summary>
    public ReadOnlySpan<int> InLinks(int entity) => inLinks.AsSpan(inStarts[entity]..inStarts[entity + 1]);

    /// <summary>Where the links that enter the entity come from, in the order of <see cref="InLinks"/>.</summary>
    public ReadOnlySpan<int> InSources(int entity) => inFrom.AsSpan(inStarts[entity]..inStarts[entity + 1]);

    /// <summary>The traits of the links that enter the entity, in the order of <see cref="InLinks"/>.</summary>
    public ReadOnlySpan<byte> InTraits(int entity) => inTraits.AsSpan(inStarts[entity]..inStarts[entity + 1]);

    /// <summary>The number of the entity that the link starts from.</summary>
    public int FromOf(int link) => from[link];

    /// <summary>The number of the entity that the link leads to.</summary>
    public int ToOf(int link) => to[link];

    /// <summary>The link's kind.</summary>
    public LinkKind KindOf(int link) => LinkFilter.KindOf(traits[link]);

    /// <summary>The strongest evidence that the link has.</summary>
    public Evidence EvidenceOf(int link) => LinkFilter.EvidenceOf(traits[link]);

    /// <summary>The link's kind and evidence, for <see cref="LinkFilter.Passes"/>.</summary>
    public byte TraitsOf(int link) => traits[link];

    /// <summary>The link's input coefficient; NaN where it carries none.</summary>
    public double CoefficientOf(int link) => coefficients.Length > 0 ? coefficients[link] : double.NaN;

    /// <summary>The link of this number.</summary>
    public Link LinkAt(int link)
    {
        var carried = details[detailOfLink[link]];
        var id = new LinkId(entities[from[link]].Id, KindOf(link), entities[to[link]].Id, carried.Qualifier);
        return new Link(id, carried.Citations) { Validity = carried.Validity, Attributes = carried.Attributes };
    }

    /// <summary>The number of the link; -1 where there is none of this id.</summary>
    public int IndexOf(LinkId id)
    {
        var (start, end) = (IndexOf(id.From), IndexOf(id.To));
        if (start < 0 || end < 0)
        {
            return -1;
        }

        // Both lists of candidates are complete: the shorter one is searched.
        if (OutDegree(start) <= InDegree(end))
        {
            for (var link = outStarts[start]; link < outStarts[start + 1]; link++)
            {
                if (to[link] == end && Is(link, id))
                {
                    return link;
                }
            }

            return -1;
        }

        foreach (var link in InLinks(end))
        {
            if (from[link] == start && Is(link, id))
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

    /// <summary>The links by the entity that they leave.</summary>
    internal LinkRows Leaving => new(outStarts, to, traits, null);

    /// <summary>The links by the entity that they enter.</summary>
    internal LinkRows Entering => new(inStarts, inFrom, inTraits, inLinks);

    internal LinkDetails DetailsOf(int link) => details[detailOfLink[link]];

    private bool Is(int link, LinkId id) =>
        KindOf(link) == id.Kind && details[detailOfLink[link]].Qualifier == id.Qualifier;

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

    private static int[] Starts(int[] ends, int count)
    {
        var starts = new int[count + 1];
        foreach (var end in ends)
        {
            starts[end + 1]++;
        }

        for (var i = 0; i < count; i++)
        {
            starts[i + 1] += starts[i];
        }

        return starts;
    }

    private static double[] Coefficients(int[] detailOfLink, LinkDetails[] details)
    {
        var ofDetails = Array.ConvertAll(details, item => item.Attributes[AttributeName.Coefficient]?.Number ?? double.NaN);
        return ofDetails.All(double.IsNaN) ? [] : Array.ConvertAll(detailOfLink, item => ofDetails[item]);
    }
}
