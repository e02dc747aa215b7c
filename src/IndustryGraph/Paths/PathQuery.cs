using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Paths;

/// <summary>Which paths are asked for.</summary>
/// <remarks>
/// Where <see cref="From"/> is <see cref="To"/>, the only path is the one without links. An end that is to be avoided
/// leaves no path. An end named in <see cref="Via"/> is on every path.
/// </remarks>
/// <param name="From">The number of the entity where paths start.</param>
/// <param name="To">The number of the entity where they end.</param>
public sealed record PathQuery(int From, int To)
{
    /// <summary>The most entities that <see cref="Via"/> may name.</summary>
    public const int MostVia = 8;

    private readonly int maxHops = 6;
    private readonly IReadOnlyList<int> via = [];

    /// <summary>Which links paths may use.</summary>
    public LinkFilter Links { get; init; } = LinkFilter.All;

    /// <summary>
    /// Which way links are travelled; a kind that is read both ways and stored once (<c>CONVERGES_WITH</c>) is no exception.
    /// </summary>
    public LinkDirection Direction { get; init; } = LinkDirection.Out;

    /// <summary>The most links in a path, from 0. A complete answer covers every path of at most so many.</summary>
    public int MaxHops
    {
        get => maxHops;
        init => maxHops = value >= 0 ? value
            : throw new ArgumentOutOfRangeException(nameof(MaxHops), value, "A path has no fewer than 0 links.");
    }

    /// <summary>The numbers of entities that a path must pass, at most <see cref="MostVia"/>.</summary>
    public IReadOnlyList<int> Via
    {
        get => via;
        init => via = value.Count <= MostVia ? value
            : throw new ArgumentOutOfRangeException(nameof(Via), value.Count, $"At most {MostVia} entities to pass.");
    }

    /// <summary>Whether <see cref="Via"/> is to be passed in its order.</summary>
    public bool ViaInOrder { get; init; }

    /// <summary>The numbers of entities that no path may enter.</summary>
    public IReadOnlyCollection<int> Avoiding { get; init; } = [];

    /// <exception cref="ArgumentOutOfRangeException">A number is not of this graph.</exception>
    internal void Check(GraphTopology graph)
    {
        foreach (var entity in (IEnumerable<int>)[From, To, .. Via, .. Avoiding])
        {
            if ((uint)entity >= (uint)graph.EntityCount)
            {
                throw new ArgumentOutOfRangeException(nameof(graph), entity, "Not the number of an entity of this graph.");
            }
        }
    }

    /// <summary>What is known without a search: the only path, or that there is none; null where a search must tell.</summary>
    internal IReadOnlyList<LinkPath>? Obvious()
    {
        if (Avoiding.Contains(From) || Avoiding.Contains(To))
        {
            return [];
        }

        if (From != To)
        {
            return null;
        }

        var passed = ViaInOrder ? Via.Count <= 1 && Via.All(entity => entity == From) : Via.All(entity => entity == From);
        return passed ? [new LinkPath(From, [])] : [];
    }
}
