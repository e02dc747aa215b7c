using System.Collections.Concurrent;
using IndustryGraph.Model;

namespace IndustryGraph.Server.Reads;

/// <summary>
/// The graph as searches walk it: which links lead from entity to entity, without what they carry, as far as it was read of one
/// version. Safe for concurrent use.
/// </summary>
internal sealed class KnownLinks
{
    private readonly ConcurrentDictionary<EntityId, KnownEntity> entities = new();
    private long count;

    /// <param name="page">How many entities a page of the scan has; null where nothing is scanned.</param>
    public KnownLinks(int? page) => Scan = page is { } size ? new LinkScan(this, size) : null;

    /// <summary>Reads what is not known.</summary>
    public LinkScan? Scan { get; }

    /// <summary>How many entities and links it holds; a link that was read from both of its ends, or for several sets of kinds, counts for each.</summary>
    public long Count => Interlocked.Read(ref count);

    /// <summary>The entity of an id, whether there is one in the graph or not.</summary>
    public KnownEntity this[EntityId id] => entities.TryGetValue(id, out var known) ? known : entities.GetOrAdd(id, New);

    /// <summary>Notes what was read.</summary>
    /// <param name="of">The entity.</param>
    /// <param name="leaving">Whether the links leave it, or enter it.</param>
    /// <param name="kinds">The kinds that were asked for, as of <see cref="KnownStep.SetOf"/>.</param>
    /// <param name="links">The links.</param>
    /// <param name="cut">Whether there are more of them.</param>
    public void Add(KnownEntity of, bool leaving, int kinds, IEnumerable<LinkId> links, bool cut)
    {
        KnownStep[] steps = [.. links.Select(link => new KnownStep(this[leaving ? link.To : link.From], link.Kind, link.Qualifier))];
        if (of.Add(leaving, new KnownSteps(kinds, cut, steps)))
        {
            Interlocked.Add(ref count, steps.Length + 1);
        }
    }

    private KnownEntity New(EntityId id)
    {
        Interlocked.Increment(ref count);
        return new KnownEntity(id);
    }
}

/// <summary>An entity, and what is known of its links.</summary>
internal sealed class KnownEntity(EntityId id)
{
    private KnownSteps[] leaving = [];
    private KnownSteps[] entering = [];

    /// <summary>Its id.</summary>
    public EntityId Id => id;

    /// <summary>The links of these kinds, and perhaps of others; null where they were not read.</summary>
    public KnownSteps? Find(bool isLeaving, int kinds)
    {
        foreach (var steps in Volatile.Read(ref isLeaving ? ref leaving : ref entering))
        {
            if (steps.Kinds == kinds || (!steps.Cut && (steps.Kinds & kinds) == kinds))
            {
                return steps;
            }
        }

        return null;
    }

    /// <summary>Notes links; false where they are known. Two who found nothing may both have read them.</summary>
    public bool Add(bool isLeaving, KnownSteps steps)
    {
        ref var all = ref isLeaving ? ref leaving : ref entering;
        while (true)
        {
            var now = Volatile.Read(ref all);
            if (Find(isLeaving, steps.Kinds) is not null)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref all, [.. now, steps], now) == now)
            {
                return true;
            }
        }
    }
}

/// <summary>The links of some kinds that leave or enter an entity.</summary>
/// <param name="Kinds">The kinds, as of <see cref="KnownStep.SetOf"/>.</param>
/// <param name="Cut">Whether there are more than these.</param>
/// <param name="Steps">The links.</param>
internal sealed record KnownSteps(int Kinds, bool Cut, KnownStep[] Steps);

/// <summary>A link as seen from one of its ends.</summary>
/// <param name="Other">The other end.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Qualifier">Its qualifier.</param>
internal readonly record struct KnownStep(KnownEntity Other, LinkKind Kind, string? Qualifier)
{
    /// <summary>Every kind, as a set.</summary>
    public static int AllKinds { get; } = SetOf(LinkKinds.All);

    /// <summary>Kinds as a set of bits.</summary>
    public static int SetOf(IEnumerable<LinkKind> kinds) => kinds.Aggregate(0, (set, kind) => set | (1 << (int)kind));

    /// <summary>Whether its kind is in a set.</summary>
    public bool IsOf(int kinds) => ((kinds >> (int)Kind) & 1) != 0;

    /// <summary>The id of the link.</summary>
    public LinkId IdFrom(KnownEntity near, bool leaving) =>
        leaving ? new(near.Id, Kind, Other.Id, Qualifier) : new(Other.Id, Kind, near.Id, Qualifier);
}
