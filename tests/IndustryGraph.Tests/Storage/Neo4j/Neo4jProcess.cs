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
    /// <summary>Why no server can be started, for a test that is skipped for it.</summary>
    public const string WhyNone =
        "No Neo4j server: NEO4J_URL and NEO4J_HOME are not set, and there is no ../shared/neo4j beside the repository.";

    /// <summary>A start takes 8 s on an idle machine, and many times that where others work too.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(4);

    private readonly Process _server;
    private readonly Process _guard;
    private readonly Setup _setup;

    private Neo4jProcess(Process server, Setup setup)
    {
        _server = server;
        _setup = setup;
        Url = new Uri($"http://127.0.0.1:{setup.Port}");
        _guard = Guard(server.Id, setup.Folder);
    }

    public static bool CanStart => StartScript is not null || Home is not null;

    public Uri Url { get; }

    /// <summary>Whether it was not stopped or killed since.</summary>
    public bool IsRunning => !_server.HasExited;

    public Neo4jOptions Options => new()
    {
        Url = Url,
        User = _setup.Password is null ? null : "neo4j",
        Password = _setup.Password,
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

            // A linked working tree of the repository may lie deeper than the repository.
            for (var beside = Directory.GetParent(Repository.Root); beside is not null; beside = beside.Parent)
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

    /// <summary>Starts a server with a fresh folder and waits until its database answers.</summary>
    /// <param name="brief">
    /// It is ended and started again and again: half the processor time goes if its code is not compiled a second time, which a server
    /// that lives for minutes needs.
    /// </param>
    /// <param name="password">The password of the user neo4j; none means no authentication.</param>
    /// <param name="settings">Further settings, as <c>key=value</c>.</param>
    public static Task<Neo4jProcess> StartAsync(bool brief, string? password = null, params IReadOnlyList<string> settings) =>
        StartAsync(new(Directory.CreateTempSubdirectory("industrygraph-neo4j-").FullName, FreePort(), brief, password, settings));

    /// <summary>Ends the server at once, as a crash does, and waits until it is gone. Its data stays.</summary>
    public Task KillAsync() => EndAsync("KILL");

    /// <summary>Asks the server to end and waits until it is gone. Its data stays.</summary>
    public Task StopAsync() => EndAsync("TERM");

    /// <summary>Freezes the server: connections stay open and nothing answers.</summary>
    public Task PauseAsync() => SignalAsync("STOP");

    public Task ContinueAsync() => SignalAsync("CONT");

    /// <summary>Starts a server again on the same data and port, after this one was stopped or killed.</summary>
    public async Task<Neo4jProcess> RestartAsync()
    {
        // The folder now belongs to the new one.
        await _guard.StandardInput.WriteLineAsync("dismissed");
        await DisposeAsync();
        return await StartAsync(_setup);
    }

    public async ValueTask DisposeAsync()
    {
        // Its input ends, upon which it kills the server and removes the folder, unless it was dismissed.
        _guard.StandardInput.Close();
        await _guard.WaitForExitAsync();
    }

    private static async Task<Neo4jProcess> StartAsync(Setup setup)
    {
        var server = StartScript is { } script ? RunScript(script, setup) : await RunDistributionAsync(Home!, setup);
        var process = new Neo4jProcess(server, setup);
        try
        {
            await process.WaitAsync();
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    private static Process RunScript(string script, Setup setup)
    {
        var start = new ProcessStartInfo(
            script, ["--foreground", "--home", setup.Folder, "--http", setup.Port.ToString(CultureInfo.InvariantCulture)]);
        if (setup.Password is { } password)
        {
            start.ArgumentList.Add("--password");
            start.ArgumentList.Add(password);
        }

        foreach (var setting in setup.Settings)
        {
            start.ArgumentList.Add("--set");
            start.ArgumentList.Add(setting);
        }

        return Start(start, setup, "start.log");
    }

    /// <summary>Starts a distribution as it is published, with settings and data in our folder and none of its own.</summary>
    private static async Task<Process> RunDistributionAsync(string home, Setup setup)
    {
        var (folder, port, _, password, settings) = setup;
        var conf = Directory.CreateDirectory(Path.Combine(folder, "conf")).FullName;
        await File.WriteAllLinesAsync(Path.Combine(conf, "neo4j.conf"),
        [
            $"server.directories.data={folder}/data",
            $"server.directories.logs={folder}/logs",
            $"server.directories.run={folder}/run",
            $"server.http.listen_address=127.0.0.1:{port}",
            $"server.bolt.listen_address=127.0.0.1:{FreePort()}",
            "server.memory.heap.max_size=512m",
            "server.memory.pagecache.size=256m",
            "db.transaction.timeout=60s",
            "dbms.usage_report.enabled=false",
            $"dbms.security.auth_enabled={(password is null ? "false" : "true")}",
            .. settings,
        ]);
        if (password is not null && !Directory.Exists(Path.Combine(folder, "data", "databases")))
        {
            using var admin = Start(
                new ProcessStartInfo(Path.Combine(home, "bin", "neo4j-admin"), ["dbms", "set-initial-password", password])
                {
                    Environment = { ["NEO4J_CONF"] = conf },
                },
                setup, "password.log");
            await admin.WaitForExitAsync();
        }

        return Start(
            new ProcessStartInfo(Path.Combine(home, "bin", "neo4j"), ["console"]) { Environment = { ["NEO4J_CONF"] = conf } },
            setup, "start.log");
    }

    /// <summary>Starts a program that writes to a file, so that it never waits for a reader.</summary>
    private static Process Start(ProcessStartInfo program, Setup setup, string log)
    {
        // The shell becomes the program, and the script in turn becomes the server: one process id for all.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "log=$1; shift; exec \"$@\" > \"$log\" 2>&1 < /dev/null", "start", Path.Combine(setup.Folder, log), program.FileName]);
        foreach (var argument in program.ArgumentList)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in program.Environment)
        {
            start.Environment[name] = value;
        }

        // Java reads its arguments, and so a password, in the locale's encoding.
        start.Environment["LC_ALL"] = "C.UTF-8";
        if (setup.Brief)
        {
            start.Environment["JAVA_TOOL_OPTIONS"] = "-XX:TieredStopAtLevel=1";
        }

        return Process.Start(start)!;
    }

    /// <summary>
    /// A small process that waits for the end of its input, which comes when this process closes it or ends, even by
    /// SIGKILL. Then it kills the server and removes its folder.
    /// </summary>
    private static Process Guard(int pid, string folder)
    {
        const string script = """
            trap '' INT TERM HUP
            read -r word && exit 0
            kill -KILL "$1" 2>/dev/null
            while kill -0 "$1" 2>/dev/null && ! grep -q ') Z ' "/proc/$1/stat" 2>/dev/null; do sleep 0.1; done
            rm -rf "$2"
            """;
        return Process.Start(new ProcessStartInfo(
            "/bin/sh", ["-c", script, "guard", pid.ToString(CultureInfo.InvariantCulture), folder])
        {
            RedirectStandardInput = true,
        })!;
    }

    /// <summary>A port that nothing listens on, outside the range of outgoing connections, which could take it meanwhile.</summary>
    private static int FreePort()
    {
        while (true)
        {
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(20_000, 30_000));
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // Taken: try another.
            }
        }
    }

    /// <summary>Waits until the database answers; the server's root page answers before it does.</summary>
    private async Task WaitAsync()
    {
        var since = Stopwatch.StartNew();
        await using var client = new Neo4jClient(Options);
        while (true)
        {
            try
            {
                await client.RunAsync("RETURN 1", null, Neo4jAccess.Read, default);
                return;
            }
            catch (Exception e) when (e is Neo4jUnavailableException or Neo4jException { IsUnauthorized: false })
            {
                if (_server.HasExited || since.Elapsed > StartLimit)
                {
                    throw new InvalidOperationException($"Neo4j does not start: {Log()}", e);
                }

                await Task.Delay(250);
            }
        }
    }

    private string Log() => string.Join('\n', new[] { "start.log", "password.log", Path.Combine("logs", "console.log") }
        .Select(name => Path.Combine(_setup.Folder, name))
        .Where(File.Exists)
        .SelectMany(path => File.ReadLines(path).TakeLast(20)));

    private async Task EndAsync(string signal)
    {
        await SignalAsync(signal);
        await _server.WaitForExitAsync();
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, _server.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private sealed record Setup(string Folder, int Port, bool Brief, string? Password, IReadOnlyList<string> Settings);
}
