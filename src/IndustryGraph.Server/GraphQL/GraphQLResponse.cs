using IndustryGraph.Server.GraphQL.Execution;

namespace IndustryGraph.Server.GraphQL;

/// <summary>The answer to one request, ready to be written by any transport.</summary>
public sealed record GraphQLResponse
{
    /// <summary>Whether the operation ran, so that the answer has data.</summary>
    public bool Executed { get; init; }

    /// <summary>The data; null also where the root failed.</summary>
    internal ObjectResult? Data { get; init; }

    /// <summary>What went wrong; every error has its code.</summary>
    public IReadOnlyList<GraphQLProblem> Errors { get; init; } = [];

    /// <summary>The version that answered.</summary>
    public GraphVersionInfo? Graph { get; init; }

    /// <summary>The cost, once it is known.</summary>
    public double? Cost { get; init; }

    /// <summary>The greatest cost that is allowed.</summary>
    public int CostLimit { get; init; }

    /// <summary>Whether just the price was asked for: the data is an empty object.</summary>
    public bool PriceOnly { get; init; }

    /// <summary>Whether the answer must not be kept; see <see cref="RequestContext.MarkVolatile"/>.</summary>
    public bool Volatile { get; init; }

    /// <summary>The language that the client prefers, or the default, where something was written in it; null where nothing was.</summary>
    public string? Language { get; init; }

    /// <summary>See <see cref="RequestContext.Next"/>.</summary>
    internal Func<CancellationToken, Task<bool>>? Next { get; init; }

    /// <summary>The error that decides the status of a response without data.</summary>
    public GraphQLProblem? Refusal => Executed || PriceOnly || Errors.Count == 0 ? null : Errors[0];

    /// <summary>An answer that holds nothing but an error.</summary>
    public static GraphQLResponse Refused(GraphQLProblem problem, GraphVersionInfo? graph = null) =>
        new() { Errors = [problem], Graph = graph };
}
