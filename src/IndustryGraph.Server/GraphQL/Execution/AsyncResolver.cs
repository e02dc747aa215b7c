using GraphQL;
using GraphQL.Resolvers;

namespace IndustryGraph.Server.GraphQL.Execution;

/// <summary>Resolves a field by a task, on values of one type.</summary>
internal sealed class AsyncResolver<TSource>(Func<IResolveFieldContext<TSource>, Task<object?>> resolve) : IFieldResolver
{
    /// <inheritdoc/>
    public ValueTask<object?> ResolveAsync(IResolveFieldContext context) =>
        new(resolve(context is FieldContext own ? own.On<TSource>() : context.As<TSource>()));
}
