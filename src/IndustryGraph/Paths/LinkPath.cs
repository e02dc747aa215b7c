using IndustryGraph.Snapshots;

namespace IndustryGraph.Paths;

/// <summary>
/// A path: links, each starting where the one before arrived, that enter no entity twice. Two links between the same
/// entities make two paths, because each is a statement of its own.
/// </summary>
/// <param name="From">The number of the entity where it starts.</param>
/// <param name="Steps">Its links; none where it ends where it starts.</param>
/// <param name="Strength">What <see cref="PathStrength"/> measures; null where it was not asked for.</param>
public sealed record LinkPath(int From, IReadOnlyList<PathStep> Steps, double? Strength = null)
{
    /// <summary>How many links it has.</summary>
    public int Length => Steps.Count;

    /// <summary>The numbers of the entities on it, both ends included.</summary>
    public IReadOnlyList<int> Entities(GraphTopology graph)
    {
        var entities = new int[Steps.Count + 1];
        entities[0] = From;
        for (var i = 0; i < Steps.Count; i++)
        {
            entities[i + 1] = Steps[i].To(graph);
        }

        return entities;
    }

    internal static LinkPath Of(int from, ReadOnlySpan<int> packed, double? strength = null)
    {
        var steps = new PathStep[packed.Length];
        for (var i = 0; i < packed.Length; i++)
        {
            steps[i] = PathStep.Unpack(packed[i]);
        }

        return new LinkPath(from, steps, strength);
    }
}
