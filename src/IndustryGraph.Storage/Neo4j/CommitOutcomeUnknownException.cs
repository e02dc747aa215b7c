namespace IndustryGraph.Storage.Neo4j;

/// <summary>
/// The answer to a commit was lost after the request left: the change may or may not have been kept. Sending it again
/// could apply it twice, so ask whether it is there.
/// </summary>
public sealed class CommitOutcomeUnknownException : Exception
{
    internal CommitOutcomeUnknownException(Exception cause)
        : base("The answer to a write was lost; whether Neo4j kept the write is unknown. " + cause.Message, cause)
    {
    }
}
