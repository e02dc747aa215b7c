using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace IndustryGraph.Tests.Server.Http;

/// <summary>Connections that are slow or idle are closed, and others are answered meanwhile. The times are no measurement.</summary>
public sealed class ConnectionLimitsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_body_that_comes_too_slowly_is_408()
    {
        await using var server = await ThingServer.StartAsync();
        var slow = Enumerable.Range(0, 20).Select(_ => DripAsync(server, "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 4000\r\n\r\n", "{")).ToArray();
        var answered = 0;
        while (!Task.WhenAll(slow).IsCompleted)
        {
            Assert.Equal(200, (await server.PostAsync("{ hello }").WaitAsync(Patience, TestContext.Current.CancellationToken)).Status);
            answered++;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.True(answered > 0);
        Assert.All(await Task.WhenAll(slow), answer =>
        {
            Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
            Assert.Contains("REQUEST_TIMEOUT", answer, StringComparison.Ordinal);
        });
        Assert.Equal(answered, server.Graph.Calls);
    }

    [Fact]
    public async Task A_head_that_does_not_end_is_cut_off()
    {
        await using var server = await ThingServer.StartAsync(("Http:Limits:HeadSeconds", "1"));

        var answer = await DripAsync(server, "POST /graphql HTTP/1.1\r\nHost: x\r\n", "X");

        Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_idle_connection_is_closed()
    {
        await using var server = await ThingServer.StartAsync(("Http:Limits:IdleSeconds", "1"));

        var answer = await DripAsync(server, "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n", drop: null);

        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_so_many_connections_are_open_at_once()
    {
        await using var server = await ThingServer.StartAsync(("Http:Limits:Connections", "3"));
        var open = new List<TcpClient>();
        for (var i = 0; i < 3; i++)
        {
            open.Add(await ConnectAsync(server));
            await AskAsync(open[i]);
        }

        using (var fourth = await ConnectAsync(server))
        {
            Assert.Equal("", await ReadToEndAsync(fourth));
        }

        open[0].Dispose();
        await Eventually.HoldsAsync(async () =>
        {
            using var again = await ConnectAsync(server);
            return await AskAsync(again);
        });
        open.ForEach(connection => connection.Dispose());
    }

    // Sends a beginning and then a byte a second, and gives all that came back until the server closed.
    private static async Task<string> DripAsync(ThingServer server, string beginning, string? drop)
    {
        using var connection = await ConnectAsync(server);
        var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(beginning));
        var reading = ReadToEndAsync(connection);
        while (!reading.IsCompleted && drop is not null)
        {
            try
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes(drop));
            }
            catch (IOException)
            {
                break;
            }

            await Task.WhenAny(reading, Task.Delay(1_000));
        }

        return await reading;
    }

    private static async Task<TcpClient> ConnectAsync(ThingServer server)
    {
        var connection = new TcpClient();
        await connection.ConnectAsync(server.Address.Host, server.Address.Port);
        return connection;
    }

    private static async Task<bool> AskAsync(TcpClient connection)
    {
        try
        {
            await connection.GetStream().WriteAsync("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
            var buffer = new byte[4_096];
            var read = await connection.GetStream().ReadAsync(buffer).AsTask().WaitAsync(Patience);
            return Encoding.ASCII.GetString(buffer, 0, read).StartsWith("HTTP/1.1 200", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task<string> ReadToEndAsync(TcpClient connection)
    {
        var text = new StringBuilder();
        var buffer = new byte[4_096];
        var watch = Stopwatch.StartNew();
        try
        {
            int read;
            while ((read = await connection.GetStream().ReadAsync(buffer).AsTask().WaitAsync(Patience - watch.Elapsed)) > 0)
            {
                text.Append(Encoding.UTF8.GetString(buffer, 0, read));
            }
        }
        catch (IOException)
        {
            // Reset rather than closed.
        }

        return text.ToString();
    }
}
