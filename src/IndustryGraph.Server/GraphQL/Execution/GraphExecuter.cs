using GraphQL;
using GraphQL.DI;
using GraphQL.Execution;
using GraphQL.Instrumentation;
using GraphQL.Validation;
using GraphQLParser.AST;
using ExecutionContext = GraphQL.Execution.ExecutionContext;

namespace IndustryGraph.Server.GraphQL.Execution;

/// <summary>The library's way from a document to its result, with <see cref="GraphExecution"/> at its end.</summary>
internal sealed class GraphExecuter() : DocumentExecuter(
    new GraphQLDocumentBuilder(), new GraphValidator(), new GraphExecution(), Array.Empty<IConfigureExecution>())
{
    /// <inheritdoc/>
    protected override ExecutionContext BuildExecutionContext(
        ExecutionOptions options, GraphQLDocument document, GraphQLOperationDefinition operation, IValidationResult validationResult, Metrics metrics)
    {
        // As the library does it, but that arguments are not copied: nothing writes to them while the operation runs.
        var context = new RunContext
        {
            Document = document,
            Schema = options.Schema!,
            RootValue = options.Root,
            UserContext = options.UserContext,
            ExecutionOptions = options,
            Operation = operation,
            Variables = validationResult.Variables ?? Variables.None,
            ArgumentValues = validationResult.ArgumentValues,
            DirectiveValues = validationResult.DirectiveValues,
            Errors = [],
            InputExtensions = options.Extensions ?? Inputs.Empty,
            OutputExtensions = [],
            CancellationToken = options.CancellationToken,
            Metrics = metrics,
            Listeners = options.Listeners,
            ThrowOnUnhandledException = options.ThrowOnUnhandledException,
            UnhandledExceptionDelegate = options.UnhandledExceptionDelegate,
            MaxParallelExecutionCount = options.MaxParallelExecutionCount,
            RequestServices = options.RequestServices,
            User = options.User,
        };
        context.ExecutionStrategy = SelectExecutionStrategy(context);
        return context;
    }

    // Arrays that resolvers ask for are not pooled, see FieldContext: there is nothing to give back.
    private sealed class RunContext : ExecutionContext
    {
        protected override void ClearContext()
        {
        }
    }
}
