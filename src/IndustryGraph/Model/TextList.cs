using System.Collections;

namespace IndustryGraph.Model;

/// <summary>An immutable list of texts that is equal by content.</summary>
public sealed class TextList(IEnumerable<string> items) : IReadOnlyList<string>, IEquatable<TextList>
{
    private readonly string[] items = [.. items];

    /// <summary>No texts.</summary>
    public static TextList None { get; } = new([]);

    /// <inheritdoc/>
    public int Count => items.Length;

    /// <inheritdoc/>
    public string this[int index] => items[index];

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => items.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(TextList? other) => other is not null && items.AsSpan().SequenceEqual(other.items);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TextList);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var item in items)
        {
            hash.Add(item, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }
}
