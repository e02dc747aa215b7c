namespace IndustryGraph.Bundles;

/// <summary>A column of a file.</summary>
/// <param name="Number">Its place in the row, from 1.</param>
/// <param name="Name">Its header.</param>
public readonly record struct BundleColumn(int Number, string Name);
