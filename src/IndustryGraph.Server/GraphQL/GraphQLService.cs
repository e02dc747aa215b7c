using System.Runtime.CompilerServices;
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
    private readonly RegisteredDocuments registered;
    private readonly FollowGraphVersions follow;
    private readonly GraphExecuter executer = new();

    /// <summary>Serves a schema; a schema or a registered document that is not sound fails here, before the first request.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A registered document cannot be used.</exception>
    public GraphQLService(
        ISchema schema, GraphQLOptions options, DocumentCache cache, HeavyRequests heavy, FollowGraphVersions follow, ILogger<GraphQLService> logger)
    {
        this.schema = schema;
        this.options = options;
        this.cache = cache;
        this.heavy = heavy;
        this.logger = logger;
        this.follow = follow;
        guard = new DocumentGuard(options);
        schema.Initialize();
        registered = RegisteredDocuments.Read(options, schema, guard);
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

        KnownDocument known;
        try
        {
            known = Document(call.Parameters);
        }
        catch (GraphQLProblem problem)
        {
            return Refused(problem);
        }

        using var gate = new RequestGate(call, options.Limits, heavy, priceOnly, keep: () => Keep(known));
        var request = new RequestContext(graph, call.Language);
        var failures = new InternalFailures(logger);
        var result = await executer.ExecuteAsync(Options(call, known, request, gate, failures, cancellationToken));
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
            Next = request.Next,
            Language = request.LanguageMatters ? call.Language ?? GraphQLCall.DefaultLanguage : null,
        };

        GraphQLResponse Refused(GraphQLProblem refusal) => GraphQLResponse.Refused(refusal, call.Graph);
    }

    /// <summary>
    /// Answers a request with as many responses as its operation gives: one, or for a subscription one for each version of the
    /// graph, the version that is served now first, until the caller stops, or one each time that what it follows has moved. Who is
    /// slow gets the newest version, not each one.
    /// </summary>
    /// <param name="call">The request.</param>
    /// <param name="cancellationToken">Cancelled when the client has gone.</param>
    /// <exception cref="OperationCanceledException">The client has gone.</exception>
    public async IAsyncEnumerable<GraphQLResponse> StreamAsync(GraphQLCall call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (call.Graph is null || !Subscribes(call.Parameters))
        {
            yield return await ExecuteAsync(call, cancellationToken);
            yield break;
        }

        var first = true;
        GraphVersionInfo? told = null;
        await foreach (var version in follow(cancellationToken))
        {
            if (version.Version == told?.Version && version.LoadedAt == told.LoadedAt)
            {
                // The event before was to be of an older one, which was gone before it was answered.
                continue;
            }

            var response = await ExecuteAsync(call with { Graph = version, Event = true }, cancellationToken);
            yield return response;
            while (response.Next is { } next)
            {
                if (!await next(cancellationToken))
                {
                    yield break;
                }

                response = await ExecuteAsync(call with { Graph = call.Renew?.Invoke() ?? version, Event = true }, cancellationToken);
                yield return response;
            }

            told = response.Graph;
            if (first && (response.Refusal is not null || response.PriceOnly))
            {
                yield break;
            }

            first = false;
        }
    }

    // Whatever is wrong with the request is told by its execution.
    private bool Subscribes(GraphQLParameters parameters)
    {
        try
        {
            return Document(parameters).Document.Definitions.OfType<GraphQLOperationDefinition>()
                .FirstOrDefault(operation => string.IsNullOrEmpty(parameters.OperationName) || operation.Name?.StringValue == parameters.OperationName)
                ?.Operation == OperationType.Subscription;
        }
        catch (GraphQLProblem)
        {
            return false;
        }
    }

    private KnownDocument Document(GraphQLParameters parameters)
    {
        if (DocumentHash.In(parameters) is { } hash)
        {
            return registered.OfHash(hash) ?? Unregistered(parameters, hash);
        }

        var query = parameters.Query ?? throw new GraphQLProblem(ErrorCodes.BadRequest, "The request holds no document and names none.");
        return registered.OfText(query) ?? (options.OnlyDocuments ? throw OnlyRegistered() : Read(query));
    }

    private KnownDocument Unregistered(GraphQLParameters parameters, string hash)
    {
        if (parameters.Query is null)
        {
            // Apollo's clients know by this very message that they may send the text.
            throw new GraphQLProblem(ErrorCodes.DocumentNotFound, parameters.DocumentId is null
                ? "PersistedQueryNotFound" : "No registered document has this hash. Send its text in query.");
        }

        return DocumentHash.Of(parameters.Query) != hash
            ? throw new GraphQLProblem(ErrorCodes.BadRequest, "The hash is not that of the document in query. Send one of them, or the right hash.")
            : options.OnlyDocuments ? throw OnlyRegistered() : Read(parameters.Query);
    }

    private static GraphQLProblem OnlyRegistered() =>
        new(ErrorCodes.OnlyDocuments, "This service answers registered documents only, and this is none. Name one by its hash.");

    private KnownDocument Read(string query) => cache.Find(query)
        ?? (guard.TryRead(query, out var document, out var problem) ? new KnownDocument(query, document, IsValid: false) : throw problem);

    private void Keep(KnownDocument document)
    {
        if (!document.IsValid)
        {
            cache.Keep(document);
        }
    }

    private ExecutionOptions Options(
        GraphQLCall call, KnownDocument known, RequestContext request, RequestGate gate,
        InternalFailures failures, CancellationToken cancellationToken)
    {
        var execution = new ExecutionOptions
        {
            Schema = schema,
            Document = known.Document,
            Query = known.Text,
            OperationName = call.Parameters.OperationName,
            Variables = call.Parameters.Variables,
            Extensions = call.Parameters.Extensions,
            ValidationRules = known.IsValid ? RulesForValues() : ErrorLimit.Rules,
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
