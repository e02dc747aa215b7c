namespace IndustryGraph.Snapshots;

/// <summary>One thing that is wrong with a graph, or with a change of it.</summary>
/// <param name="Code">What kind of problem.</param>
/// <param name="Subject">The id of the entity or link.</param>
/// <param name="Message">What is wrong and what to do about it.</param>
public sealed record GraphProblem(ProblemCode Code, string Subject, string Message);
