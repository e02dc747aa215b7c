namespace IndustryGraph.Storage.Neo4j;

/// <summary>The body of a request.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="MediaType">What they are.</param>
internal readonly record struct Neo4jBody(ReadOnlyMemory<byte> Content, string MediaType)
{
    /// <summary>The body of a request that says all by its address.</summary>
    public static Neo4jBody None { get; } = new(default, "application/json");
}
