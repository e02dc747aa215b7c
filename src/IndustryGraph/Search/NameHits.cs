namespace IndustryGraph.Search;

/// <summary>A page of hits.</summary>
/// <param name="Hits">The hits, best first.</param>
/// <param name="Total">How many there are in all.</param>
public sealed record NameHits(IReadOnlyList<NameHit> Hits, int Total);
