using System.Net;
using System.Net.Sockets;
using System.Text;

namespace IndustryGraph.Tests.Storage.Neo4j;

/// <summary>Where a connection is cut.</summary>
public enum Cut
{
    /// <summary>The request never reaches the server.</summary>
    BeforeTheServer,

    /// <summary>The server has done what was asked; its answer does not reach the client.</summary>
    BeforeTheAnswer,

    /// <summary>The client gets the first half of the answer's first piece.</summary>
    WithinTheAnswer,
}

/// <summary>Passes TCP connections on to a server, notes the requests of HTTP/1.1, and cuts a connection when told.</summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private readonly List<string> _requests = [];
    private readonly Uri _server;
    private readonly Task _accepting;
    private (string Text, Cut Where)? _cut;
    private (int Request, Cut Where)? _cutAt;
    private Action<int>? _requested;
    private int _connections;

    public FaultProxy(Uri server)
    {
        _server = server;
        _listener.Start();
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    public Uri Url { get; }

    /// <summary>How many connections were made.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>The first line of each request that reached the proxy, such as <c>POST /db/neo4j/query/v2 HTTP/1.1</c>.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Cuts the connection of the next request whose head or body holds a text, once.</summary>
    public void CutNext(string text, Cut where)
    {
        lock (_gate)
        {
            _cut = (text, where);
        }
    }

    /// <summary>Cuts the connection of one request, counted from 1 over all connections.</summary>
    public void CutAt(int request, Cut where)
    {
        lock (_gate)
        {
            _cutAt = (request, where);
        }
    }

    /// <summary>Calls back with the number of each request, counted from 1, before it is passed on.</summary>
    public void OnRequest(Action<int> requested) => _requested = requested;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _accepting;
        _listener.Stop();
    }

    private async Task AcceptAsync()
    {
        var running = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                Interlocked.Increment(ref _connections);
                running.Add(ServeAsync(client));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(running);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        using var server = new TcpClient();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        try
        {
            await server.ConnectAsync(_server.Host, _server.Port, end.Token);
            var connection = new Connection(this, client, server);
            await Task.WhenAny(connection.RequestsAsync(end.Token), connection.AnswersAsync(end.Token));
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // One side is gone; the other is closed with it.
        }
        finally
        {
            await end.CancelAsync();
        }
    }

    /// <summary>Notes the requests in a piece, and says where to cut when the piece is of the one to cut.</summary>
    private Cut? Note(string piece)
    {
        lock (_gate)
        {
            foreach (var line in piece.Split("\r\n"))
            {
                if (line.EndsWith(" HTTP/1.1", StringComparison.Ordinal))
                {
                    _requests.Add(line);
                    _requested?.Invoke(_requests.Count);
                    if (_cutAt?.Request == _requests.Count)
                    {
                        return _cutAt.Value.Where;
                    }
                }
            }

            if (_cut is { } cut && piece.Contains(cut.Text, StringComparison.Ordinal))
            {
                _cut = null;
                return cut.Where;
            }

            return null;
        }
    }

    private sealed class Connection(FaultProxy proxy, TcpClient client, TcpClient server)
    {
        private volatile object? _cut;

        public async Task RequestsAsync(CancellationToken cancellation)
        {
            var buffer = new byte[64 * 1024];
            while (true)
            {
                var read = await client.GetStream().ReadAsync(buffer, cancellation);
                if (read == 0)
                {
                    return;
                }

                // The tests' requests are small and come in one piece, or as a head and a body.
                if (proxy.Note(Encoding.UTF8.GetString(buffer, 0, read)) is { } cut)
                {
                    _cut = cut;
                }

                if (_cut is Cut.BeforeTheServer)
                {
                    Reset();
                    return;
                }

                await server.GetStream().WriteAsync(buffer.AsMemory(0, read), cancellation);
            }
        }

        public async Task AnswersAsync(CancellationToken cancellation)
        {
            var buffer = new byte[64 * 1024];
            while (true)
            {
                var read = await server.GetStream().ReadAsync(buffer, cancellation);
                if (read == 0)
                {
                    return;
                }

                switch (_cut)
                {
                    case Cut.BeforeTheAnswer:
                        Reset();
                        return;
                    case Cut.WithinTheAnswer:
                        await client.GetStream().WriteAsync(buffer.AsMemory(0, read / 2), cancellation);
                        Reset();
                        return;
                    default:
                        await client.GetStream().WriteAsync(buffer.AsMemory(0, read), cancellation);
                        break;
                }
            }
        }

        /// <summary>Ends the client's connection with a reset, as a broken network does.</summary>
        private void Reset()
        {
            client.LingerState = new LingerOption(true, 0);
            client.Close();
        }
    }
}
