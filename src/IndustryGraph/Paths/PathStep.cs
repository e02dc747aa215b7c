using IndustryGraph.Snapshots;

namespace IndustryGraph.Paths;

/// <summary>One link of a path and the way it is travelled.</summary>
/// <param name="Link">The link's number.</param>
/// <param name="Along">True from the link's start to its end, false from its end to its start.</param>
public readonly record struct PathStep(int Link, bool Along)
{
    /// <summary>The number of the entity that the step leaves.</summary>
    public int From(GraphTopology graph) => Along ? graph.FromOf(Link) : graph.ToOf(Link);

    /// <summary>The number of the entity that the step arrives at.</summary>
    public int To(GraphTopology graph) => Along ? graph.ToOf(Link) : graph.FromOf(Link);

    // A step in one int, in the order of the links' numbers.
    internal static int Pack(int link, bool along) => (link << 1) | (along ? 0 : 1);

    internal static PathStep Unpack(int packed) => new(packed >> 1, (packed & 1) == 0);
}
