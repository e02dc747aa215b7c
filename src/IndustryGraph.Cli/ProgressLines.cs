using System.Globalization;
using IndustryGraph.Loads;

namespace IndustryGraph.Cli;

/// <summary>Progress as plain lines, for a pipe: one for each phase, and one for so many rows.</summary>
internal sealed class ProgressLines(TextWriter output) : IProgress<LoadProgress>
{
    private const long EveryRows = 100_000;

    private LoadPhase? phase;
    private long told;

    /// <inheritdoc/>
    public void Report(LoadProgress value)
    {
        if (value.Phase != phase)
        {
            (phase, told) = (value.Phase, 0);
            if (value.Phase != LoadPhase.Done)
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{value.Phase.ToString().ToLowerInvariant()}{(value.Total is { } total ? $" {total}" : "")} …"));
            }
        }
        else if (value.Done - told >= EveryRows)
        {
            told = value.Done;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value.Done} rows"));
        }
    }
}
