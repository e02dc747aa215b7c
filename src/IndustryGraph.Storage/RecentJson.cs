using System.Runtime.InteropServices;
using System.Text.Json;

namespace IndustryGraph.Storage;

/// <summary>Values by their JSON, as many as fit into a table of one size: what comes again soon is not made again.</summary>
internal sealed class RecentJson<T>(Func<JsonElement, T> read)
{
    private const int Size = 1 << 12;

    private readonly (byte[]? Json, T Value)[] kept = new (byte[]?, T)[Size];

    /// <summary>The value.</summary>
    public T Read(JsonElement item)
    {
        var json = JsonMarshal.GetRawUtf8Value(item);
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
