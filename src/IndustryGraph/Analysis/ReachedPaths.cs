using IndustryGraph.Paths;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Analysis;

/// <summary>The paths by which a reach brought its entities in.</summary>
internal sealed class ReachedPaths
{
    private readonly GraphSnapshot snapshot;
    private readonly Dictionary<int, PathStep> steps = [];

    public ReachedPaths(GraphSnapshot snapshot, ReachResult reach)
    {
        this.snapshot = snapshot;
        for (var i = 0; i < reach.Count; i++)
        {
            steps.Add(reach.Entities[i], reach.StepInto(i));
        }
    }

    /// <summary>The path from the nearest origin to the entity.</summary>
    public LinkPath To(int entity)
    {
        var path = new List<PathStep>();
        for (; steps.TryGetValue(entity, out var step); entity = step.From(snapshot))
        {
            path.Add(step);
        }

        path.Reverse();
        return new LinkPath(entity, path);
    }

    /// <summary>The same path travelled from the entity to the origin.</summary>
    public LinkPath Back(int entity)
    {
        var path = To(entity);
        return new LinkPath(entity, [.. path.Steps.Reverse().Select(step => step with { Along = !step.Along })]);
    }
}
