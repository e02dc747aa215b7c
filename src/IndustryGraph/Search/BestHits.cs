using IndustryGraph.Model;

namespace IndustryGraph.Search;

/// <summary>Keeps the best of many scored entities.</summary>
internal sealed class BestHits(int limit)
{
    // The worst of those kept comes out first.
    private readonly PriorityQueue<Entity, (NameScore Score, EntityId Id)> kept = new(
        Comparer<(NameScore Score, EntityId Id)>.Create((left, right) => NameScore.BestFirst.Compare(right, left)));

    /// <summary>How many were offered.</summary>
    public int Total { get; private set; }

    public void Add(Entity entity, NameScore score)
    {
        Total++;
        if (kept.Count < limit)
        {
            kept.Enqueue(entity, (score, entity.Id));
        }
        else if (limit > 0)
        {
            kept.EnqueueDequeue(entity, (score, entity.Id));
        }
    }

    /// <summary>Those kept, the best first; the set is then empty.</summary>
    public List<(Entity Entity, NameScore Score)> Take()
    {
        var taken = new List<(Entity, NameScore)>(kept.Count);
        while (kept.TryDequeue(out var entity, out var priority))
        {
            taken.Add((entity, priority.Score));
        }

        taken.Reverse();
        return taken;
    }
}
