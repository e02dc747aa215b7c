using IndustryGraph.Server.GraphQL;

namespace IndustryGraph.Server.Http;

/// <summary>
/// GraphQL over HTTP: POST with a JSON body, GET for queries, either as a stream for clients that accept one, WebSockets, and the
/// GraphiQL page for browsers.
/// </summary>
/// <remarks>
/// By the GraphQL-over-HTTP specification. Clients that accept <c>application/graphql-response+json</c> learn from the status what
/// happened; those that accept <c>application/json</c> get 200 for all that GraphQL itself refuses.
/// </remarks>
internal sealed class GraphQLEndpoint(
    GraphQLService service, GraphQLOptions options, HttpLimits limits, OpenStreams streams, ParameterReader reader,
    CurrentGraphVersion current, ILogger<GraphQLEndpoint> logger)
{
    /// <summary>Answers one HTTP request.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        var isGet = HttpMethods.IsGet(http.Request.Method);
        if (isGet && MediaTypes.WantsPage(http.Request))
        {
            await GraphiQLPage.WriteAsync(http);
            return;
        }

        var mediaType = MediaTypes.Negotiate(http.Request);
        http.Response.Headers.Vary = "Accept, Accept-Language";
        http.Response.Headers.CacheControl = isGet ? "no-cache" : "no-store";
        var response = await AnswerAsync(http, mediaType);
        if (response is not null)
        {
            HttpAnswer.Write(http, response, mediaType is null or MediaTypes.EventStream ? MediaTypes.Json : mediaType);
        }
    }

    // Null where there is nothing to write: the client has the answer already, or has gone.
    private async Task<GraphQLResponse?> AnswerAsync(HttpContext http, string? mediaType)
    {
        GraphVersionInfo? graph = null;
        try
        {
            graph = current();
            if (mediaType is null)
            {
                throw new GraphQLProblem(ErrorCodes.NotAcceptable, "Accept application/graphql-response+json, application/json or text/event-stream.");
            }

            return http.WebSockets.IsWebSocketRequest ? await SocketAsync(http)
                : HttpMethods.IsGet(http.Request.Method) ? await GetAsync(http, graph, mediaType)
                : HttpMethods.IsPost(http.Request.Method) ? await PostAsync(http, graph, mediaType)
                : throw new GraphQLProblem(ErrorCodes.MethodNotAllowed, "Use GET for queries and POST for everything.");
        }
        catch (GraphQLProblem refusal)
        {
            return GraphQLResponse.Refused(refusal, graph);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            http.Abort();
            return null;
        }
        catch (Exception bug)
        {
            return GraphQLResponse.Refused(new InternalFailures(logger).Tell(bug), graph);
        }
    }

    private async Task<GraphQLResponse?> PostAsync(HttpContext http, GraphVersionInfo? graph, string mediaType)
    {
        if (!MediaTypes.IsJson(http.Request.ContentType))
        {
            throw new GraphQLProblem(ErrorCodes.UnsupportedMediaType, "Send Content-Type: application/json in UTF-8.");
        }

        GraphQLParameters? parameters;
        using (var body = await RequestBody.ReadAsync(http.Request, options.Limits.BodyBytes, http.RequestAborted))
        {
            if (!reader.TryRead(body.Bytes, out parameters, out var problem))
            {
                return GraphQLResponse.Refused(problem, graph);
            }
        }

        var call = Call(http, graph, parameters);
        return mediaType == MediaTypes.EventStream ? await StreamAsync(http, call) : await service.ExecuteAsync(call, http.RequestAborted);
    }

    private async Task<GraphQLResponse?> GetAsync(HttpContext http, GraphVersionInfo? graph, string mediaType)
    {
        var parameters = new GraphQLParameters(
            One("query"),
            One("operationName") is { Length: > 0 } name ? name : null,
            reader.ReadMap("variables", One("variables")),
            reader.ReadMap("extensions", One("extensions")),
            One("documentId"));
        if (!ParameterReader.NamesDocument(parameters))
        {
            throw new GraphQLProblem(ErrorCodes.BadRequest, "The parameter query is missing. Put the document there, or the hash of a registered one into documentId.");
        }

        var call = Call(http, graph, parameters) with { QueriesOnly = true };
        if (mediaType == MediaTypes.EventStream)
        {
            return await StreamAsync(http, call);
        }

        var tag = graph is null ? null : AnswerTag.Of(http.Request, graph, call.Language, mediaType);
        if (tag is not null && AnswerTag.IsKnown(http.Request, tag))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            http.Response.Headers.ETag = tag.ToString();
            return null;
        }

        var response = await service.ExecuteAsync(call, http.RequestAborted);
        if (tag is not null && response is { Executed: true, Errors.Count: 0, Volatile: false })
        {
            http.Response.Headers.ETag = tag.ToString();
        }

        return response;

        string? One(string parameter) => http.Request.Query[parameter] switch
        {
            { Count: 0 } => null,
            { Count: 1 } values => values[0],
            _ => throw new GraphQLProblem(ErrorCodes.BadRequest, $"The parameter {parameter} is given twice."),
        };
    }

    private async Task<GraphQLResponse?> StreamAsync(HttpContext http, GraphQLCall call)
    {
        using var place = streams.Open();
        return await EventStream.WriteAsync(http, cancellation => service.StreamAsync(call, cancellation), TimeSpan.FromSeconds(limits.PingSeconds), streams.Stopping);
    }

    private async Task<GraphQLResponse?> SocketAsync(HttpContext http)
    {
        if (!Origins.Allow(http.Request, options))
        {
            throw new GraphQLProblem(ErrorCodes.OriginNotAllowed, "Pages of this origin may not connect. It is not in the settings of the service.");
        }

        using var place = streams.Open();
        var spoken = http.WebSockets.WebSocketRequestedProtocols.Contains(GraphQLSocket.Protocol);
        using var socket = await http.WebSockets.AcceptWebSocketAsync(spoken ? GraphQLSocket.Protocol : null);
        using var connection = new GraphQLSocket(
            socket, service, reader, options.Limits.BodyBytes, limits, parameters => Call(http, current(), parameters) with { QueriesOnly = true });
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, streams.Stopping);
        await (spoken ? connection.RunAsync(ended.Token) : connection.RefuseAsync());
        return null;
    }

    private GraphQLCall Call(HttpContext http, GraphVersionInfo? graph, GraphQLParameters parameters) => new()
    {
        Parameters = parameters,
        Graph = graph,
        Renew = current,
        Services = http.RequestServices,
        Language = PreferredLanguage.Of(http.Request),
        User = http.User,
    };
}
