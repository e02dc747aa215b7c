using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using IndustryGraph.Server.GraphQL;

namespace IndustryGraph.Server.Http;

/// <summary>One connection of the protocol <c>graphql-transport-ws</c>: any number of operations over one WebSocket.</summary>
/// <remarks>
/// Each operation makes its next result when the one before has been sent, so that nothing is queued for a client that reads
/// slowly; one that does not read at all is dropped.
/// </remarks>
internal sealed class GraphQLSocket(
    WebSocket socket, GraphQLService service, ParameterReader reader, int messageBytes, HttpLimits limits, Func<GraphQLParameters, GraphQLCall> call) : IDisposable
{
    /// <summary>The name of the protocol in the handshake.</summary>
    public const string Protocol = "graphql-transport-ws";

    private static readonly TimeSpan LongestSend = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestClose = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, CancellationTokenSource> operations = new();
    private readonly SemaphoreSlim sending = new(1);
    private bool acknowledged;

    /// <summary>Talks until the client closes, breaks a rule, or the token is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var running = new ConcurrentDictionary<Task, bool>();
        var talking = TalkAsync(running, ended.Token);
        var (code, reason) = await FirstEndAsync(talking, ended.Token);
        await ended.CancelAsync();
        await CloseAsync((WebSocketCloseStatus)code, reason, talking);
        await Task.WhenAll(running.Keys);
    }

    /// <summary>Tells a client that speaks another protocol.</summary>
    public Task RefuseAsync() => CloseAsync((WebSocketCloseStatus)4406, "Subprotocol not acceptable", Task.CompletedTask);

    /// <inheritdoc/>
    public void Dispose() => sending.Dispose();

    // A receive that is cancelled tears the connection down, so that nobody could be told why: none ever is.
    private async Task<(int Code, string Reason)> FirstEndAsync(Task<(int Code, string Reason)> talking, CancellationToken cancellation)
    {
        var init = Task.Delay(TimeSpan.FromSeconds(limits.InitSeconds), cancellation);
        if (await Task.WhenAny(talking, init) != talking && !acknowledged && !cancellation.IsCancellationRequested)
        {
            return (4408, "Connection initialisation timeout");
        }

        await Task.WhenAny(talking, Task.Delay(Timeout.Infinite, cancellation));
        return talking.IsCompleted ? await talking : ((int)WebSocketCloseStatus.EndpointUnavailable, "The service stops.");
    }

    private async Task<(int Code, string Reason)> TalkAsync(ConcurrentDictionary<Task, bool> running, CancellationToken cancellation)
    {
        try
        {
            return await HearAsync(running, cancellation);
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or IOException)
        {
            // The client has gone without a word, or the connection ends for another reason.
            return ((int)WebSocketCloseStatus.NormalClosure, "");
        }
    }

    private async Task<(int Code, string Reason)> HearAsync(ConcurrentDictionary<Task, bool> running, CancellationToken cancellation)
    {
        using var buffer = new PooledBuffer();
        while (true)
        {
            Dictionary<string, object?> message;
            try
            {
                if (await ReceiveAsync(buffer) is { } end)
                {
                    return end;
                }

                message = reader.ReadMessage(buffer.Written.Span);
            }
            catch (GraphQLProblem malformed)
            {
                return (4400, Short(malformed.Message));
            }

            var id = message.GetValueOrDefault("id") as string;
            switch (message.GetValueOrDefault("type"))
            {
                case "connection_init" when acknowledged:
                    return (4429, "Too many initialisation requests");
                case "connection_init":
                    acknowledged = true;
                    await SendAsync("connection_ack", null, null, cancellation);
                    break;
                case "ping":
                    await SendAsync("pong", null, null, cancellation);
                    break;
                case "pong":
                    break;
                case "subscribe" or "complete" when !acknowledged:
                    return (4401, "Unauthorized");
                case "complete" when id is not null:
                    // Free at once: the client may use the id again.
                    if (operations.TryRemove(id, out var stopped))
                    {
                        await StopAsync(stopped);
                    }

                    break;
                case "subscribe" when id is { Length: > 0 } && message.GetValueOrDefault("payload") is Dictionary<string, object?> payload:
                    if (operations.ContainsKey(id))
                    {
                        return (4409, Short($"Subscriber for {id} already exists"));
                    }

                    await SubscribeAsync(id, payload, running, cancellation);
                    break;
                default:
                    return (4400, "Invalid message");
            }
        }
    }

    // Null once a message is there; otherwise why there will be none.
    private async Task<(int Code, string Reason)?> ReceiveAsync(PooledBuffer buffer)
    {
        buffer.Clear();
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.GetMemory(1_024), CancellationToken.None);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return ((int)WebSocketCloseStatus.NormalClosure, "");
            }

            buffer.Advance(part.Count);
            if (buffer.Written.Length > messageBytes)
            {
                return ((int)WebSocketCloseStatus.MessageTooBig, $"A message may have {messageBytes} bytes");
            }

            if (part.EndOfMessage)
            {
                return part.MessageType == WebSocketMessageType.Text ? null : (4400, "Send text");
            }
        }
    }

    // Nothing more is heard while this waits, so that a client that asks without reading piles nothing up.
    private async Task SubscribeAsync(
        string id, Dictionary<string, object?> payload, ConcurrentDictionary<Task, bool> running, CancellationToken cancellation)
    {
        if (operations.Count >= limits.OperationsPerSocket)
        {
            await SendErrorsAsync(id, GraphQLResponse.Refused(GraphQLProblem.Limit(
                "operationsPerSocket", limits.OperationsPerSocket, $"{limits.OperationsPerSocket} operations run on this connection already. Complete one first.")), cancellation);
            return;
        }

        // Those that are over but for telling so.
        while (running.Count >= 2 * limits.OperationsPerSocket)
        {
            await Task.WhenAny(running.Keys);
        }

        var operation = StartAsync(id, payload, cancellation);
        running.TryAdd(operation, true);
        _ = operation.ContinueWith(done => running.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task StartAsync(string id, Dictionary<string, object?> payload, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        operations[id] = stop;
        await Task.Yield();
        try
        {
            await OperateAsync(id, payload, stop.Token);
        }
        catch (Exception error) when (error is OperationCanceledException or WebSocketException)
        {
            // Completed by the client, or the connection ends.
        }
        finally
        {
            operations.TryRemove(KeyValuePair.Create(id, stop));
        }
    }

    private static async Task StopAsync(CancellationTokenSource operation)
    {
        try
        {
            await operation.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It ended just now.
        }
    }

    private async Task OperateAsync(string id, Dictionary<string, object?> payload, CancellationToken cancellation)
    {
        GraphQLCall asked;
        try
        {
            asked = call(ParameterReader.Parameters(payload));
        }
        catch (GraphQLProblem problem)
        {
            operations.TryRemove(id, out _);
            await SendErrorsAsync(id, GraphQLResponse.Refused(problem), cancellation);
            return;
        }

        var first = true;
        await foreach (var response in service.StreamAsync(asked, cancellation))
        {
            if (first && response.Refusal is not null)
            {
                operations.TryRemove(id, out _);
                await SendErrorsAsync(id, response, cancellation);
                return;
            }

            first = false;
            await SendAsync("next", id, json => ResponseWriter.Write(json, response), cancellation);
        }

        // Free before the client learns that it is.
        operations.TryRemove(id, out _);
        await SendAsync("complete", id, null, cancellation);
    }

    private Task SendErrorsAsync(string id, GraphQLResponse response, CancellationToken cancellation) =>
        SendAsync("error", id, json => ResponseWriter.WriteErrors(json, response.Errors), cancellation);

    private async Task SendAsync(
        string type, string? id, Action<Utf8JsonWriter>? payload, CancellationToken cancellation)
    {
        using var buffer = new PooledBuffer();
        using (var json = new Utf8JsonWriter(buffer, ResponseWriter.WriterOptions))
        {
            json.WriteStartObject();
            if (id is not null)
            {
                json.WriteString("id", id);
            }

            json.WriteString("type", type);
            if (payload is not null)
            {
                json.WritePropertyName("payload");
                payload(json);
            }

            json.WriteEndObject();
        }

        await sending.WaitAsync(cancellation);
        try
        {
            // A send that is cancelled leaves half a message behind: the connection ends with it.
            using var patience = new CancellationTokenSource(LongestSend);
            await socket.SendAsync(buffer.Written, WebSocketMessageType.Text, endOfMessage: true, patience.Token);
        }
        finally
        {
            sending.Release();
        }
    }

    private async Task CloseAsync(WebSocketCloseStatus code, string reason, Task talking)
    {
        using var patience = new CancellationTokenSource(LongestClose);
        try
        {
            await sending.WaitAsync(patience.Token);
            await socket.CloseOutputAsync(code, reason, patience.Token);

            // The client closes in answer; what it said before that is no longer heard.
            await talking.WaitAsync(patience.Token);
            while (socket.State == WebSocketState.CloseSent)
            {
                await socket.ReceiveAsync(new byte[1_024], patience.Token);
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or InvalidOperationException or IOException)
        {
            // Gone already, or not listening.
        }

        socket.Abort();
        await talking;
    }

    // The reason of a close frame has 123 bytes at most.
    private static string Short(string reason) => System.Text.Encoding.UTF8.GetByteCount(reason) <= 123 ? reason : "Invalid message";
}
