using IndustryGraph.Model;

namespace IndustryGraph.Snapshots;

/// <summary>
/// From an id to its place in a list of entities: by the hash of the id, in buckets of two on average that lie one behind the other. It costs
/// 6 bytes an entity.
/// </summary>
internal sealed class EntityIndex
{
    private readonly Entity[] entities;
    private readonly int[] starts;
    private readonly int[] places;

    public EntityIndex(Entity[] entities)
    {
        this.entities = entities;
        starts = new int[(entities.Length / 2) + 2];
        places = new int[entities.Length];
        var buckets = Array.ConvertAll(entities, entity => BucketOf(entity.Id));
        foreach (var bucket in buckets)
        {
            starts[bucket + 1]++;
        }

        for (var bucket = 1; bucket < starts.Length; bucket++)
        {
            starts[bucket] += starts[bucket - 1];
        }

        var next = starts.AsSpan().ToArray();
        for (var i = 0; i < buckets.Length; i++)
        {
            places[next[buckets[i]]++] = i;
        }
    }

    /// <summary>The place; -1 where there is no such entity.</summary>
    public int Find(EntityId id)
    {
        var bucket = BucketOf(id);
        foreach (var place in places.AsSpan(starts[bucket]..starts[bucket + 1]))
        {
            if (entities[place].Id == id)
            {
                return place;
            }
        }

        return -1;
    }

    private int BucketOf(EntityId id) => (int)(((ulong)(uint)string.GetHashCode(id.Value) * (ulong)(starts.Length - 1)) >> 32);
}
