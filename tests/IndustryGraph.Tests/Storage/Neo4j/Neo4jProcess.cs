using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using IndustryGraph.Storage.Neo4j;

namespace IndustryGraph.Tests.Storage.Neo4j;

/// <summary>
/// A Neo4j server that a test started, on loopback with a data folder of its own. It is killed and its folder removed
/// when this is disposed, and also when the process of the tests ends in whatever way.
/// </summary>
public sealed class Neo4jProcess : IAsyncDisposable
{
    private readonly Process _guard;
    private readonly string _folder;
    private readonly string? _password;
    private readonly IReadOnlyList<string> _settings;

    private Neo4jProcess(
        IReadOnlyDictionary<string, string> says, string folder, string? password, IReadOnlyList<string> settings)
    {
        Pid = int.Parse(says["NEO4J_PID"], CultureInfo.InvariantCulture);
        Url = new Uri(says["NEO4J_URL"]);
        _folder = folder;
        _password = password;
        _settings = settings;
        _guard = Guard(Pid, folder);
    }

    /// <summary>Why no server can be started, for a test that is skipped for it.</summary>
    public const string WhyNone =
        "No Neo4j server: NEO4J_URL and NEO4J_HOME are not set, and there is no ../shared/neo4j beside the repository.";

    public static bool CanStart => StartScript is not null || Home is not null;

    public int Pid { get; }

    public Uri Url { get; }

    public Neo4jOptions Options => new()
    {
        Url = Url,
        User = _password is null ? null : "neo4j",
        Password = _password,
    };

    private static string? Home => Environment.GetEnvironmentVariable("NEO4J_HOME") is { Length: > 0 } home ? home : null;

    private static string? StartScript
    {
        get
        {
            if (Home is { } home)
            {
                return File.Exists(Path.Combine(home, "start")) ? Path.Combine(home, "start") : null;
            }

            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "IndustryGraph.sln")))
            {
                folder = folder.Parent;
            }

            // A linked working tree of the repository lies one folder deeper than the repository.
            for (var beside = folder?.Parent; beside is not null; beside = beside.Parent)
            {
                var script = Path.Combine(beside.FullName, "shared", "neo4j", "start");
                if (File.Exists(script))
                {
                    return script;
                }
            }

            return null;
        }
    }

    /// <summary>Starts a server and waits until its database answers.</summary>
    /// <param name="password">The password of the user neo4j; none means no authentication.</param>
    /// <param name="settings">Further settings, as <c>key=value</c>.</param>
    public static Task<Neo4jProcess> StartAsync(string? password = null, params IReadOnlyList<string> settings) =>
        StartAsync(Directory.CreateTempSubdirectory("industrygraph-neo4j-").FullName, port: 0, password, settings);

    /// <summary>Ends the server at once, as a crash does, and waits until it is gone. Its data stays.</summary>
    public Task KillAsync() => EndAsync("KILL");

    /// <summary>Asks the server to end and waits until it is gone. Its data stays.</summary>
    public Task StopAsync() => EndAsync("TERM");

    /// <summary>Freezes the server: connections stay open and nothing answers.</summary>
    public Task PauseAsync() => SignalAsync("STOP");

    public Task ContinueAsync() => SignalAsync("CONT");

    /// <summary>Starts a server again on the same data and port, after this one was stopped or killed.</summary>
    public Task<Neo4jProcess> RestartAsync()
    {
        // The folder now belongs to the new one.
        Dismiss();
        return StartAsync(_folder, Url.Port, _password, _settings);
    }

    public async ValueTask DisposeAsync()
    {
        if (_guard.HasExited)
        {
            return;
        }

        // Its standard input ends, upon which it kills the server and removes the folder.
        _guard.StandardInput.Close();
        await _guard.WaitForExitAsync();
        _guard.Dispose();
    }

    private static async Task<Neo4jProcess> StartAsync(
        string folder, int port, string? password, IReadOnlyList<string> settings)
    {
        var says = StartScript is { } script
            ? await RunScriptAsync(script, folder, password, settings, port)
            : await RunDistributionAsync(Home!, folder, password, settings, port);
        return new Neo4jProcess(says, folder, password, settings);
    }

    private void Dismiss()
    {
        _guard.StandardInput.WriteLine("dismissed");
        _guard.StandardInput.Close();
        _guard.WaitForExit();
    }

    private async Task EndAsync(string signal)
    {
        await SignalAsync(signal);
        while (Directory.Exists($"/proc/{Pid}") && !IsZombie(Pid))
        {
            await Task.Delay(20);
        }
    }

    private static bool IsZombie(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;
        }
    }

    private async Task SignalAsync(string signal) =>
        await RunAsync("kill", ["-" + signal, Pid.ToString(CultureInfo.InvariantCulture)], null);

    /// <summary>
    /// A small process that waits for the end of its input, which comes when this process closes it or ends, even by
    /// SIGKILL. Then it kills the server and removes its folder.
    /// </summary>
    private static Process Guard(int pid, string folder)
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("""
            trap '' INT TERM HUP
            read -r word && exit 0
            kill -KILL "$1" 2>/dev/null
            while kill -0 "$1" 2>/dev/null && ! grep -q ') Z ' "/proc/$1/stat" 2>/dev/null; do sleep 0.1; done
            rm -rf "$2"
            """);
        start.ArgumentList.Add("guard");
        start.ArgumentList.Add(pid.ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Add(folder);
        return Process.Start(start)!;
    }

    private static async Task<IReadOnlyDictionary<string, string>> RunScriptAsync(
        string script, string folder, string? password, IReadOnlyList<string> settings, int port)
    {
        var arguments = new List<string> { "--home", folder };
        if (port != 0)
        {
            arguments.AddRange(["--http", port.ToString(CultureInfo.InvariantCulture)]);
        }

        if (password is not null)
        {
            arguments.AddRange(["--password", password]);
        }

        foreach (var setting in settings)
        {
            arguments.AddRange(["--set", setting]);
        }

        var output = await RunAsync(script, arguments, null);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split('=', 2))
            .Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0], pair => pair[1]);
    }

    /// <summary>Starts a distribution as it is published, with settings and data in our folder and none of its own.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> RunDistributionAsync(
        string home, string folder, string? password, IReadOnlyList<string> settings, int port)
    {
        var http = port == 0 ? FreePort() : port;
        var conf = Directory.CreateDirectory(Path.Combine(folder, "conf")).FullName;
        await File.WriteAllLinesAsync(Path.Combine(conf, "neo4j.conf"),
        [
            $"server.directories.data={folder}/data",
            $"server.directories.logs={folder}/logs",
            $"server.directories.run={folder}/run",
            $"server.http.listen_address=127.0.0.1:{http}",
            $"server.bolt.listen_address=127.0.0.1:{FreePort()}",
            "server.memory.heap.max_size=512m",
            "server.memory.pagecache.size=256m",
            "db.transaction.timeout=60s",
            "dbms.usage_report.enabled=false",
            $"dbms.security.auth_enabled={(password is null ? "false" : "true")}",
            .. settings,
        ]);
        var environment = new Dictionary<string, string> { ["NEO4J_CONF"] = conf };
        if (password is not null && !Directory.Exists(Path.Combine(folder, "data", "databases")))
        {
            await RunAsync(Path.Combine(home, "bin", "neo4j-admin"), ["dbms", "set-initial-password", password], environment);
        }

        // The shell becomes the server, whose process id is then ours to end.
        var start = new ProcessStartInfo("/bin/sh") { Environment = { ["NEO4J_CONF"] = conf } };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("exec \"$1\" console > \"$2/console.log\" 2>&1");
        start.ArgumentList.Add("neo4j");
        start.ArgumentList.Add(Path.Combine(home, "bin", "neo4j"));
        start.ArgumentList.Add(folder);
        using var process = Process.Start(start)!;
        var options = new Neo4jOptions
        {
            Url = new Uri($"http://127.0.0.1:{http}"),
            User = password is null ? null : "neo4j",
            Password = password,
        };
        await using var client = new Neo4jClient(options);
        for (var tries = 0; ; tries++)
        {
            try
            {
                await client.RunAsync("RETURN 1", null, Neo4jAccess.Read, default);
                break;
            }
            catch (Neo4jUnavailableException) when (tries < 20 && !process.HasExited)
            {
                await Task.Delay(500);
            }
        }

        return new Dictionary<string, string>
        {
            ["NEO4J_URL"] = options.Url.ToString(),
            ["NEO4J_PID"] = process.Id.ToString(CultureInfo.InvariantCulture),
        };
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<string> RunAsync(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await errors}{await output}");
    }
}
