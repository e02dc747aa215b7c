using IndustryGraph.Snapshots;

namespace IndustryGraph.Storage;

/// <summary>What came of applying a change set.</summary>
/// <param name="Result">Whether it is in the graph now, and whether this call put it there.</param>
/// <param name="Version">The version that the change set made; at a conflict, the current version.</param>
public sealed record ApplyOutcome(ApplyResult Result, GraphVersion Version);
