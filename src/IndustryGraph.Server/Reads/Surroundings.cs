using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Server.Reads;

/// <summary>What a path question needs of the graph.</summary>
/// <param name="Outward">Entities from which links are followed.</param>
/// <param name="Inward">Entities towards which links are followed, against their direction.</param>
/// <param name="Hops">How many links are followed from each.</param>
/// <param name="Kinds">The kinds of link that are followed.</param>
internal sealed record SurroundingsQuery(
    IReadOnlyList<EntityId> Outward, IReadOnlyList<EntityId> Inward, int Hops, IReadOnlyList<LinkKind> Kinds);

/// <summary>A part of the graph around some entities, or all of it.</summary>
/// <param name="Snapshot">The part. An entity that is not in the graph is not in it either.</param>
/// <param name="Complete">Whether the part holds all that was asked for; else a limit on reading cut it.</param>
internal sealed record Surroundings(GraphSnapshot Snapshot, bool Complete);
