using System.Collections;

namespace IndustryGraph.Model;

/// <summary>The attributes of an entity or link: immutable, each name once, in the order of the names' numbers, equal by content.</summary>
public sealed class Attributes : IReadOnlyList<KeyValuePair<AttributeName, AttributeValue>>, IEquatable<Attributes>
{
    /// <summary>No attributes.</summary>
    public static Attributes None { get; } = new([]);

    private readonly KeyValuePair<AttributeName, AttributeValue>[] items;

    private Attributes(KeyValuePair<AttributeName, AttributeValue>[] items) => this.items = items;

    /// <summary>Gathers attributes.</summary>
    /// <exception cref="ArgumentException">A name stands twice, or does not permit its value.</exception>
    public static Attributes Of(IEnumerable<KeyValuePair<AttributeName, AttributeValue>> items)
    {
        var sorted = items.ToArray();
        Array.Sort(sorted, (left, right) => left.Key.CompareTo(right.Key));
        for (var i = 0; i < sorted.Length; i++)
        {
            if (i > 0 && sorted[i].Key == sorted[i - 1].Key)
            {
                throw new ArgumentException($"The attribute {sorted[i].Key.Code()} stands twice.");
            }

            if (sorted[i].Key.Refusal(sorted[i].Value) is { } problem)
            {
                throw new ArgumentException($"{sorted[i].Key.Code()} cannot be '{sorted[i].Value}': {problem}.");
            }
        }

        return sorted.Length == 0 ? None : new Attributes(sorted);
    }

    /// <summary>Gathers attributes.</summary>
    /// <exception cref="ArgumentException">A name stands twice, or does not permit its value.</exception>
    public static Attributes Of(params (AttributeName Name, AttributeValue Value)[] items) =>
        Of(items.Select(item => KeyValuePair.Create(item.Name, item.Value)));

    /// <summary>The value; null where the attribute is absent.</summary>
    public AttributeValue? this[AttributeName name]
    {
        get
        {
            foreach (var item in items)
            {
                if (item.Key == name)
                {
                    return item.Value;
                }
            }

            return null;
        }
    }

    /// <inheritdoc/>
    public int Count => items.Length;

    /// <inheritdoc/>
    public KeyValuePair<AttributeName, AttributeValue> this[int index] => items[index];

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<AttributeName, AttributeValue>> GetEnumerator() =>
        items.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(Attributes? other)
    {
        if (other is null || other.items.Length != items.Length)
        {
            return false;
        }

        // Part by part: pairs would be boxed and compared by reflection, a million times in a large load.
        for (var i = 0; i < items.Length; i++)
        {
            if (items[i].Key != other.items[i].Key || items[i].Value != other.items[i].Value)
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Attributes);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var item in items)
        {
            hash.Add(item.Key);
            hash.Add(item.Value);
        }

        return hash.ToHashCode();
    }
}
