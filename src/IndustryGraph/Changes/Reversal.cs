using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Changes;

/// <summary>Takes a version back on top of what came after it.</summary>
public static class Reversal
{
    /// <summary>
    /// The change set that sets everything that <paramref name="made"/> touched to what it was before, on top of the current graph.
    /// What is so already is left alone, so that it may be empty.
    /// </summary>
    /// <param name="made">The change set of the version to take back.</param>
    /// <param name="before">What its facts were before it: replayed up to the version before.</param>
    /// <param name="current">The current graph.</param>
    /// <param name="id">The id of the new change set.</param>
    /// <param name="provenance">Who takes it back and why.</param>
    /// <returns>
    /// The change set; or none, and why not: what later versions changed since, or what of the graph would be left without what it
    /// needs.
    /// </returns>
    public static (ChangeSet? Changes, IReadOnlyList<GraphProblem> Problems) Of(
        ChangeSet made, Replay before, GraphSnapshot current, string id, Provenance provenance)
    {
        var problems = new List<GraphProblem>();
        var (putEntities, removedEntities) = Restored(
            made.PutEntities.Select(entity => (entity.Id, (Entity?)entity)).Concat(made.RemovedEntities.Select(item => (item, (Entity?)null))),
            before.Find, current.Find, problems);
        var (putLinks, removedLinks) = Restored(
            made.PutLinks.Select(link => (link.Id, (Link?)link)).Concat(made.RemovedLinks.Select(item => (item, (Link?)null))),
            before.Find, current.Find, problems);
        var changes = new ChangeSet(id, provenance)
        {
            PutEntities = putEntities,
            RemovedEntities = removedEntities,
            PutLinks = putLinks,
            RemovedLinks = removedLinks,
        };
        if (problems.Count == 0)
        {
            problems.AddRange(current.With(changes, current.Version).Problems);
        }

        return (problems.Count == 0 ? changes : null, problems);
    }

    private static (List<TFact> Put, List<TId> Removed) Restored<TId, TFact>(
        IEnumerable<(TId Id, TFact? Made)> touched, Func<TId, TFact?> before, Func<TId, TFact?> current, List<GraphProblem> problems)
        where TId : struct
        where TFact : class
    {
        var (put, removed) = (new List<TFact>(), new List<TId>());
        foreach (var (id, made) in touched)
        {
            var (old, now) = (before(id), current(id));
            if (Equals(now, old))
            {
                continue;
            }

            if (!Equals(now, made))
            {
                problems.Add(new GraphProblem(ProblemCode.ChangedSince, id.ToString()!,
                    $"{id} was changed again by a later version: take that version back first, or load what {id} should be."));
            }
            else if (old is not null)
            {
                put.Add(old);
            }
            else
            {
                removed.Add(id);
            }
        }

        return (put, removed);
    }
}
