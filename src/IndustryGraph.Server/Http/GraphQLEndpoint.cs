using System.Globalization;
using IndustryGraph.Server.GraphQL;

namespace IndustryGraph.Server.Http;

/// <summary>GraphQL over HTTP: POST with a JSON body, GET for queries, and the GraphiQL page for browsers.</summary>
/// <remarks>
/// By the GraphQL-over-HTTP specification. Clients that accept <c>application/graphql-response+json</c> learn from the status what
/// happened; those that accept <c>application/json</c> get 200 for all that GraphQL itself refuses.
/// </remarks>
internal sealed class GraphQLEndpoint(
    GraphQLService service, GraphQLOptions options, ParameterReader reader, CurrentGraphVersion current, ILogger<GraphQLEndpoint> logger)
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
            Write(http, response, mediaType ?? MediaTypes.Json);
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
                throw new GraphQLProblem(ErrorCodes.NotAcceptable, "Accept application/graphql-response+json or application/json.");
            }

            return HttpMethods.IsGet(http.Request.Method) ? await GetAsync(http, graph, mediaType)
                : HttpMethods.IsPost(http.Request.Method) ? await PostAsync(http, graph)
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

    private async Task<GraphQLResponse> PostAsync(HttpContext http, GraphVersionInfo? graph)
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

        return await service.ExecuteAsync(Call(http, graph, parameters), http.RequestAborted);
    }

    private async Task<GraphQLResponse?> GetAsync(HttpContext http, GraphVersionInfo? graph, string mediaType)
    {
        var parameters = new GraphQLParameters(
            One("query") ?? throw new GraphQLProblem(ErrorCodes.BadRequest, "The parameter query is missing. Put the document there."),
            One("operationName") is { Length: > 0 } name ? name : null,
            reader.ReadMap("variables", One("variables")),
            reader.ReadMap("extensions", One("extensions")));
        var call = Call(http, graph, parameters) with { QueriesOnly = true };
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

    private GraphQLCall Call(HttpContext http, GraphVersionInfo? graph, GraphQLParameters parameters) => new()
    {
        Parameters = parameters,
        Graph = graph,
        Renew = current,
        Services = http.RequestServices,
        Language = PreferredLanguage.Of(http.Request),
        User = http.User,
    };

    private static void Write(HttpContext http, GraphQLResponse response, string mediaType)
    {
        var refusal = response.Refusal;
        http.Response.StatusCode = refusal is null || (refusal.Kind.OfGraphQL && mediaType == MediaTypes.Json) ? StatusCodes.Status200OK : refusal.Kind.Status;
        http.Response.ContentType = mediaType + "; charset=utf-8";
        if (refusal?.Kind == ErrorCodes.MethodNotAllowed)
        {
            http.Response.Headers.Allow = HttpMethods.IsGet(http.Request.Method) ? "POST" : "GET, POST";
        }

        if (refusal?.Kind == ErrorCodes.UnsupportedMediaType)
        {
            http.Response.Headers.AcceptEncoding = "gzip, br, deflate";
        }

        if (refusal?.RetryAfter is { } delay)
        {
            http.Response.Headers.RetryAfter = Math.Ceiling(delay.TotalSeconds).ToString("0", CultureInfo.InvariantCulture);
        }

        ResponseWriter.Write(http.Response.BodyWriter, response);
    }
}
