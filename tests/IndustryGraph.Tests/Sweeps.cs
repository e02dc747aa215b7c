namespace IndustryGraph.Tests;

/// <summary>Whether the tests try many times more cases than a run in some minutes can: with <c>INDUSTRYGRAPH_SWEEPS=1</c>.</summary>
internal static class Sweeps
{
    public static bool AreOn { get; } = Environment.GetEnvironmentVariable("INDUSTRYGRAPH_SWEEPS") == "1";
}
