using System.Diagnostics;

namespace IndustryGraph.Benchmarks;

/// <summary>A program on processors that are named to it, so that a server and the load tool do not take from each other.</summary>
internal sealed class PinnedProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Process process;
    private readonly List<string> output = [];

    private PinnedProcess(string processors, string folder, string program, string[] arguments)
    {
        process = new Process
        {
            StartInfo = new ProcessStartInfo("taskset", ["-c", processors, program, .. arguments])
            {
                WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            },
        };
    }

    /// <summary>The number of its process.</summary>
    public int Id => process.Id;

    /// <summary>Starts a server and waits until it says where it listens.</summary>
    public static async Task<(PinnedProcess Server, Uri Url)> ServeAsync(string processors, string folder, string program, params string[] arguments)
    {
        var server = new PinnedProcess(processors, folder, program, arguments);
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        server.process.OutputDataReceived += (_, line) => server.Note(line.Data, listening);
        server.process.ErrorDataReceived += (_, line) => server.Note(line.Data, listening);
        server.process.Start();
        server.process.BeginOutputReadLine();
        server.process.BeginErrorReadLine();
        var ended = server.process.WaitForExitAsync();
        if (await Task.WhenAny(listening.Task, ended).WaitAsync(Patience) == ended)
        {
            throw new InvalidOperationException($"{program} ended:\n{string.Join('\n', server.output)}");
        }

        return (server, await listening.Task);
    }

    /// <summary>Runs a program to its end and gives what it printed.</summary>
    public static async Task<string> RunAsync(string processors, string folder, string input, string program, params string[] arguments)
    {
        await using var run = new PinnedProcess(processors, folder, program, arguments);
        run.process.Start();
        var errors = run.process.StandardError.ReadToEndAsync();
        await run.process.StandardInput.WriteAsync(input);
        run.process.StandardInput.Close();
        var printed = await run.process.StandardOutput.ReadToEndAsync();
        await run.process.WaitForExitAsync();
        return run.process.ExitCode == 0 ? printed : throw new InvalidOperationException($"{program} failed: {await errors}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
        else if (process.ExitCode != 0)
        {
            Console.Error.WriteLine($"{process.StartInfo.ArgumentList[2]} ended with code {process.ExitCode}:\n{string.Join('\n', output)}");
        }

        process.Dispose();
    }

    private void Note(string? line, TaskCompletionSource<Uri> listening)
    {
        if (line is null)
        {
            return;
        }

        output.Add(line);
        if (line.Contains("listening on", StringComparison.OrdinalIgnoreCase) && line.IndexOf("http", StringComparison.Ordinal) is var at and >= 0)
        {
            listening.TrySetResult(new Uri(line[at..].Trim()));
        }
    }
}
