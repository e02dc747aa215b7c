namespace IndustryGraph.Server.Hosting;

/// <summary>The seed cannot be loaded.</summary>
/// <param name="count">How many problems it has.</param>
/// <param name="problems">The problems that are shown, one line each: where, what is wrong, and what to do.</param>
internal sealed class SeedRefusedException(int count, IReadOnlyList<string> problems) : Exception($"The seed has {count} problem(s).")
{
    /// <summary>The problems that are shown.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
