using System.Runtime.InteropServices;
using System.Text.Json;

namespace IndustryGraph.Storage;

/// <summary>Values by their JSON, as many as fit into a table of one size: what comes again soon is not made again. Long ones hardly do.</summary>
internal sealed class RecentJson<T>(Func<JsonElement, T> read)
{
    private const int Size = 1 << 12;
    private const int Longest = 1_000;

    // Made when it is needed: most readers are of few facts, and ask for none.
    private (byte[]? Json, T Value)[]? kept;

    /// <summary>The value.</summary>
    public T Read(JsonElement item)
    {
        var json = JsonMarshal.GetRawUtf8Value(item);
        if (json.Length > Longest)
        {
            return read(item);
        }

        kept ??= new (byte[]?, T)[Size];
        var hash = new HashCode();
        hash.AddBytes(json);
        ref var place = ref kept[hash.ToHashCode() & (Size - 1)];
        if (place.Json is null || !json.SequenceEqual(place.Json))
        {
            place = (json.ToArray(), read(item));
        }

        return place.Value;
    }
}
