using System.Diagnostics.CodeAnalysis;
using IndustryGraph.Snapshots;
using Microsoft.Extensions.Caching.Memory;

namespace IndustryGraph.Server.Reads;

/// <summary>What was read from the store of one version. It may be kept as long as the version is the current one.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "Requests that still run hold it; the cache has no handle or timer that must be closed.")]
internal sealed class KeptAnswers(GraphVersion version)
{
    // An entity or a link is about 1 KB with its texts.
    private const long MostItems = 200_000;

    private readonly MemoryCache kept = new(new MemoryCacheOptions { SizeLimit = MostItems });

    /// <summary>The version that the answers are of.</summary>
    public GraphVersion Version => version;

    /// <summary>The answer that is kept under the key.</summary>
    public bool TryGet<T>(object key, out T? value) => kept.TryGetValue(key, out value);

    /// <summary>Keeps an answer of so many items.</summary>
    public void Keep<T>(object key, T value, int items = 1) => kept.Set(key, value, new MemoryCacheEntryOptions { Size = items + 1 });
}
