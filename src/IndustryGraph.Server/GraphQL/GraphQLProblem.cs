using GraphQL;

namespace IndustryGraph.Server.GraphQL;

/// <summary>
/// An expected failure, told to the client as it stands: its message, code and extensions. A resolver throws it; what else a
/// resolver throws is a bug and is told to the log alone.
/// </summary>
public sealed class GraphQLProblem : ExecutionError
{
    /// <summary>A failure of a kind.</summary>
    /// <param name="code">One of <see cref="ErrorCodes"/>.</param>
    /// <param name="message">What is wrong and what to do, for the person who wrote the request.</param>
    public GraphQLProblem(ErrorCode code, string message)
        : base(message)
    {
        Kind = code;
        Code = code.Name;
    }

    /// <summary>The kind of failure.</summary>
    public ErrorCode Kind { get; }

    /// <summary>For <see cref="ErrorCodes.TooBusy"/> and the like: when to try again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Adds a value to the extensions of the error.</summary>
    public GraphQLProblem With(string name, object? value)
    {
        (Extensions ??= [])[name] = value;
        return this;
    }

    /// <summary>A document that passes a limit.</summary>
    internal static GraphQLProblem Limit(string name, int allowed, string message) =>
        new GraphQLProblem(ErrorCodes.LimitExceeded, message)
            .With("limit", new Dictionary<string, object?> { ["name"] = name, ["allowed"] = allowed });
}
