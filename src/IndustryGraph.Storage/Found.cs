using IndustryGraph.Model;

namespace IndustryGraph.Storage;

/// <summary>Candidates of a search, and whether there were more.</summary>
public sealed record Found(IReadOnlyList<Entity> Entities, bool Cut);
