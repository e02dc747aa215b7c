using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Changes;

/// <summary>
/// The only way from one version of the graph to the next: what is put (added, or set in place of what has the id) and what
/// is removed. Each id stands in it at most once.
/// </summary>
/// <param name="Id">Its id. A store applies a change set of one id once, however often it is asked.</param>
/// <param name="Provenance">Who made it, from what and why.</param>
public sealed record ChangeSet(string Id, Provenance Provenance)
{
    /// <summary>Entities to add or to set.</summary>
    public IReadOnlyList<Entity> PutEntities { get; init; } = [];

    /// <summary>Entities to remove. Their links must go in the same change set.</summary>
    public IReadOnlyList<EntityId> RemovedEntities { get; init; } = [];

    /// <summary>Links to add or to set.</summary>
    public IReadOnlyList<Link> PutLinks { get; init; } = [];

    /// <summary>Links to remove.</summary>
    public IReadOnlyList<LinkId> RemovedLinks { get; init; } = [];

    /// <summary>How much it changes.</summary>
    public ChangeCounts Counts => new(PutEntities.Count, RemovedEntities.Count, PutLinks.Count, RemovedLinks.Count);

    /// <summary>Whether it changes nothing.</summary>
    public bool IsEmpty => Counts == default;
}
