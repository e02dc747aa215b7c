using IndustryGraph.Model;

namespace IndustryGraph.Storage;

/// <summary>How many entities and links of each kind there are; a kind without any is left out.</summary>
public sealed record KindCounts(
    IReadOnlyDictionary<EntityKind, long> Entities, IReadOnlyDictionary<LinkKind, long> Links);
