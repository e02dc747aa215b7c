namespace IndustryGraph.Snapshots;

/// <summary>The links of all entities that leave them, or enter them, as whole arrays: for loops that walk many entities.</summary>
/// <param name="Starts">Where the links of each entity start; the last is where those of the last entity end.</param>
/// <param name="Others">The entity at the other end of each.</param>
/// <param name="Traits">Each one's traits.</param>
/// <param name="Links">Each one's number; null where that is its place.</param>
internal readonly record struct LinkRows(int[] Starts, int[] Others, byte[] Traits, int[]? Links);
