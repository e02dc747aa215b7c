using GraphQL;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQL.Validation.Rules;
using GraphQLParser.AST;
using IndustryGraph.Server.GraphQL.Execution;

namespace IndustryGraph.Server.GraphQL;

/// <summary>
/// Answers one request, whatever transport brought it: guard, validation, cost, execution, and errors in one shape. Everything
/// that a client may send is answered by a response; only the client's own going away throws.
/// </summary>
public sealed class GraphQLService
{
    private const int MostRestarts = 3;

    private readonly ISchema schema;
    private readonly GraphQLOptions options;
    private readonly DocumentCache cache;
    private readonly HeavyRequests heavy;
    private readonly ILogger logger;
    private readonly DocumentGuard guard;
    private readonly GraphExecuter executer = new();

    /// <summary>Serves a schema; a schema that is not sound fails here, before the first request.</summary>
    public GraphQLService(ISchema schema, GraphQLOptions options, DocumentCache cache, HeavyRequests heavy, ILogger<GraphQLService> logger)
    {
        this.schema = schema;
        this.options = options;
        this.cache = cache;
        this.heavy = heavy;
        this.logger = logger;
        guard = new DocumentGuard(options);
        schema.Initialize();
    }

    /// <summary>Answers a request, all of it from one version: where that one is gone before the end, from the start again.</summary>
    /// <param name="call">The request, and the version to answer from.</param>
    /// <param name="cancellationToken">Cancelled when the client has gone.</param>
    /// <exception cref="OperationCanceledException">The client has gone.</exception>
    public async Task<GraphQLResponse> ExecuteAsync(GraphQLCall call, CancellationToken cancellationToken)
    {
        var response = await ExecuteOnceAsync(call, cancellationToken);
        for (var again = 0; again < MostRestarts && call.Renew is not null && response.Errors.Any(error => error.Kind == ErrorCodes.VersionMoved); again++)
        {
            call = call with { Graph = call.Renew() };
            response = await ExecuteOnceAsync(call, cancellationToken);
        }

        return response;
    }

    private async Task<GraphQLResponse> ExecuteOnceAsync(GraphQLCall call, CancellationToken cancellationToken)
    {
        if (call.Graph is not { } graph)
        {
            return Refused(new GraphQLProblem(ErrorCodes.NotReady, "The graph is being loaded. Try again soon.") { RetryAfter = TimeSpan.FromSeconds(2) });
        }

        if (!TryReadPriceOnly(call.Parameters.Extensions, out var priceOnly))
        {
            return Refused(new GraphQLProblem(ErrorCodes.BadRequest, "extensions.cost must be \"only\", which asks for the price without running."));
        }

        var query = call.Parameters.Query;
        var document = cache.Find(query);
        var isKnown = document is not null;
        if (document is null && !guard.TryRead(query, out document, out var problem))
        {
            return Refused(problem);
        }

        using var gate = new RequestGate(call, options.Limits, heavy, priceOnly, isKnown ? static _ => { } : read => cache.Keep(query, read));
        var request = new RequestContext(graph, call.Language);
        var failures = new InternalFailures(logger);
        var result = await executer.ExecuteAsync(Options(call, document, isKnown, request, gate, failures, cancellationToken));
        var isPrice = result.Errors is { Count: > 0 } errors && errors[0] is RequestGate.PriceTold;
        return new GraphQLResponse
        {
            Executed = result.Executed,
            Data = result.Data as ObjectResult,
            Errors = isPrice ? [] : ErrorShape.Of(result.Errors, options.Introspection, failures),
            Graph = graph,
            Cost = gate.Cost,
            CostLimit = options.Limits.Cost,
            PriceOnly = isPrice,
            Volatile = request.Volatile,
        };

        GraphQLResponse Refused(GraphQLProblem refusal) => GraphQLResponse.Refused(refusal, call.Graph);
    }

    private ExecutionOptions Options(
        GraphQLCall call, GraphQLDocument document, bool isKnown, RequestContext request, RequestGate gate,
        InternalFailures failures, CancellationToken cancellationToken)
    {
        var execution = new ExecutionOptions
        {
            Schema = schema,
            Document = document,
            Query = call.Parameters.Query,
            OperationName = call.Parameters.OperationName,
            Variables = call.Parameters.Variables,
            Extensions = call.Parameters.Extensions,
            ValidationRules = isKnown ? RulesForValues() : ErrorLimit.Rules,
            UserContext = request,
            RequestServices = call.Services,
            User = call.User,
            CancellationToken = cancellationToken,
            Timeout = TimeSpan.FromSeconds(options.Limits.ExecutionSeconds),
            TimeoutAction = TimeoutAction.ReturnTimeoutError,
            UnhandledExceptionDelegate = unhandled =>
            {
                unhandled.Exception = failures.Tell(unhandled.OriginalException);
                return Task.CompletedTask;
            },
        };
        execution.Listeners.Add(gate);
        return execution;
    }

    // A known document fits the schema; what hangs on the values of variables is checked each time.
    private IReadOnlyList<IValidationRule> RulesForValues() =>
        schema.GetMetadata(FieldArgumentsAreValidRule.HAS_FIELD_ARGUMENT_VALIDATION_KEY, false) ? [FieldArgumentsAreValidRule.Instance] : [];

    private static bool TryReadPriceOnly(Inputs? extensions, out bool priceOnly)
    {
        priceOnly = false;
        if (extensions is null || !extensions.TryGetValue("cost", out var value))
        {
            return true;
        }

        priceOnly = value is "only";
        return priceOnly;
    }
}
