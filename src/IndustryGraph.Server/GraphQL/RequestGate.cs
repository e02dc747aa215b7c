using GraphQL;
using GraphQL.Execution;
using GraphQL.Validation;
using GraphQLParser.AST;
using IndustryGraph.Loads.Keys;
using IndustryGraph.Server.Access;

namespace IndustryGraph.Server.GraphQL;

/// <summary>
/// What stands between a valid request and its execution: the kind of operation, the cost with variables, and a place among the
/// heavy requests. One for each request.
/// </summary>
internal sealed class RequestGate(GraphQLCall call, GraphQLLimits limits, HeavyRequests heavy, bool priceOnly, Action keep)
    : DocumentExecutionListenerBase, IDisposable
{
    private IDisposable? place;

    /// <summary>The cost; null until it is known.</summary>
    public double? Cost { get; private set; }

    /// <inheritdoc/>
    public override Task AfterValidationAsync(IExecutionContext context, IValidationResult validationResult)
    {
        if (!validationResult.IsValid)
        {
            return Task.CompletedTask;
        }

        keep();
        CheckOperation(context.Operation.Operation);
        Cost = CostRule.Of(context, limits);
        if (priceOnly)
        {
            throw new PriceTold();
        }

        if (Cost > limits.Cost)
        {
            throw new GraphQLProblem(ErrorCodes.CostTooHigh,
                $"The request costs {Math.Ceiling(Cost.Value):0}, the limit is {limits.Cost}. Ask for smaller pages or fewer nested lists.");
        }

        if (Cost > limits.HeavyCost)
        {
            place = heavy.Enter();
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose() => place?.Dispose();

    private void CheckOperation(OperationType operation)
    {
        if (operation == OperationType.Subscription && !call.Event)
        {
            throw new GraphQLProblem(ErrorCodes.OperationNotSupported,
                "A subscription has no single answer. Accept text/event-stream, or connect a WebSocket with the subprotocol graphql-transport-ws.");
        }

        if (operation == OperationType.Mutation && call.QueriesOnly)
        {
            throw new GraphQLProblem(ErrorCodes.MethodNotAllowed, "Mutations run by POST alone. Send it so.");
        }

        if (operation == OperationType.Mutation)
        {
            AccessSetup.Holder(call.User, KeyRole.Loader);
        }
    }

    /// <summary>Stops a request of which just the price was wanted.</summary>
    internal sealed class PriceTold() : ExecutionError("Only the price was asked for.");
}
