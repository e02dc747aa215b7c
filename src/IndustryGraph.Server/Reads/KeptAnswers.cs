using System.Diagnostics.CodeAnalysis;
using IndustryGraph.Snapshots;
using Microsoft.Extensions.Caching.Memory;

namespace IndustryGraph.Server.Reads;

/// <summary>What was read from the store of one version. It may be kept as long as the version is the current one.</summary>
/// <param name="version">The version.</param>
/// <param name="page">How many entities a page of a scan of the links has; null where none is scanned.</param>
[SuppressMessage("Reliability", "CA1001", Justification = "Requests that still run hold it; the cache has no handle or timer that must be closed.")]
internal sealed class KeptAnswers(GraphVersion version, int? page = LinkScan.Page)
{
    // An entity or a link is about 1 KB with its texts.
    private const long MostItems = 200_000;

    // One without what it carries is about 50 bytes.
    private const long MostKnown = 1_000_000;

    private readonly MemoryCache kept = new(new MemoryCacheOptions { SizeLimit = MostItems });
    private KnownLinks links = new(page);

    /// <summary>The version that the answers are of.</summary>
    public GraphVersion Version => version;

    /// <summary>The pages of who begins anew: a graph that was too large once is not scanned again.</summary>
    public int? NextPage => links.Scan is { IsTooLarge: false } ? page : null;

    /// <summary>What searches know of the links; begun anew where it has grown too large.</summary>
    public KnownLinks Links
    {
        get
        {
            var now = Volatile.Read(ref links);
            if (now.Count <= MostKnown)
            {
                return now;
            }

            var anew = new KnownLinks(NextPage);
            return Interlocked.CompareExchange(ref links, anew, now) == now ? anew : links;
        }
    }

    /// <summary>The answer that is kept under the key.</summary>
    public bool TryGet<T>(object key, out T? value) => kept.TryGetValue(key, out value);

    /// <summary>Keeps an answer of so many items.</summary>
    public void Keep<T>(object key, T value, int items = 1) => kept.Set(key, value, new MemoryCacheEntryOptions { Size = items + 1 });
}
