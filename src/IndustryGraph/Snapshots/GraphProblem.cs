namespace IndustryGraph.Snapshots;

/// <summary>One thing that is wrong with a graph, or with a change of it.</summary>
/// <param name="Code">What kind of problem.</param>
/// <param name="Subject">The id of the entity or link.</param>
/// <param name="Message">What is wrong and what to do about it.</param>
/// <param name="Culprit">
/// What of the subject is at fault, where that is one part of it: the id of the end or of the source, the code of the attribute.
/// </param>
public sealed record GraphProblem(ProblemCode Code, string Subject, string Message, string? Culprit = null);
