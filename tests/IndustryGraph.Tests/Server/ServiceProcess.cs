using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace IndustryGraph.Tests.Server;

/// <summary>The real program as a process of its own, with an empty home folder and a free port.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();
    private readonly TaskCompletionSource<Uri> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServiceProcess(string home, string[] prefix, IEnumerable<string> arguments)
    {
        Home = home;
        string[] words = [.. prefix, "dotnet", Path.Combine(AppContext.BaseDirectory, "IndustryGraph.Server.dll"), .. arguments];
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = home,
        };
        start.Environment["HOME"] = home;
        start.Environment.Remove("XDG_DATA_HOME");
        start.Environment.Remove("ASPNETCORE_URLS");
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The home folder of the process.</summary>
    public string Home { get; }

    /// <summary>The process id.</summary>
    public int Pid => process.Id;

    /// <summary>Talks to the service.</summary>
    public HttpClient Client { get; } = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All });

    /// <summary>Everything that it printed until now.</summary>
    public string Output => string.Join('\n', output);

    /// <summary>Starts it, without waiting for anything.</summary>
    public static ServiceProcess Start(string home, params string[] arguments) => Start(home, [], arguments);

    /// <summary>Starts it by a program that becomes it.</summary>
    public static ServiceProcess Start(string home, string[] prefix, string[] arguments) =>
        new(home, prefix, arguments.Any(argument => argument.StartsWith("--urls", StringComparison.Ordinal))
            ? arguments : [.. arguments, "--urls=http://127.0.0.1:0"]);

    /// <summary>Starts it and waits until it is ready.</summary>
    public static async Task<ServiceProcess> StartReadyAsync(string home, params string[] arguments)
    {
        var service = Start(home, arguments);
        await service.ReadyAsync();
        return service;
    }

    /// <summary>Waits until it is ready.</summary>
    public async Task ReadyAsync()
    {
        await ListensAsync();
        await UntilAsync(async () => (await Client.GetAsync("/health/ready")).IsSuccessStatusCode);
    }

    /// <summary>Waits until it listens.</summary>
    public async Task ListensAsync()
    {
        var ended = process.WaitForExitAsync();
        if (await Task.WhenAny(listening.Task, ended).WaitAsync(Patience) == ended)
        {
            throw new InvalidOperationException($"The service ended with {process.ExitCode}:\n{Output}");
        }

        Client.BaseAddress ??= await listening.Task;
    }

    /// <summary>Waits until a condition holds.</summary>
    public async Task UntilAsync(Func<Task<bool>> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (process.HasExited || watch.Elapsed > Patience)
            {
                throw new InvalidOperationException($"The service {(process.HasExited ? $"ended with {process.ExitCode}" : "did not get there")}:\n{Output}");
            }

            await Task.Delay(20);
        }
    }

    /// <summary>Asks a question and gives the whole answer.</summary>
    public async Task<JsonNode> AskAsync(string query, object? variables = null)
    {
        var response = await Client.PostAsJsonAsync("/graphql", new { query, variables });
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    /// <summary>Waits until it ends by itself, and gives its exit code.</summary>
    public async Task<int> ExitCodeAsync()
    {
        await process.WaitForExitAsync().WaitAsync(Patience);
        process.WaitForExit();
        return process.ExitCode;
    }

    /// <summary>The ids of the processes that it has started and that live.</summary>
    public List<int> Children()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are looked up as Linux tells them.");
        return [.. Directory.EnumerateDirectories($"/proc/{Pid}/task").SelectMany(ChildrenOf)];
    }

    /// <summary>Kills the processes that it has started, those excepted that end meanwhile.</summary>
    public void KillChildren()
    {
        foreach (var child in Children())
        {
            try
            {
                using var started = Process.GetProcessById(child);
                started.Kill();
            }
            catch (ArgumentException)
            {
                // It has ended.
            }
        }
    }

    /// <summary>How many files and folders it asked to be told of when they change.</summary>
    public int WatchCount()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Watches are looked up as Linux tells them.");
        return Directory.EnumerateFiles($"/proc/{Pid}/fdinfo").SelectMany(LinesOf).Count(line => line.StartsWith("inotify ", StringComparison.Ordinal));
    }

    /// <summary>Kills it at once, as a crash would.</summary>
    public void Kill() => process.Kill();

    /// <summary>Asks it to stop, as a person or a supervisor would, and gives its exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", Pid.ToString(CultureInfo.InvariantCulture)]);
        return await ExitCodeAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
        Client.Dispose();
    }

    // A file that was closed meanwhile has none.
    private static string[] LinesOf(string openFile)
    {
        try
        {
            return File.ReadAllLines(openFile);
        }
        catch (IOException)
        {
            return [];
        }
    }

    // A thread that has ended meanwhile has none.
    private static int[] ChildrenOf(string thread)
    {
        try
        {
            return [.. File.ReadAllText($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture))];
        }
        catch (IOException)
        {
            return [];
        }
    }

    private void Note(string? line)
    {
        if (line is null)
        {
            return;
        }

        output.Enqueue(line);
        const string mark = "Now listening on: ";
        if (line.IndexOf(mark, StringComparison.Ordinal) is var at and >= 0)
        {
            listening.TrySetResult(new Uri(line[(at + mark.Length)..].Trim()));
        }
    }
}
