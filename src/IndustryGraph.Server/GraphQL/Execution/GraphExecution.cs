using System.Runtime.CompilerServices;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQLParser.AST;
using ExecutionContext = GraphQL.Execution.ExecutionContext;

namespace IndustryGraph.Server.GraphQL.Execution;

/// <summary>
/// Executes validated operations of every type, as the section on execution of the GraphQL specification has it. A subscription
/// is executed once for each of its events, as a query on its root.
/// </summary>
/// <remarks>
/// In place of the library's strategies, because a snapshot has every value at once: those make a task for each value, look each
/// field up anew for each object of a list, and copy all arguments for each request. What is selected of a type is kept with the
/// operation, which <see cref="DocumentCache"/> keeps.
/// </remarks>
internal sealed class GraphExecution : IExecutionStrategy, IExecutionStrategySelector
{
    private readonly ConditionalWeakTable<GraphQLOperationDefinition, Selection> roots = [];

    /// <inheritdoc/>
    public IExecutionStrategy Select(ExecutionContext context) => this;

    /// <inheritdoc/>
    public async Task<ExecutionResult> ExecuteAsync(ExecutionContext context)
    {
        var data = await new OperationRun(context)
            .RunAsync(RootOf(context), oneByOne: context.Operation.Operation == OperationType.Mutation).ConfigureAwait(false);
        return new ExecutionResult { Executed = true, Data = data };
    }

    /// <summary>The library's strategies execute parts of others; this one does not.</summary>
    public Task ExecuteNodeTreeAsync(ExecutionContext context, ExecutionNode rootNode) =>
        throw new NotSupportedException("Execution here has no execution nodes.");

    /// <summary>See <see cref="FieldContext.SubFields"/>.</summary>
    public Dictionary<string, (GraphQLField field, FieldType fieldType)>? GetSubFields(ExecutionContext executionContext, ExecutionNode executionNode) =>
        throw new NotSupportedException("Execution here has no execution nodes.");

    private Selection RootOf(ExecutionContext context)
    {
        // Where directives decide what is selected, each request has a selection of its own.
        if (context.DirectiveValues is { Count: > 0 })
        {
            return Collect(context);
        }

        if (!roots.TryGetValue(context.Operation, out var known))
        {
            known = Collect(context);
            roots.TryAdd(context.Operation, known);
        }

        return known;
    }

    private static Selection Collect(ExecutionContext context)
    {
        var root = context.Operation.Operation switch
        {
            OperationType.Mutation => context.Schema.Mutation,
            OperationType.Subscription => context.Schema.Subscription,
            _ => context.Schema.Query,
        };
        return root is null
            ? throw new InvalidOperationError("The schema has no operations of this type.").AddLocation(context.Operation, context.Document)
            : Selection.Of(context, root, [context.Operation.SelectionSet]);
    }
}
