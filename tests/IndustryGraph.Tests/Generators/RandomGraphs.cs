using IndustryGraph.Changes;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Tests.Generators;

/// <summary>
/// Random graphs and changes that the graph's rules permit: seed in, graph out, the same each time. They have hubs, supply
/// cycles, self-loops and parallel links; <c>BROADER</c> stays without cycles.
/// </summary>
public static class RandomGraphs
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <summary>A graph of version 1.</summary>
    public static GraphSnapshot Graph(int seed, GraphShape? shape = null) =>
        After(GraphSnapshot.Empty, ChangeTo(GraphSnapshot.Empty, seed, shape ?? new()));

    /// <summary>A change set that adds about as much as the shape says, and nothing else.</summary>
    public static ChangeSet ChangeTo(GraphSnapshot before, int seed, GraphShape shape)
    {
        var draft = new GraphDraft(before, new Random(seed), shape.OneHostileIn);
        draft.AddEntities(shape.Entities);
        draft.AddLinks(shape.Links);
        return draft.Finish($"add-{seed}-{before.Version.Number + 1}");
    }

    /// <summary>A change set that adds, alters and removes entities and links; at most <paramref name="size"/> of each.</summary>
    public static ChangeSet Change(GraphSnapshot before, int seed, int size = 8, int oneHostileIn = 10)
    {
        var random = new Random(seed);
        var draft = new GraphDraft(before, random, oneHostileIn);
        draft.RemoveLinks(random.Next(size));
        draft.RemoveEntities(random.Next(size));
        draft.AlterEntities(random.Next(size));
        draft.AlterLinks(random.Next(size));
        draft.AddEntities(random.Next(1, size + 1));
        draft.AddLinks(random.Next(2 * size));
        return draft.Finish($"change-{seed}-{before.Version.Number + 1}");
    }

    /// <summary>A history from the empty graph: each change set with the graph that it makes.</summary>
    public static IEnumerable<(ChangeSet Changes, GraphSnapshot After)> History(int seed, int length, GraphShape? shape = null)
    {
        var snapshot = GraphSnapshot.Empty;
        for (var i = 0; i < length; i++)
        {
            var changes = i == 0
                ? ChangeTo(snapshot, seed, shape ?? new())
                : Change(snapshot, HashCode(seed, i), oneHostileIn: (shape ?? new()).OneHostileIn);
            snapshot = After(snapshot, changes);
            yield return (changes, snapshot);
        }
    }

    /// <summary>The graph with the changes, which it must permit.</summary>
    public static GraphSnapshot After(GraphSnapshot before, ChangeSet changes)
    {
        var number = before.Version.Number + 1;
        return After(before, changes, new(number, changes.Id, Start.AddMinutes(number), changes.Provenance, changes.Counts));
    }

    /// <summary>The graph with the changes, which it must permit, under the version given.</summary>
    public static GraphSnapshot After(GraphSnapshot before, ChangeSet changes, GraphVersion version)
    {
        var (next, problems) = before.With(changes, version);
        return next ?? throw new InvalidOperationException(
            "The changes are not permitted: " + string.Join(" ", problems.Take(5).Select(problem => problem.Message)));
    }

    // System.HashCode differs from run to run; seeds must not.
    private static int HashCode(int seed, int step) => unchecked((seed * 486_187_739) + (step * 16_777_619));
}
