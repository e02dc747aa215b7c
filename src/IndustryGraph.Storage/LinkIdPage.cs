using IndustryGraph.Model;

namespace IndustryGraph.Storage;

/// <summary>Some entities, and which links leave them.</summary>
/// <param name="Entities">The ids of the entities, in their order, those without links among them; fewer than were asked for where there are no more.</param>
/// <param name="Links">The ids of all links that leave one of them, in no order.</param>
public sealed record LinkIdPage(IReadOnlyList<EntityId> Entities, IReadOnlyList<LinkId> Links);
