namespace IndustryGraph.Snapshots;

/// <summary>How much a change set changes.</summary>
public readonly record struct ChangeCounts(int EntitiesPut, int EntitiesRemoved, int LinksPut, int LinksRemoved);
