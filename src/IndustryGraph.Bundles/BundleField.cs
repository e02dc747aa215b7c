using IndustryGraph.Model;

namespace IndustryGraph.Bundles;

/// <summary>One column that a file of a bundle may have.</summary>
/// <param name="Name">The header.</param>
/// <param name="Meaning">What it says.</param>
/// <param name="Values">Type, unit and permitted values, in words.</param>
/// <param name="IsRequired">Whether the column must be there and every row must fill it.</param>
/// <param name="Attribute">The attribute that it holds, if it holds one.</param>
public sealed record BundleField(
    string Name, string Meaning, string Values, bool IsRequired = false, AttributeName? Attribute = null)
{
    /// <summary>The Chinese headers that mean the same, the usual one first.</summary>
    public IReadOnlyList<string> Chinese => BundleHeaders.ChineseOf(Name);
}
