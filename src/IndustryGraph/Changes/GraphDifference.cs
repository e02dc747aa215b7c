using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Changes;

/// <summary>What a change set changes against a graph: how much of each kind, and what.</summary>
/// <param name="Kinds">The counts by kind: entities, then links, in the order of their kinds; only kinds of which something changes.</param>
/// <param name="Changes">
/// The changes: entities, then links, each in the order of their ids. No more than were asked for: <see cref="IsComplete"/>.
/// </param>
public sealed record GraphDifference(IReadOnlyList<KindChanges> Kinds, IReadOnlyList<FactChange> Changes)
{
    /// <summary>No change.</summary>
    public static GraphDifference None { get; } = new([], []);

    /// <summary>How much comes.</summary>
    public int Added => Kinds.Sum(kind => kind.Added);

    /// <summary>How much changes.</summary>
    public int Changed => Kinds.Sum(kind => kind.Changed);

    /// <summary>How much goes.</summary>
    public int Removed => Kinds.Sum(kind => kind.Removed);

    /// <summary>Whether every change is listed. The counts are always whole.</summary>
    public bool IsComplete => Changes.Count == Added + Changed + Removed;

    /// <summary>What the change set changes of the graph. What it puts as it stands in the graph already is no change.</summary>
    /// <param name="before">The graph that the change set is for.</param>
    /// <param name="changes">The change set.</param>
    /// <param name="limit">The most changes to list, at least 0.</param>
    public static GraphDifference Of(GraphSnapshot before, ChangeSet changes, int limit) => Of(before.Find, before.Find, changes, limit);

    /// <summary>What the change set changes of what a log says.</summary>
    /// <param name="before">What all that the change set touches was before it.</param>
    /// <param name="changes">The change set.</param>
    /// <param name="limit">The most changes to list, at least 0.</param>
    public static GraphDifference Of(Replay before, ChangeSet changes, int limit) => Of(before.Find, before.Find, changes, limit);

    private static GraphDifference Of(Func<EntityId, Entity?> entityBefore, Func<LinkId, Link?> linkBefore, ChangeSet changes, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        var (entities, links) = (new SortedDictionary<EntityKind, int[]>(), new SortedDictionary<LinkKind, int[]>());
        var listed = new List<FactChange>();
        foreach (var (id, put) in InOrder(changes.PutEntities, entity => entity.Id, changes.RemovedEntities))
        {
            if (entityBefore(id) is var old && TypeOf(old, put) is { } type)
            {
                var kind = (put ?? old)!.Kind;
                Count(entities, kind, type);
                if (listed.Count < limit)
                {
                    listed.Add(new FactChange(type, kind.Code(), id.Value, old is null || put is null ? [] : FactFields.Between(old, put)));
                }
            }
        }

        foreach (var (id, put) in InOrder(changes.PutLinks, link => link.Id, changes.RemovedLinks))
        {
            if (linkBefore(id) is var old && TypeOf(old, put) is { } type)
            {
                Count(links, id.Kind, type);
                if (listed.Count < limit)
                {
                    listed.Add(new FactChange(type, id.Kind.Code(), id.ToString(), old is null || put is null ? [] : FactFields.Between(old, put)));
                }
            }
        }

        return new GraphDifference(
            [.. entities.Select(item => Counted(item.Key.Code(), item.Value)), .. links.Select(item => Counted(item.Key.Code(), item.Value))],
            listed);
    }

    private static IEnumerable<(TId Id, TFact? Put)> InOrder<TId, TFact>(IReadOnlyList<TFact> put, Func<TFact, TId> idOf, IReadOnlyList<TId> removed)
        where TFact : class =>
        put.Select(fact => (Id: idOf(fact), Put: (TFact?)fact)).Concat(removed.Select(id => (Id: id, Put: (TFact?)null))).OrderBy(item => item.Id);

    private static FactChangeType? TypeOf<TFact>(TFact? old, TFact? put)
        where TFact : class =>
        old is null ? put is null ? null : FactChangeType.Added
        : put is null ? FactChangeType.Removed
        : old.Equals(put) ? null : FactChangeType.Changed;

    private static void Count<TKind>(SortedDictionary<TKind, int[]> counts, TKind kind, FactChangeType type)
        where TKind : struct
    {
        if (!counts.TryGetValue(kind, out var ofKind))
        {
            counts.Add(kind, ofKind = new int[3]);
        }

        ofKind[(int)type]++;
    }

    private static KindChanges Counted(string kind, int[] counts) => new(
        kind, counts[(int)FactChangeType.Added], counts[(int)FactChangeType.Changed], counts[(int)FactChangeType.Removed]);
}
