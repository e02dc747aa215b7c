using GraphQL.DataLoader;

namespace IndustryGraph.Server.Reads;

/// <summary>
/// A value that is here, or that comes with the next batch of reads. A snapshot has every value at once; a store gathers what
/// one level of a query asks for and answers it in one read.
/// </summary>
internal readonly struct Pending<T>
{
    private readonly T? value;
    private readonly IDataLoaderResult<T>? coming;

    private Pending(T? value, IDataLoaderResult<T>? coming) => (this.value, this.coming) = (value, coming);

    /// <summary>A value that is here.</summary>
    public static Pending<T> Here(T value) => new(value, null);

    /// <summary>A value that comes.</summary>
    public static Pending<T> Coming(IDataLoaderResult<T> value) => new(default, value);

    /// <summary>All of some values, in their order.</summary>
    public static Pending<IReadOnlyList<T>> All(IReadOnlyList<Pending<T>> values) => values.All(item => item.coming is null)
        ? Pending<IReadOnlyList<T>>.Here([.. values.Select(item => item.value!)])
        : Pending<IReadOnlyList<T>>.Coming(new Several(values));

    /// <summary>The value made into another as soon as it is here.</summary>
    public Pending<TNext> Then<TNext>(Func<T, TNext> next) => coming is null
        ? Pending<TNext>.Here(next(value!))
        : Pending<TNext>.Coming(new Following<TNext>(coming, next));

    /// <summary>What a resolver returns: the value, or the batch that it comes with.</summary>
    public object? Result => coming is null ? value : coming;

    /// <summary>The value as soon as it is here, for a resolver that goes on with it: what else its level asks for is not waited for.</summary>
    public ValueTask<T> ValueAsync(CancellationToken cancellation) =>
        coming is null ? ValueTask.FromResult(value!) : new(coming.GetResultAsync(cancellation));

    private sealed class Several(IReadOnlyList<Pending<T>> values) : IDataLoaderResult<IReadOnlyList<T>>
    {
        public async Task<IReadOnlyList<T>> GetResultAsync(CancellationToken cancellationToken = default)
        {
            var all = new T[values.Count];
            for (var i = 0; i < all.Length; i++)
            {
                all[i] = await values[i].ValueAsync(cancellationToken).ConfigureAwait(false);
            }

            return all;
        }

        async Task<object?> IDataLoaderResult.GetResultAsync(CancellationToken cancellationToken) =>
            await GetResultAsync(cancellationToken).ConfigureAwait(false);
    }

    private sealed class Following<TNext>(IDataLoaderResult<T> first, Func<T, TNext> next) : IDataLoaderResult<TNext>
    {
        public async Task<TNext> GetResultAsync(CancellationToken cancellationToken = default) =>
            next(await first.GetResultAsync(cancellationToken).ConfigureAwait(false));

        async Task<object?> IDataLoaderResult.GetResultAsync(CancellationToken cancellationToken) =>
            await GetResultAsync(cancellationToken).ConfigureAwait(false);
    }
}
