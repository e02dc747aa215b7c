using GraphQL.DataLoader;

namespace IndustryGraph.Server.GraphQL.Execution;

/// <summary>A value that takes a while, for a resolver that most often has its value at once.</summary>
internal sealed class Later(Func<CancellationToken, Task<object?>> give) : IDataLoaderResult
{
    /// <inheritdoc/>
    public Task<object?> GetResultAsync(CancellationToken cancellationToken = default) => give(cancellationToken);
}
