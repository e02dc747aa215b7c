using System.Diagnostics;
using IndustryGraph.Cli;

namespace IndustryGraph.Tests.Loads;

/// <summary>The command as a process of its own.</summary>
internal static class CommandProcess
{
    public static Process Start(params string[] arguments) => Run("dotnet", ["exec", typeof(Commands).Assembly.Location, .. arguments]);

    /// <summary>
    /// Starts it so that an interrupt reaches it, as at a terminal: a shell starts what it runs in the background with interrupts
    /// ignored, and that would go from the tests to the command.
    /// </summary>
    public static Process StartInterruptible(string? key, params string[] arguments) =>
        Run("env", ["--default-signal=INT", "dotnet", "exec", typeof(Commands).Assembly.Location, .. arguments], key);

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

    /// <summary>Runs it to its end, with a key of the service.</summary>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(string? key, params string[] arguments)
    {
        using var process = Run("dotnet", ["exec", typeof(Commands).Assembly.Location, .. arguments], key);
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await errors);
    }

    /// <summary>Starts it with a folder for temporary files.</summary>
    public static Process StartIn(string temporary, params string[] arguments) =>
        Run("dotnet", ["exec", typeof(Commands).Assembly.Location, .. arguments], temporary: temporary);

    private static Process Run(string program, string[] arguments, string? key = null, string? temporary = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment[ServerLoads.KeyVariable] = key;
        if (temporary is not null)
        {
            start.Environment["TMPDIR"] = temporary;
        }

        return Process.Start(start) ?? throw new InvalidOperationException("The process was not started.");
    }
}
