using GraphQL;
using GraphQL.Execution;
using GraphQL.Validation;

namespace IndustryGraph.Server.GraphQL;

/// <summary>Gives every error of the library one of our codes, and keeps to ourselves what is not for clients.</summary>
internal static class ErrorShape
{
    private const int LongestMessage = 500;

    /// <summary>The errors as clients see them.</summary>
    /// <param name="errors">What the library reports.</param>
    /// <param name="introspection">Whether messages may name what the schema holds.</param>
    /// <param name="failures">Gets what clients do not.</param>
    public static IReadOnlyList<GraphQLProblem> Of(ExecutionErrors? errors, bool introspection, InternalFailures failures)
    {
        if (errors is null || errors.Count == 0)
        {
            return [];
        }

        IReadOnlyList<ExecutionError> all = errors[0] is ErrorLimit.Reached reached ? reached.Errors : [.. errors];
        var problems = all.Take(ErrorLimit.Most).Select(error => Of(error, introspection, failures)).ToList();
        if (all.Count > ErrorLimit.Most)
        {
            problems.Add(new GraphQLProblem(problems[^1].Kind, "Further errors are left out. Mend these first."));
        }

        return problems;
    }

    private static GraphQLProblem Of(ExecutionError error, bool introspection, InternalFailures failures)
    {
        if (error is GraphQLProblem known)
        {
            return known;
        }

        var problem = error switch
        {
            InvalidVariableError => Told(ErrorCodes.InvalidVariable, error, introspection),
            ValidationError => Told(ErrorCodes.ValidationFailed, error, introspection),
            NoOperationError => new GraphQLProblem(ErrorCodes.OperationNotFound, "The document holds no operation. Add a query."),
            NoOperationNameError => new GraphQLProblem(ErrorCodes.OperationNotFound, "The document holds several operations. Name one in operationName."),
            InvalidOperationNameError => new GraphQLProblem(ErrorCodes.OperationNotFound, "The document holds no operation of the name in operationName. Use one that it holds."),
            InvalidOperationError => new GraphQLProblem(ErrorCodes.OperationNotSupported, "The schema has no operations of this type. Send a query."),
            TimeoutError => new GraphQLProblem(ErrorCodes.Timeout, "The request ran longer than the limit and was stopped. Ask for less.") { RetryAfter = TimeSpan.FromSeconds(5) },
            _ => failures.Tell(error.InnerException ?? error),
        };
        foreach (var location in error.Locations ?? [])
        {
            problem.AddLocation(location);
        }

        problem.Path = error.Path;
        return problem;
    }

    private static GraphQLProblem Told(ErrorCode code, ExecutionError error, bool introspection)
    {
        var rule = (error as ValidationError)?.Number;
        var message = introspection
            ? Shortened(error.Message)
            : $"The document or a variable does not fit the schema here (rule {rule ?? "of the service"}). Compare it with the published schema file.";
        return rule is null ? new GraphQLProblem(code, message) : new GraphQLProblem(code, message).With("rule", rule);
    }

    // Messages quote the document, which may have a name of 60,000 letters.
    internal static string Shortened(string message) =>
        message.Length <= LongestMessage ? message
        : message[..(char.IsHighSurrogate(message[LongestMessage - 1]) ? LongestMessage - 1 : LongestMessage)] + "…";
}
