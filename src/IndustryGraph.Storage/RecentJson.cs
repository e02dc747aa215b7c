using System.Text.Json;

namespace IndustryGraph.Storage;

/// <summary>Values by their JSON, as many as fit into a table of one size: what comes again soon is not made again. Long ones hardly do.</summary>
internal sealed class RecentJson<T>(RecentJson<T>.Reading read)
{
    private const int Size = 1 << 12;
    private const int Longest = 1_000;

    // Made when it is needed: most readers are of few facts, and ask for none.
    private (byte[]? Json, T Value)[]? kept;

    /// <summary>Reads a value.</summary>
    /// <param name="json">Stands where it starts, and afterwards where it ends.</param>
    public delegate T Reading(ref Utf8JsonReader json);

    /// <summary>The value.</summary>
    /// <param name="json">Stands where it starts, and afterwards where it ends.</param>
    /// <param name="all">All that is read, from its first byte.</param>
    public T Read(ref Utf8JsonReader json, ReadOnlySpan<byte> all)
    {
        var start = (int)json.TokenStartIndex;
        var value = json;
        json.Skip();
        var text = all[start..(int)json.BytesConsumed];
        if (text.Length > Longest)
        {
            return read(ref value);
        }

        kept ??= new (byte[]?, T)[Size];
        var hash = new HashCode();
        hash.AddBytes(text);
        ref var place = ref kept[hash.ToHashCode() & (Size - 1)];
        if (place.Json is null || !text.SequenceEqual(place.Json))
        {
            place = (text.ToArray(), read(ref value));
        }

        return place.Value;
    }
}
