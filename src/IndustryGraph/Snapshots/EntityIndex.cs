using IndustryGraph.Model;

namespace IndustryGraph.Snapshots;

/// <summary>From an id to its place in a list of entities: open addressing over one int array, at most 16 bytes an entity.</summary>
internal sealed class EntityIndex
{
    private readonly Entity[] entities;
    private readonly int[] slots;

    public EntityIndex(Entity[] entities)
    {
        this.entities = entities;
        slots = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, entities.Length * 2))];
        for (var i = 0; i < entities.Length; i++)
        {
            var slot = Start(entities[i].Id);
            while (slots[slot] != 0)
            {
                slot = (slot + 1) & (slots.Length - 1);
            }

            slots[slot] = i + 1;
        }
    }

    /// <summary>The place; -1 where there is no such entity.</summary>
    public int Find(EntityId id)
    {
        if (entities.Length == 0)
        {
            return -1;
        }

        for (var slot = Start(id); slots[slot] != 0; slot = (slot + 1) & (slots.Length - 1))
        {
            if (entities[slots[slot] - 1].Id == id)
            {
                return slots[slot] - 1;
            }
        }

        return -1;
    }

    private int Start(EntityId id) => string.GetHashCode(id.Value) & (slots.Length - 1);
}
