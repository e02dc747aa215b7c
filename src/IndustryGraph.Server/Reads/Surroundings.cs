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
    /// <summary>Of the questions what can be reached: whether only links that lead one link further away are needed.</summary>
    public bool Nearest { get; init; }
}

/// <summary>A part of the graph around some entities, or all of it.</summary>
/// <param name="Snapshot">The part. An entity that is not in the graph is not in it either.</param>
/// <param name="Complete">Whether the part holds all that was asked for; else a limit on reading cut it.</param>
/// <param name="Whole">Whether it is all of the graph: then more hops give no more.</param>
internal sealed record Surroundings(GraphSnapshot Snapshot, bool Complete, bool Whole = false);
