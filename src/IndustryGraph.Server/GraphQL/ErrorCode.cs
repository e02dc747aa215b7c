namespace IndustryGraph.Server.GraphQL;

/// <summary>A code in <c>extensions.code</c> of an error.</summary>
/// <param name="Name">The code, in capitals.</param>
/// <param name="Status">The HTTP status of a response that this error leaves without data.</param>
/// <param name="Meaning">What happened, one sentence.</param>
/// <param name="Remedy">What to do about it, one sentence.</param>
public sealed record ErrorCode(string Name, int Status, string Meaning, string Remedy)
{
    /// <summary>
    /// Whether the request itself was well formed, and GraphQL refused it. Clients that accept <c>application/json</c> get such an
    /// error with status 200, as GraphQL over HTTP asks.
    /// </summary>
    public bool OfGraphQL { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
