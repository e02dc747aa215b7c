namespace IndustryGraph.Server.Reads;

/// <summary>Which part of a list is wanted, as Relay's connections have it: <c>first</c>/<c>after</c> or <c>last</c>/<c>before</c>.</summary>
/// <param name="First">At most so many from the start.</param>
/// <param name="After">Only what comes after the item of this key.</param>
/// <param name="Last">At most so many from the end.</param>
/// <param name="Before">Only what comes before the item of this key.</param>
internal readonly record struct PageRequest(int? First, string? After, int? Last, string? Before);
