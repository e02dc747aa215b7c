using IndustryGraph.Model;

namespace IndustryGraph.Snapshots;

/// <summary>
/// Which links lead from entity to entity, without what either carries: all that a search walks. Entities are numbered from 0
/// in the order of their ids, links from 0 in the order of their <see cref="LinkId"/>: whoever walks by number meets everything
/// in a stable order.
/// </summary>
/// <remarks>
/// Links lie in compressed sparse rows: the links that leave an entity are neighbours in the link table, and a second
/// index lists those that enter it. A link costs 18 bytes.
/// </remarks>
public abstract class GraphTopology
{
    private readonly int[] from;
    private readonly int[] to;
    private readonly byte[] traits;
    private readonly int[] outStarts;
    private readonly int[] inStarts;
    private readonly int[] inLinks;
    private readonly int[] inFrom;
    private readonly byte[] inTraits;

    private protected GraphTopology(int entityCount, int[] from, int[] to, byte[] traits)
    {
        (this.from, this.to, this.traits) = (from, to, traits);
        outStarts = Starts(from, entityCount);
        inStarts = Starts(to, entityCount);
        (inLinks, inFrom, inTraits) = (new int[from.Length], new int[from.Length], new byte[from.Length]);
        var next = inStarts.AsSpan(0, entityCount).ToArray();
        for (var link = 0; link < from.Length; link++)
        {
            var place = next[to[link]]++;
            (inLinks[place], inFrom[place], inTraits[place]) = (link, from[link], traits[link]);
        }
    }

    private protected GraphTopology(GraphTopology other)
    {
        (from, to, traits) = (other.from, other.to, other.traits);
        (outStarts, inStarts, inLinks, inFrom, inTraits) =
            (other.outStarts, other.inStarts, other.inLinks, other.inFrom, other.inTraits);
    }

    /// <summary>How many entities it has; they are numbered from 0.</summary>
    public int EntityCount => outStarts.Length - 1;

    /// <summary>How many links it has; they are numbered from 0.</summary>
    public int LinkCount => from.Length;

    /// <summary>The number of the entity; -1 where there is none of this id.</summary>
    public abstract int IndexOf(EntityId id);

    /// <summary>The id of the entity of this number.</summary>
    public abstract EntityId IdOf(int entity);

    /// <summary>The id of the link of this number.</summary>
    public abstract LinkId LinkIdOf(int link);

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

    /// <summary>The link's kind and evidence, for <see cref="LinkFilter.Passes"/>.</summary>
    public byte TraitsOf(int link) => traits[link];

    /// <summary>The links by the entity that they leave.</summary>
    internal LinkRows Leaving => new(outStarts, to, traits, null);

    /// <summary>The links by the entity that they enter.</summary>
    internal LinkRows Entering => new(inStarts, inFrom, inTraits, inLinks);

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
}
