using IndustryGraph.Model;

namespace IndustryGraph.Storage;

/// <summary>What one level of a question needs.</summary>
/// <param name="Entities">Entities to read; at most <see cref="IGraphStore.MaxIds"/>.</param>
/// <param name="Links">Links to read, for each field of the question a query; at most <see cref="IGraphStore.MaxLinkQueries"/>.</param>
public sealed record LevelQuery(IReadOnlyCollection<EntityId> Entities, IReadOnlyList<LinkQuery> Links)
{
    /// <summary>Links of which only the ids are read, which is most of what a search needs; at most <see cref="IGraphStore.MaxLinkQueries"/>.</summary>
    public IReadOnlyList<LinkQuery> LinkIds { get; init; } = [];

    /// <summary>Links to read by their ids; at most <see cref="IGraphStore.MaxIds"/>.</summary>
    public IReadOnlyCollection<LinkId> LinksById { get; init; } = [];
}
