using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Paths;

/// <summary>Which links supply means where a question does not say.</summary>
public static class Supply
{
    /// <summary>
    /// <c>INPUT_TO</c> (supplier → user) and <c>PART_OF</c> (member → industry or field): what belongs to an industry's
    /// chain stands upstream of the industry, and the inputs of its members one hop further. Without <c>PART_OF</c>, an
    /// industry would have nothing upstream but what is stated to supply it as a whole.
    /// </summary>
    public static LinkFilter Links { get; } = LinkFilter.Of([LinkKind.InputTo, LinkKind.PartOf]);
}
