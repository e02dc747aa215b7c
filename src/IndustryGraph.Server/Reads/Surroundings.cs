using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Server.Reads;

/// <summary>What a question that follows links for some hops needs of the graph.</summary>
/// <param name="From">Entities where paths start, or pass.</param>
/// <param name="To">Entities where they end, or pass; none where the question is what can be reached.</param>
/// <param name="Direction">Which way links are travelled.</param>
/// <param name="Hops">The most links in a path.</param>
/// <param name="Kinds">The kinds of link that are travelled.</param>
internal sealed record SurroundingsQuery(
    IReadOnlyList<EntityId> From, IReadOnlyList<EntityId> To, LinkDirection Direction, int Hops, IReadOnlyList<LinkKind> Kinds)
{
    /// <summary>Whether what the entities and links of the part carry decides the answer; else their ids do, and the part has no more.</summary>
    public bool Carried { get; init; }

    /// <summary>Whether more hops are asked for next, where the part holds too few paths.</summary>
    public bool MayDeepen { get; init; }
}

/// <summary>A part of the graph around some entities, or all of it.</summary>
/// <param name="Graph">The part. An entity that is not in the graph is not in it either.</param>
/// <param name="Complete">Whether the part holds all that was asked for; else a limit on reading cut it.</param>
/// <param name="Whole">Whether it is all of the graph: then more hops give no more.</param>
internal sealed record Surroundings(GraphTopology Graph, bool Complete, bool Whole = false)
{
    /// <summary>The part with what its entities and links carry, where <see cref="SurroundingsQuery.Carried"/> asked for it.</summary>
    public GraphSnapshot Snapshot => (GraphSnapshot)Graph;
}
