using System.Text.Json;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Server.Loads;

/// <summary>One thing that is wrong with edits.</summary>
/// <param name="Code">What kind of problem, in capitals.</param>
/// <param name="Place">Where in the request, such as <c>putEntities[2].citations[0].quote</c>; null where it is about the graph that would come of it.</param>
/// <param name="Subject">The id of the entity or link; null where that is what is wrong.</param>
/// <param name="Message">What is wrong and what to do about it.</param>
internal sealed record ChangeProblem(string Code, string? Place, string? Subject, string Message)
{
    /// <summary>What a part of the request cannot be read as.</summary>
    public const string Unreadable = "UNREADABLE";

    /// <summary>An id that stands twice.</summary>
    public const string Twice = "DUPLICATE";

    /// <summary>A problem of the graph that would come of it.</summary>
    public static ChangeProblem Of(GraphProblem problem) =>
        new(JsonNamingPolicy.SnakeCaseUpper.ConvertName(problem.Code.ToString()), null, problem.Subject, problem.Message);
}
