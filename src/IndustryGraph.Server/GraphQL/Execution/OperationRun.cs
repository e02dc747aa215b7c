using System.Collections;
using GraphQL;
using GraphQL.DataLoader;
using GraphQL.Execution;
using GraphQL.Types;
using ExecutionContext = GraphQL.Execution.ExecutionContext;

namespace IndustryGraph.Server.GraphQL.Execution;

/// <summary>One execution of an operation: level by level, so that what a level asks a store for is asked for at once.</summary>
/// <remarks>A value that is here at once costs no task. Nothing here runs on two threads at a time.</remarks>
internal sealed class OperationRun
{
    private readonly ExecutionContext context;
    private readonly SourceResolver.ContextPool contexts;
    private readonly Queue<ObjectResult> pending = new();
    private List<Waiting> waiting = [];
    private List<(Result Into, int At, PlannedField Field, ValueShape Shape, IDataLoaderResult Value)> loading = [];
    private FieldContext? free;
    private bool holdsNull;

    /// <summary>Prepares the execution.</summary>
    public OperationRun(ExecutionContext context)
    {
        this.context = context;
        contexts = new SourceResolver.ContextPool(context);
    }

    /// <summary>Executes what is selected of the root, for a mutation one field after the other.</summary>
    /// <returns>The data; null where an error took all of it.</returns>
    public async Task<ObjectResult?> RunAsync(Selection selection, bool oneByOne)
    {
        var root = new ObjectResult(null, 0, selection, context.RootValue, scope: null);
        if (!oneByOne)
        {
            pending.Enqueue(root);
        }

        for (var field = 0; field < (oneByOne ? selection.Fields.Length : 1); field++)
        {
            if (oneByOne)
            {
                Resolve(root, field);
            }

            await DrainAsync().ConfigureAwait(false);
        }

        return holdsNull && root.PropagateNull() ? null : root;
    }

    private async Task DrainAsync()
    {
        while (true)
        {
            while (pending.TryDequeue(out var next))
            {
                context.CancellationToken.ThrowIfCancellationRequested();
                for (var field = 0; field < next.Values.Length; field++)
                {
                    Resolve(next, field);
                }
            }

            if (waiting.Count == 0)
            {
                Load();
            }

            if (waiting.Count == 0)
            {
                return;
            }

            var level = waiting;
            waiting = [];
            await AwaitAsync(level).ConfigureAwait(false);
        }
    }

    private void Resolve(ObjectResult on, int at)
    {
        var field = on.Selection.Fields[at];
        object? value;
        try
        {
            if (field.Resolver is SourceResolver simple)
            {
                value = simple.Resolve(contexts, on, field);
            }
            else
            {
                var own = (free ?? new FieldContext(context)).For(on, field);
                free = null;
                var resolving = field.Resolver.ResolveAsync(own);
                if (!resolving.IsCompletedSuccessfully)
                {
                    waiting.Add(new Waiting(on, at, field, field.Shape, resolving));
                    return;
                }

                value = resolving.Result;
                free = value is IDataLoaderResult ? null : own;
            }
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception error)
        {
            Fail(on, at, field, error);
            return;
        }

        Complete(on, at, field, field.Shape, value);
    }

    // What a level asked loaders for is started together: the first one sends the questions of all.
    private void Load()
    {
        var batch = loading;
        loading = [];
        foreach (var (into, at, field, shape, value) in batch)
        {
            try
            {
                waiting.Add(new Waiting(into, at, field, shape, new(value.GetResultAsync(context.CancellationToken))));
            }
            catch (Exception error)
            {
                waiting.Add(new Waiting(into, at, field, shape, ValueTask.FromException<object?>(error)));
            }
        }
    }

    private async Task AwaitAsync(List<Waiting> level)
    {
        OperationCanceledException? cancelled = null;
        foreach (var item in level)
        {
            try
            {
                var value = await item.Value.ConfigureAwait(false);
                if (cancelled is null)
                {
                    Complete(item.Into, item.At, item.Field, item.Shape, value);
                }
            }
            catch (OperationCanceledException stopped) when (context.CancellationToken.IsCancellationRequested)
            {
                // The rest is waited for, so that nothing runs on behind an answer that has gone.
                cancelled = stopped;
            }
            catch (Exception error) when (cancelled is null)
            {
                Fail(item.Into, item.At, item.Field, error);
            }
            catch (Exception)
            {
                // Of a request that is cancelled nobody reads the errors.
            }
        }

        if (cancelled is not null)
        {
            throw cancelled;
        }
    }

    private void Complete(Result into, int at, PlannedField field, ValueShape shape, object? value)
    {
        if (value is IDataLoaderResult later)
        {
            loading.Add((into, at, field, shape, later));
            return;
        }

        var scope = into.Scope;
        if (value is Scoped scoped)
        {
            (value, scope) = (scoped.Value, scoped.Scope);
        }

        try
        {
            if (shape.Leaf is { } leaf)
            {
                value = leaf.Serialize(value);
            }

            if (value is null)
            {
                if (shape.NonNull)
                {
                    throw new InvalidOperationException($"{field.Definition.Name} gave null, which its type {field.Definition.ResolvedType} does not allow.");
                }
            }
            else if (shape.Leaf is not null)
            {
                into.Values[at] = value;
            }
            else if (shape.Item is { } item)
            {
                into.Values[at] = List(into, at, field, item, value, scope);
            }
            else
            {
                var next = new ObjectResult(into, at, field.Of(context, TypeOf(shape, field, value)), value, scope);
                into.Values[at] = next;
                pending.Enqueue(next);
            }
        }
        catch (Exception error)
        {
            Fail(into, at, field, error);
        }
    }

    private ListResult List(Result into, int at, PlannedField field, ValueShape item, object value, object? scope)
    {
        var items = value as IList ?? (value as IEnumerable)?.Cast<object?>().ToList()
            ?? throw new InvalidOperationException($"{field.Definition.Name} gave a {value.GetType()} that is no list.");
        var list = new ListResult(into, at, item, items.Count, scope);
        for (var place = 0; place < items.Count; place++)
        {
            Complete(list, place, field, item, items[place]);
        }

        return list;
    }

    private IObjectGraphType TypeOf(ValueShape shape, PlannedField field, object value)
    {
        var type = shape.Object;
        if (type is null)
        {
            var wider = (IAbstractGraphType)shape.Type;
            type = wider.GetObjectType(value, context.Schema);
            if (type is null || !wider.IsPossibleType(type))
            {
                throw new InvalidOperationException($"{field.Definition.Name} gave a {value.GetType()}, which is no {wider.Name}.");
            }
        }

        return type.IsTypeOf is null || type.SkipTypeCheck || type.IsTypeOf(value) ? type
            : throw new InvalidOperationException($"{field.Definition.Name} gave a {value.GetType()}, which is no {type.Name}.");
    }

    private void Fail(Result into, int at, PlannedField field, Exception error)
    {
        if (error is not ExecutionError told)
        {
            var unhandled = new UnhandledExceptionContext(context, null, error);
            // It is our own and answers at once; see GraphQLService.
            context.UnhandledExceptionDelegate(unhandled).GetAwaiter().GetResult();
            told = unhandled.Exception as ExecutionError ?? new UnhandledError($"{field.Definition.Name} failed.", unhandled.Exception);
        }

        told.AddLocation(field.Ast, context.Document);
        told.Path = into.PathOf(at);
        context.Errors.Add(told);
        into.Values[at] = null;
        holdsNull = true;
    }

    private readonly record struct Waiting(Result Into, int At, PlannedField Field, ValueShape Shape, ValueTask<object?> Value);
}
