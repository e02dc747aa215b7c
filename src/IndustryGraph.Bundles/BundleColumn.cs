using System.Globalization;

namespace IndustryGraph.Bundles;

/// <summary>A column of a file.</summary>
/// <param name="Number">Its place in the row, from 1; 0 in JSON Lines, where fields have names alone.</param>
/// <param name="Name">Its header.</param>
public readonly record struct BundleColumn(int Number, string Name)
{
    /// <summary><c>name_zh (column 2)</c>.</summary>
    public override string ToString() => Number == 0 ? Name : string.Create(CultureInfo.InvariantCulture, $"{Name} (column {Number})");
}
