using System.Diagnostics;
using IndustryGraph.Cli;

namespace IndustryGraph.Tests.Loads;

/// <summary>The command as a process of its own.</summary>
internal static class CommandProcess
{
    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(Commands).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        return Process.Start(start) ?? throw new InvalidOperationException("The process was not started.");
    }

    /// <summary>Waits until the process tells that it is at a phase; false where it ended before.</summary>
    public static async Task<bool> IsAtAsync(Process process, string phase)
    {
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(phase, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
