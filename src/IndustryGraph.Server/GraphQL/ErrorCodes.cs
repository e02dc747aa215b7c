using System.Collections.Immutable;

namespace IndustryGraph.Server.GraphQL;

/// <summary>The closed list of codes: no response carries another one.</summary>
public static class ErrorCodes
{
    /// <summary>The request is not a GraphQL request.</summary>
    public static ErrorCode BadRequest { get; } = new("BAD_REQUEST", 400,
        "The body or the parameters are not a GraphQL request.",
        "Send a JSON object with the text `query` and, if need be, `operationName`, `variables` and `extensions`.");

    /// <summary>An array of requests.</summary>
    public static ErrorCode BatchNotSupported { get; } = new("BATCH_NOT_SUPPORTED", 400,
        "The body is an array of requests.",
        "Send one request at a time, or ask for several fields in one.");

    /// <summary>The method does not fit.</summary>
    public static ErrorCode MethodNotAllowed { get; } = new("METHOD_NOT_ALLOWED", 405,
        "The method does not fit the request.",
        "Use GET for queries and POST for everything.");

    /// <summary>No media type that the client accepts.</summary>
    public static ErrorCode NotAcceptable { get; } = new("NOT_ACCEPTABLE", 406,
        "The `Accept` header allows no media type that the service writes.",
        "Accept `application/graphql-response+json` or `application/json`.");

    /// <summary>The body came too slowly.</summary>
    public static ErrorCode RequestTimeout { get; } = new("REQUEST_TIMEOUT", 408,
        "The body came too slowly.",
        "Send the request again.");

    /// <summary>The body is too large.</summary>
    public static ErrorCode BodyTooLarge { get; } = new("BODY_TOO_LARGE", 413,
        "The body, as sent or unzipped, is larger than the limit.",
        "Send a shorter document or fewer variables.");

    /// <summary>A content type or encoding that is not read.</summary>
    public static ErrorCode UnsupportedMediaType { get; } = new("UNSUPPORTED_MEDIA_TYPE", 415,
        "The content type, character set or content encoding is not one that the service reads.",
        "Send `Content-Type: application/json` in UTF-8, plain or with the encoding gzip, br or deflate.");

    /// <summary>The document does not parse.</summary>
    public static ErrorCode SyntaxError { get; } = new("SYNTAX_ERROR", 400,
        "The document is not GraphQL.",
        "Mend the document at the location that the error gives.") { OfGraphQL = true };

    /// <summary>A limit on documents.</summary>
    public static ErrorCode LimitExceeded { get; } = new("LIMIT_EXCEEDED", 400,
        "The document passes a limit; `extensions.limit` gives its name and how much it allows.",
        "Ask for less in one request, or in several requests.") { OfGraphQL = true };

    /// <summary>The document does not fit the schema.</summary>
    public static ErrorCode ValidationFailed { get; } = new("VALIDATION_FAILED", 400,
        "The document does not fit the schema; `extensions.rule` is the section of the GraphQL specification.",
        "Compare the document with the schema.") { OfGraphQL = true };

    /// <summary>A variable does not fit its type.</summary>
    public static ErrorCode InvalidVariable { get; } = new("INVALID_VARIABLE", 400,
        "A variable is missing or does not fit its type.",
        "Compare `variables` with what the operation declares.") { OfGraphQL = true };

    /// <summary>Introspection is off.</summary>
    public static ErrorCode IntrospectionOff { get; } = new("INTROSPECTION_OFF", 400,
        "This service does not answer `__schema` and `__type`.",
        "Read the published schema file.") { OfGraphQL = true };

    /// <summary>No operation to run.</summary>
    public static ErrorCode OperationNotFound { get; } = new("OPERATION_NOT_FOUND", 400,
        "The document holds no operation of that name, or several while none is named.",
        "Set `operationName` to one of the operations of the document.") { OfGraphQL = true };

    /// <summary>The schema has no such operation.</summary>
    public static ErrorCode OperationNotSupported { get; } = new("OPERATION_NOT_SUPPORTED", 400,
        "This service, or this way to it, has no operations of that type.",
        "Use the types of operation that the schema has.") { OfGraphQL = true };

    /// <summary>An argument is out of its range.</summary>
    public static ErrorCode InvalidArgument { get; } = new("INVALID_ARGUMENT", 400,
        "The value of an argument is out of its range or makes no sense.",
        "Use a value in the range that the message gives.") { OfGraphQL = true };

    /// <summary>A hash that no registered document has.</summary>
    public static ErrorCode DocumentNotFound { get; } = new("DOCUMENT_NOT_FOUND", 404,
        "No registered document has the hash that the request names.",
        "Send the text of the document in `query`, or have it registered.") { OfGraphQL = true };

    /// <summary>A document that is not registered, where only those are answered.</summary>
    public static ErrorCode OnlyDocuments { get; } = new("ONLY_DOCUMENTS", 403,
        "This service answers registered documents only, and this is none.",
        "Ask whoever runs the service to register the document.") { OfGraphQL = true };

    /// <summary>A page of another site.</summary>
    public static ErrorCode OriginNotAllowed { get; } = new("ORIGIN_NOT_ALLOWED", 403,
        "The page that connects is of an origin that the service does not know.",
        "Ask whoever runs the service to add the origin to its settings.");

    /// <summary>No key.</summary>
    public static ErrorCode Unauthenticated { get; } = new("UNAUTHENTICATED", 401,
        "What is asked needs a key, and the request has none that is known.",
        "Send the key in the header `Authorization: Bearer …`; whoever runs the service makes one by `industrygraph key create`.");

    /// <summary>A key that does not reach.</summary>
    public static ErrorCode Forbidden { get; } = new("FORBIDDEN", 403,
        "The role of the key does not permit what is asked.",
        "Ask whoever runs the service for a key of the role `loader`.");

    /// <summary>The service does not write.</summary>
    public static ErrorCode ReadOnly { get; } = new("READ_ONLY", 403,
        "This service answers questions alone, and its graph is loaded elsewhere.",
        "Load into the service that writes, or ask whoever runs this one to start it without `Graph:ReadOnly`.");

    /// <summary>No such load.</summary>
    public static ErrorCode LoadNotFound { get; } = new("LOAD_NOT_FOUND", 404,
        "There is no load of this id: only the last ones are kept, and only as long as the service runs.",
        "Look at `versions` for what it did.");

    /// <summary>A stale base.</summary>
    public static ErrorCode VersionConflict { get; } = new("VERSION_CONFLICT", 409,
        "The graph is not at the version that the request expects; nothing was changed.",
        "Look at `changes` since that version, and send the request again for the current one.");

    /// <summary>Too dear.</summary>
    public static ErrorCode CostTooHigh { get; } = new("COST_TOO_HIGH", 400,
        "The request costs more than the limit; `extensions.cost` gives both.",
        "Ask for smaller pages or fewer nested lists.") { OfGraphQL = true };

    /// <summary>Something does not exist.</summary>
    public static ErrorCode NotFound { get; } = new("NOT_FOUND", 400,
        "What the request names does not exist in this version of the graph.",
        "Look the id up by `search`.") { OfGraphQL = true };

    /// <summary>A cursor of another list, or of an item that is gone.</summary>
    public static ErrorCode CursorGone { get; } = new("CURSOR_GONE", 400,
        "The item that a cursor names is not in the list: it was removed since, or the cursor is of another list.",
        "Read the list again from its start.") { OfGraphQL = true };

    /// <summary>The graph is not in memory.</summary>
    public static ErrorCode WholeGraphNeeded { get; } = new("WHOLE_GRAPH_NEEDED", 400,
        "The question looks at the whole graph, and this service reads from its store only what a question needs.",
        "Ask a service that runs with `Graph:Reads=Memory`.") { OfGraphQL = true };

    /// <summary>Too many heavy requests.</summary>
    public static ErrorCode TooBusy { get; } = new("TOO_BUSY", 429,
        "As many heavy requests, or as many streams, as the service allows are running.",
        "Wait for the seconds that `Retry-After` gives, then send the request again.");

    /// <summary>A bug.</summary>
    public static ErrorCode InternalError { get; } = new("INTERNAL_ERROR", 500,
        "The service failed; the log holds the reason under the id in `extensions.id`.",
        "Report the id to whoever runs the service.");

    /// <summary>The request ran out of time.</summary>
    public static ErrorCode Timeout { get; } = new("TIMEOUT", 503,
        "The request ran longer than the limit and was stopped.",
        "Ask for less, or send the request again later.");

    /// <summary>No graph is loaded yet.</summary>
    public static ErrorCode NotReady { get; } = new("NOT_READY", 503,
        "No version of the graph is loaded yet.",
        "Wait for the seconds that `Retry-After` gives, then send the request again.");

    /// <summary>The graph kept moving on.</summary>
    public static ErrorCode VersionMoved { get; } = new("VERSION_MOVED", 503,
        "The graph moved on to another version again and again while the request ran.",
        "Wait for the seconds that `Retry-After` gives, then send the request again.");

    /// <summary>Something that the service needs is away.</summary>
    public static ErrorCode Unavailable { get; } = new("UNAVAILABLE", 503,
        "Something that the answer needs, such as the store, is away.",
        "Wait for the seconds that `Retry-After` gives, then send the request again.");

    /// <summary>All codes, by name.</summary>
    public static ImmutableArray<ErrorCode> All { get; } =
    [
        .. new[]
        {
            BadRequest, BatchNotSupported, MethodNotAllowed, NotAcceptable, RequestTimeout, BodyTooLarge, UnsupportedMediaType,
            SyntaxError, LimitExceeded, ValidationFailed, InvalidVariable, IntrospectionOff, OperationNotFound,
            OperationNotSupported, InvalidArgument, DocumentNotFound, OnlyDocuments, OriginNotAllowed, CostTooHigh, NotFound, CursorGone, WholeGraphNeeded, Unauthenticated, Forbidden, ReadOnly, LoadNotFound, VersionConflict, TooBusy, InternalError, Timeout, NotReady, VersionMoved, Unavailable,
        }.OrderBy(code => code.Name, StringComparer.Ordinal),
    ];
}
