namespace IndustryGraph.Bundles.Mapping;

/// <summary>A row as it would load.</summary>
/// <param name="Table">The table that it is made from.</param>
/// <param name="Line">Its line there.</param>
/// <param name="Into">The file of the bundle whose row it would be.</param>
/// <param name="Json">The row as an object of JSON Lines.</param>
public sealed record MappedRow(string Table, int Line, string Into, string Json);
