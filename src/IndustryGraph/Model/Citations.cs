using System.Collections;

namespace IndustryGraph.Model;

/// <summary>The citations of a fact: at least one, immutable, in a fixed order, equal by content.</summary>
public sealed class Citations : IReadOnlyList<Citation>, IEquatable<Citations>
{
    private readonly Citation[] items;

    // Kept, because many links share one object and each is looked up by it.
    private readonly int hash;

    private Citations(Citation[] items) => (this.items, hash) = (items, HashOf(items));

    /// <summary>The one citation of a fact: most have one, and a graph is read by the million.</summary>
    public static Citations Of(Citation item) => new([item]);

    /// <summary>Gathers citations; the same one twice counts once.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Citations Of(params IEnumerable<Citation> items)
    {
        // A fixed order, so that two stores that gather the same citations hold equal facts.
        var sorted = items.Distinct()
            .OrderBy(item => item.Evidence)
            .ThenBy(item => item.Source)
            .ThenBy(item => item.Locator, StringComparer.Ordinal)
            .ThenBy(item => item.Quote, StringComparer.Ordinal)
            .ToArray();
        return sorted.Length > 0 ? new Citations(sorted) : throw new ArgumentException("A fact needs at least one citation.");
    }

    /// <summary>The best evidence that any of the citations gives.</summary>
    public Evidence Strongest => items[0].Evidence;

    /// <inheritdoc/>
    public int Count => items.Length;

    /// <inheritdoc/>
    public Citation this[int index] => items[index];

    /// <inheritdoc/>
    public IEnumerator<Citation> GetEnumerator() => items.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(Citations? other) => other is not null && items.AsSpan().SequenceEqual(other.items);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Citations);

    /// <inheritdoc/>
    public override int GetHashCode() => hash;

    private static int HashOf(Citation[] items)
    {
        var hash = default(HashCode);
        foreach (var item in items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }
}
