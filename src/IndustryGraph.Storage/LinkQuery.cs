using IndustryGraph.Model;

namespace IndustryGraph.Storage;

/// <summary>Which links of which entities to read.</summary>
/// <param name="Entities">The entities; at most <see cref="IGraphStore.MaxIds"/>, one that is named twice counts once.</param>
/// <param name="Direction">Whether the links leave them, enter them, or either; a link between two of them is then given twice, a self-loop too.</param>
/// <param name="Kinds">The kinds of link; none where empty.</param>
/// <param name="LimitPerEntity">At most so many links of each entity, the first by <see cref="LinkId"/>; ask for one more than wanted to see whether it cut.</param>
public sealed record LinkQuery(
    IReadOnlyCollection<EntityId> Entities, LinkDirection Direction, IReadOnlyCollection<LinkKind> Kinds, int LimitPerEntity)
{
    /// <summary>Only links whose other end is of one of these kinds; every kind where empty.</summary>
    public IReadOnlyCollection<EntityKind> OtherKinds { get; init; } = [];
}
