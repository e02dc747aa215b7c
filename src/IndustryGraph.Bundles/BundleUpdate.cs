using IndustryGraph.Changes;

namespace IndustryGraph.Bundles;

/// <summary>A bundle as an update of a graph.</summary>
/// <param name="Contents">What the bundle holds. Its graph is the graph after the update; null where the update is refused.</param>
/// <param name="Changes">What the update changes, without an id and provenance; null where it is refused.</param>
/// <param name="InScope">How many entities and links of the graph before lie in what the bundle replaces.</param>
/// <param name="RemovedInScope">How many of them the bundle does not name, so that they go.</param>
public sealed record BundleUpdate(BundleContents Contents, ChangeSet? Changes, int InScope, int RemovedInScope);
