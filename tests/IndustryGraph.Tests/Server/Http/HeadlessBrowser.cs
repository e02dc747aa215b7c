using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IndustryGraph.Tests.Server.Http;

/// <summary>A headless Chromium with one page, spoken to by the DevTools protocol.</summary>
internal sealed class HeadlessBrowser : IAsyncDisposable
{
    private readonly Process process;
    private readonly string profile;
    private readonly ClientWebSocket socket;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode?>> calls = new();
    private string? session;
    private int lastCall;

    private HeadlessBrowser(Process process, string profile, ClientWebSocket socket)
    {
        this.process = process;
        this.profile = profile;
        this.socket = socket;
    }

    /// <summary>The addresses of all requests that the page made.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>What the console got: errors of scripts, breaches of the content security policy.</summary>
    public ConcurrentQueue<string> Complaints { get; } = new();

    /// <summary>The program, or null where the machine has none.</summary>
    public static string? Program => Tools.Find("chromium", "chromium-browser", "google-chrome", "chrome");

    public static async Task<HeadlessBrowser> StartAsync(CancellationToken cancellationToken)
    {
        var profile = Directory.CreateTempSubdirectory("industry-graph-browser-").FullName;
        var process = Process.Start(new ProcessStartInfo(Program!, [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage", "--no-first-run",
            "--remote-debugging-port=0", "--user-data-dir=" + profile, "--window-size=1400,900", "about:blank"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            return await ConnectAsync(process, profile, cancellationToken);
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            process.Dispose();
            throw;
        }
    }

    public Task OpenAsync(Uri address) => CallAsync("Page.navigate", new { url = address.ToString() });

    /// <summary>The value of an expression.</summary>
    public async Task<JsonNode?> EvaluateAsync(string expression)
    {
        var result = await CallAsync("Runtime.evaluate", new { expression, returnByValue = true, awaitPromise = true });
        return result!["result"]!["value"];
    }

    /// <summary>Waits until an expression is true.</summary>
    public async Task WaitAsync(string expression, CancellationToken cancellationToken)
    {
        while ((bool?)await EvaluateAsync($"Boolean({expression})") != true)
        {
            await Task.Delay(50, cancellationToken);
        }
    }

    public async Task<byte[]> ScreenshotAsync() =>
        Convert.FromBase64String((string)(await CallAsync("Page.captureScreenshot", new { format = "png" }))!["data"]!);

    public async ValueTask DisposeAsync()
    {
        socket.Dispose();
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process.Dispose();
        try
        {
            Directory.Delete(profile, recursive: true);
        }
        catch (IOException)
        {
            // A child of the browser may still write; the system clears its temporary folder.
        }
    }

    private static async Task<HeadlessBrowser> ConnectAsync(Process process, string profile, CancellationToken cancellationToken)
    {
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        const string Mark = "DevTools listening on ";
        var listening = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data?.StartsWith(Mark, StringComparison.Ordinal) == true)
            {
                listening.TrySetResult(line.Data[Mark.Length..]);
            }
        };
        process.BeginErrorReadLine();
        var address = await listening.Task.WaitAsync(cancellationToken);
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri(address), cancellationToken);
        var browser = new HeadlessBrowser(process, profile, socket);
        _ = browser.ListenAsync();
        var target = await browser.CallAsync("Target.createTarget", new { url = "about:blank" });
        var attached = await browser.CallAsync("Target.attachToTarget", new { targetId = (string?)target!["targetId"], flatten = true });
        browser.session = (string?)attached!["sessionId"];
        foreach (var domain in new[] { "Page", "Network", "Runtime", "Log" })
        {
            await browser.CallAsync(domain + ".enable", new { });
        }

        return browser;
    }

    private async Task<JsonNode?> CallAsync(string method, object parameters)
    {
        var id = Interlocked.Increment(ref lastCall);
        var answer = calls[id] = new TaskCompletionSource<JsonNode?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var message = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object?> { ["id"] = id, ["method"] = method, ["params"] = parameters, ["sessionId"] = session }
            .Where(pair => pair.Value is not null).ToDictionary());
        await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        return await answer.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    private async Task ListenAsync()
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                using var message = new MemoryStream();
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                    message.Write(buffer, 0, part.Count);
                }
                while (!part.EndOfMessage);
                Take(JsonNode.Parse(Encoding.UTF8.GetString(message.ToArray()))!);
            }
        }
        catch (Exception error) when (error is WebSocketException or ObjectDisposedException or OperationCanceledException or JsonException)
        {
            foreach (var call in calls.Values)
            {
                call.TrySetException(error);
            }
        }
    }

    private void Take(JsonNode message)
    {
        if ((int?)message["id"] is { } id && calls.TryRemove(id, out var call))
        {
            call.TrySetResult(message["result"]);
            return;
        }

        var parameters = message["params"];
        switch ((string?)message["method"])
        {
            case "Network.requestWillBeSent":
                Requests.Enqueue((string)parameters!["request"]!["url"]!);
                break;
            case "Runtime.exceptionThrown":
                Complaints.Enqueue(parameters!["exceptionDetails"]!.ToJsonString());
                break;
            case "Runtime.consoleAPICalled" when (string?)parameters!["type"] is "error":
            case "Log.entryAdded" when (string?)parameters!["entry"]!["level"] is "error":
                Complaints.Enqueue(parameters!.ToJsonString());
                break;
        }
    }
}
