namespace IndustryGraph.Paths;

/// <summary>What a search looked at.</summary>
/// <param name="Entities">Entities entered, counted again for each time that a part of the search entered one.</param>
/// <param name="Links">Links looked at, those included that the filter refused.</param>
/// <param name="Hubs">
/// The numbers of the entities of which not every link was followed, because they have more than
/// <see cref="SearchLimits.HubLinks"/>; in ascending order.
/// </param>
public sealed record Explored(long Entities, long Links, IReadOnlyList<int> Hubs);
