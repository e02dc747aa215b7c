namespace IndustryGraph.Paths;

/// <summary>What lies within reach of one or more entities, level by level, without these themselves.</summary>
public sealed class ReachResult
{
    private readonly int[] entities;
    private readonly int[] steps;
    private readonly int[] starts;

    internal ReachResult(int[] entities, int[] steps, int[] starts, CutReason reason, Explored explored) =>
        (this.entities, this.steps, this.starts, Reason, Explored) = (entities, steps, starts, reason, explored);

    /// <summary>How many entities were reached.</summary>
    public int Count => entities.Length;

    /// <summary>The number of the last level that has entities; the first is 1, and 0 means that none has.</summary>
    public int Levels => starts.Length - 1;

    /// <summary>What cut the search.</summary>
    public CutReason Reason { get; }

    /// <summary>Whether everything within the asked hops was reached.</summary>
    public bool Complete => Reason == CutReason.None;

    /// <summary>What was looked at.</summary>
    public Explored Explored { get; }

    /// <summary>All entities reached, nearer ones first; those of one level in the order of the paths that brought them in.</summary>
    public ReadOnlySpan<int> Entities => entities;

    /// <summary>The entities reached by so many links and no fewer.</summary>
    /// <param name="level">From 1 to <see cref="Levels"/>.</param>
    public ReadOnlySpan<int> EntitiesAt(int level) => entities.AsSpan(starts[level - 1]..starts[level]);

    /// <summary>
    /// The step that brought the i-th of <see cref="Entities"/> in, from an entity of the level before. Followed back, such
    /// steps are a shortest path, and of these the first in the order of the links' numbers.
    /// </summary>
    public PathStep StepInto(int i) => PathStep.Unpack(steps[i]);
}
