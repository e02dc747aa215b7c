using IndustryGraph.Model;

namespace IndustryGraph.Storage;

/// <summary>The answer to a <see cref="LevelQuery"/>.</summary>
/// <param name="Entities">The entities, each once, in no order; those that do not exist are left out.</param>
/// <param name="Links">The links, for each query a list, in the order of the queries; each list in no order.</param>
public sealed record LevelAnswer(IReadOnlyList<Entity> Entities, IReadOnlyList<IReadOnlyList<AdjacentLink>> Links)
{
    /// <summary>The ids of links, for each query of <see cref="LevelQuery.LinkIds"/> a list as of <see cref="Links"/>.</summary>
    public IReadOnlyList<IReadOnlyList<AdjacentLinkId>> LinkIds { get; init; } = [];

    /// <summary>The links that were asked for by id, each once, in no order; those that do not exist are left out.</summary>
    public IReadOnlyList<Link> LinksById { get; init; } = [];
}
