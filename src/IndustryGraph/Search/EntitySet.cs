using System.Numerics;

namespace IndustryGraph.Search;

/// <summary>A set of entity numbers, a bit for each entity of the graph.</summary>
internal sealed class EntitySet(int entityCount)
{
    private readonly ulong[] bits = new ulong[(entityCount + 63) / 64];

    public void Add(ReadOnlySpan<int> entities)
    {
        foreach (var entity in entities)
        {
            bits[entity >> 6] |= 1UL << entity;
        }
    }

    public void Clear() => Array.Clear(bits);

    /// <summary>Leaves what is in the other set too; false where that is nothing.</summary>
    public bool IntersectWith(EntitySet other)
    {
        ulong any = 0;
        for (var i = 0; i < bits.Length; i++)
        {
            any |= bits[i] &= other.bits[i];
        }

        return any != 0;
    }

    /// <summary>The members, ascending.</summary>
    public IEnumerable<int> Members()
    {
        for (var i = 0; i < bits.Length; i++)
        {
            for (var left = bits[i]; left != 0; left &= left - 1)
            {
                yield return (i << 6) + BitOperations.TrailingZeroCount(left);
            }
        }
    }
}
