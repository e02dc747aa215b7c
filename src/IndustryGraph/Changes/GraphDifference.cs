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
        var ofEntities = Differing(changes.PutEntities, entity => entity.Id, changes.RemovedEntities, entityBefore);
        foreach (var (_, type, old, put) in ofEntities)
        {
            Count(entities, (put ?? old)!.Kind, type);
        }

        var ofLinks = Differing(changes.PutLinks, link => link.Id, changes.RemovedLinks, linkBefore);
        foreach (var (id, type, _, _) in ofLinks)
        {
            Count(links, id.Kind, type);
        }

        // Ordered are only those that are listed, not the million that are counted.
        var listed = new List<FactChange>(ofEntities.OrderBy(item => item.Id).Take(limit).Select(item => new FactChange(
            item.Type, (item.Put ?? item.Old)!.Kind.Code(), item.Id.Value,
            item.Old is null || item.Put is null ? [] : FactFields.Between(item.Old, item.Put))));
        listed.AddRange(ofLinks.OrderBy(item => item.Id).Take(limit - listed.Count).Select(item => new FactChange(
            item.Type, item.Id.Kind.Code(), item.Id.ToString(),
            item.Old is null || item.Put is null ? [] : FactFields.Between(item.Old, item.Put))));
        return new GraphDifference(
            [.. entities.Select(item => Counted(item.Key.Code(), item.Value)), .. links.Select(item => Counted(item.Key.Code(), item.Value))],
            listed);
    }

    private static IEnumerable<(TId Id, FactChangeType Type, TFact? Old, TFact? Put)> Differing<TId, TFact>(
        IReadOnlyList<TFact> put, Func<TFact, TId> idOf, IReadOnlyList<TId> removed, Func<TId, TFact?> find)
        where TFact : class =>
        put.Select(fact => (Id: idOf(fact), Put: (TFact?)fact)).Concat(removed.Select(id => (Id: id, Put: (TFact?)null)))
            .Select(item => (item.Id, Old: find(item.Id), item.Put))
            .Select(item => (item.Id, Type: TypeOf(item.Old, item.Put), item.Old, item.Put))
            .Where(item => item.Type is not null)
            .Select(item => (item.Id, item.Type!.Value, item.Old, item.Put));

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
