using GraphQL;
using GraphQL.DataLoader;
using GraphQL.Execution;
using GraphQL.Resolvers;

namespace IndustryGraph.Server.GraphQL.Execution;

/// <summary>Resolves a field at once, on values of one type.</summary>
internal abstract class SourceResolver : IFieldResolver
{
    private static int types;

    /// <inheritdoc/>
    public abstract ValueTask<object?> ResolveAsync(IResolveFieldContext context);

    /// <summary>Resolves a field with a context that the request has used before, where there is one.</summary>
    internal abstract object? Resolve(ContextPool contexts, ObjectResult on, PlannedField field);

    /// <summary>How many types of value resolvers work on.</summary>
    protected static int Types => Volatile.Read(ref types);

    /// <summary>Numbers the types of value.</summary>
    private protected static int NumberNext() => Interlocked.Increment(ref types) - 1;

    /// <summary>The contexts that one request uses again and again.</summary>
    internal sealed class ContextPool(IExecutionContext context)
    {
        private readonly FieldContext?[] free = new FieldContext?[Types];

        /// <summary>A context for the type of this number.</summary>
        public FieldContext<TSource> Take<TSource>(int type)
        {
            var taken = free[type] ?? new FieldContext<TSource>(context);
            free[type] = null;
            return (FieldContext<TSource>)taken;
        }

        /// <summary>Says that nobody holds the context any more.</summary>
        public void Return(int type, FieldContext taken) => free[type] = taken;
    }
}

/// <inheritdoc/>
internal sealed class SourceResolver<TSource>(Func<IResolveFieldContext<TSource>, object?> resolve) : SourceResolver
{
    private static readonly int Number = NumberNext();

    private readonly int number = Number;

    /// <inheritdoc/>
    public override ValueTask<object?> ResolveAsync(IResolveFieldContext context) => new(resolve(context.As<TSource>()));

    /// <inheritdoc/>
    internal override object? Resolve(ContextPool contexts, ObjectResult on, PlannedField field)
    {
        var context = contexts.Take<TSource>(number);
        context.For(on, field);
        var value = resolve(context);
        if (value is not IDataLoaderResult)
        {
            // Lists that are made while they are read are read before the next field is resolved.
            contexts.Return(number, context);
        }

        return value;
    }
}
