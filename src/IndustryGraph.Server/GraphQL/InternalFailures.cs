namespace IndustryGraph.Server.GraphQL;

/// <summary>
/// The bugs that one request met. The log gets them under one id; clients get the id and nothing else.
/// </summary>
internal sealed partial class InternalFailures(ILogger logger)
{
    // A resolver that fails for each of 1,000 items fails for one reason.
    private const int MostLogged = 3;

    private string? id;
    private int count;

    private string Id => id ?? Interlocked.CompareExchange(ref id, Guid.NewGuid().ToString("n"), null) ?? id;

    /// <summary>Logs a bug and gives the error that clients see in its place.</summary>
    public GraphQLProblem Tell(Exception exception)
    {
        if (Interlocked.Increment(ref count) <= MostLogged)
        {
            LogFailure(logger, exception, Id);
        }

        return new GraphQLProblem(ErrorCodes.InternalError, "The service failed. Report the id of this error to whoever runs it.").With("id", Id);
    }

    [LoggerMessage(1, LogLevel.Error, "A request failed; the client sees the id {ErrorId} only.")]
    private static partial void LogFailure(ILogger logger, Exception exception, string errorId);
}
