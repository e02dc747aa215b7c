using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace IndustryGraph.Server.GraphQL;

/// <summary>
/// Documents that passed the guard and validation, by their text, so that they are neither parsed nor validated again. Bounded:
/// those that were not used for longest go first. The cost of a request is counted all the same, see <see cref="CostRule"/>.
/// </summary>
public sealed class DocumentCache(GraphQLOptions options) : IDisposable
{
    private readonly MemoryCache documents = new(Options.Create(new MemoryCacheOptions
    {
        SizeLimit = options.Limits.CachedCharacters,
        CompactionPercentage = 0.1,
    }));

    /// <summary>How many documents are kept.</summary>
    public int Count => documents.Count;

    /// <summary>The document of a text that passed before.</summary>
    internal KnownDocument? Find(string query) => documents.Get<KnownDocument>(query);

    /// <summary>Keeps a document that is valid whatever its variables are.</summary>
    internal void Keep(KnownDocument document) =>
        documents.Set(document.Text, document with { IsValid = true }, new MemoryCacheEntryOptions { Size = document.Text.Length });

    /// <inheritdoc/>
    public void Dispose() => documents.Dispose();
}
