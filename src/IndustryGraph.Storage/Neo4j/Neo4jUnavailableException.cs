namespace IndustryGraph.Storage.Neo4j;

/// <summary>Neo4j could not be reached, did not answer in time, or what answered is not Neo4j's Query API.</summary>
public sealed class Neo4jUnavailableException : Exception
{
    internal Neo4jUnavailableException(string message, bool requestLeft, Exception? cause = null)
        : base(message, cause) => RequestLeft = requestLeft;

    /// <summary>The request, or a part of it, was sent before the failure, so that the server may have run it.</summary>
    internal bool RequestLeft { get; }
}
