using System.Globalization;
using IndustryGraph.Loads;
using Spectre.Console;

namespace IndustryGraph.Cli;

/// <summary>Progress as a bar, for a terminal.</summary>
internal static class ProgressBar
{
    /// <summary>Runs the work under a bar, which is gone when it ends.</summary>
    public static Task<T> RunAsync<T>(TextWriter terminal, Func<IProgress<LoadProgress>, Task<T>> work) =>
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal) })
            .Progress().AutoClear(true)
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn(), new ProgressBarColumn(), new ElapsedTimeColumn())
            .StartAsync(context => work(new Bar(context.AddTask("reading", maxValue: 1))));

    private sealed class Bar(ProgressTask task) : IProgress<LoadProgress>
    {
        public void Report(LoadProgress value)
        {
            task.IsIndeterminate = value.Total is null || value.Done == 0;
            task.MaxValue = Math.Max(1, value.Total ?? 1);
            task.Value = value.Done;
            task.Description = string.Create(CultureInfo.InvariantCulture,
                $"{value.Phase.ToString().ToLowerInvariant()} {Math.Max(value.Done, value.Total ?? 0):N0}");
        }
    }
}
