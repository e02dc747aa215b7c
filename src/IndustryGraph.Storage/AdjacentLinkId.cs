using IndustryGraph.Model;

namespace IndustryGraph.Storage;

/// <summary>The id of a link as seen from one of its ends.</summary>
/// <param name="Near">The id of the entity that was asked about.</param>
/// <param name="Link">The id of the link.</param>
public readonly record struct AdjacentLinkId(EntityId Near, LinkId Link);
