using IndustryGraph.Model;

namespace IndustryGraph.Storage;

/// <summary>A link as seen from one of its ends.</summary>
/// <param name="Near">The id of the entity that was asked about.</param>
/// <param name="Link">The link.</param>
/// <param name="Other">The entity at its other end.</param>
public sealed record AdjacentLink(EntityId Near, Link Link, Entity Other);
