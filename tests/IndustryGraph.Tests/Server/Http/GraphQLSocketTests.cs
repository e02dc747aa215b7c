using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace IndustryGraph.Tests.Server.Http;

/// <summary>GraphQL over WebSocket: graphql-transport-ws.</summary>
public sealed class GraphQLSocketTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_query_is_one_result_and_the_end()
    {
        await using var server = await ThingServer.StartAsync();
        using var socket = await Talk.ReadyAsync(server);

        await socket.SayAsync("""{"id":"1","type":"subscribe","payload":{"query":"query ($name: String) { hello(name: $name) }","variables":{"name":"农业"}}}""");

        var next = await socket.HearAsync();
        Assert.Equal(("next", "1"), ((string?)next["type"], (string?)next["id"]));
        Assert.Equal("hello 农业", (string?)next["payload"]!["data"]!["hello"]);
        Assert.Equal("""{"id":"1","type":"complete"}""", (await socket.HearAsync()).ToJsonString());
    }

    [Fact]
    public async Task A_subscription_follows_the_versions_until_the_client_completes_it()
    {
        await using var server = await ThingServer.StartAsync();
        using var socket = await Talk.ReadyAsync(server);
        await socket.SayAsync("""{"id":"a","type":"subscribe","payload":{"query":"subscription { changed }"}}""");
        Assert.Equal("of version 7", (string?)(await socket.HearAsync())["payload"]!["data"]!["changed"]);

        server.Version = server.Version! with { Version = 8, Secret = "of version 8" };
        Assert.Equal("of version 8", (string?)(await socket.HearAsync())["payload"]!["data"]!["changed"]);

        await socket.SayAsync("""{"id":"a","type":"complete"}""");
        await socket.SayAsync("""{"type":"ping"}""");
        Assert.Equal("pong", (string?)(await socket.HearAsync())["type"]);
        server.Version = server.Version! with { Version = 9 };

        // The id is free again, and of the first subscription nothing is heard any more.
        await socket.SayAsync("""{"id":"a","type":"subscribe","payload":{"query":"{ hello }"}}""");
        Assert.Equal("hello world", (string?)(await socket.HearAsync())["payload"]!["data"]!["hello"]);
    }

    [Fact]
    public async Task What_is_refused_is_an_error_and_the_connection_stays()
    {
        await using var server = await ThingServer.StartAsync();
        using var socket = await Talk.ReadyAsync(server);
        foreach (var (payload, code) in new[]
        {
            ("""{"query":"subscription { nothing }"}""", "VALIDATION_FAILED"),
            ("""{"query":"subscription { changedDear }"}""", "COST_TOO_HIGH"),
            ("""{"query":"mutation { touch }"}""", "METHOD_NOT_ALLOWED"),
            ("""{"query":7}""", "BAD_REQUEST"),
            ("{}", "BAD_REQUEST"),
            ("""{"query":"{a{a"}""", "SYNTAX_ERROR"),
        })
        {
            await socket.SayAsync($$"""{"id":"1","type":"subscribe","payload":{{payload}}}""");

            var error = await socket.HearAsync();
            Assert.Equal(("error", "1"), ((string?)error["type"], (string?)error["id"]));
            Assert.Equal(code, (string?)error["payload"]![0]!["extensions"]!["code"]);
        }

        Assert.Equal(0, server.Graph.Calls);
        await socket.SayAsync("""{"type":"ping"}""");
        Assert.Equal("pong", (string?)(await socket.HearAsync())["type"]);
    }

    [Theory]
    [InlineData("nonsense", 4400)]
    [InlineData("[]", 4400)]
    [InlineData("""{"type":"start"}""", 4400)]
    [InlineData("""{"type":"subscribe","payload":{"query":"{ hello }"}}""", 4400)]
    [InlineData("""{"type":"subscribe","id":"","payload":{"query":"{ hello }"}}""", 4400)]
    [InlineData("""{"type":"subscribe","id":"1"}""", 4400)]
    [InlineData("""{"type":"connection_init"}""", 4429)]
    public async Task A_broken_rule_closes_with_its_code(string message, int code)
    {
        await using var server = await ThingServer.StartAsync();
        using var socket = await Talk.ReadyAsync(server);

        await socket.SayAsync(message);

        Assert.Equal(code, await socket.CloseCodeAsync());
    }

    [Fact]
    public async Task An_id_in_use_closes()
    {
        await using var server = await ThingServer.StartAsync();
        using var socket = await Talk.ReadyAsync(server);
        await socket.SayAsync("""{"id":"1","type":"subscribe","payload":{"query":"subscription { changed }"}}""");
        await socket.HearAsync();

        await socket.SayAsync("""{"id":"1","type":"subscribe","payload":{"query":"{ hello }"}}""");

        Assert.Equal(4409, await socket.CloseCodeAsync());
    }

    [Fact]
    public async Task Nothing_is_answered_before_the_connection_is_initialised()
    {
        await using var server = await ThingServer.StartAsync();
        using var socket = await Talk.OpenAsync(server);

        await socket.SayAsync("""{"id":"1","type":"subscribe","payload":{"query":"{ hello }"}}""");

        Assert.Equal(4401, await socket.CloseCodeAsync());
        Assert.Equal(0, server.Graph.Calls);
    }

    [Fact]
    public async Task Who_does_not_initialise_is_closed()
    {
        await using var server = await ThingServer.StartAsync(("Http:Limits:InitSeconds", "1"));
        using var socket = await Talk.OpenAsync(server);

        Assert.Equal(4408, await socket.CloseCodeAsync());
    }

    [Fact]
    public async Task Another_protocol_is_closed()
    {
        await using var server = await ThingServer.StartAsync();
        using var socket = await Talk.OpenAsync(server, protocol: "graphql-ws");

        Assert.Equal(4406, await socket.CloseCodeAsync());
    }

    [Fact]
    public async Task A_message_beyond_the_limit_closes()
    {
        await using var server = await ThingServer.StartAsync(("Limits:BodyBytes", "2048"));
        using var socket = await Talk.ReadyAsync(server);

        await socket.SayAsync(new JsonObject { ["type"] = "ping", ["payload"] = new string('x', 4_000) }.ToJsonString());

        Assert.Equal((int)WebSocketCloseStatus.MessageTooBig, await socket.CloseCodeAsync());
    }

    [Fact]
    public async Task Bytes_that_are_no_text_close()
    {
        await using var server = await ThingServer.StartAsync();
        using var socket = await Talk.ReadyAsync(server);

        await socket.Socket.SendAsync("{}"u8.ToArray(), WebSocketMessageType.Binary, true, TestContext.Current.CancellationToken);

        Assert.Equal(4400, await socket.CloseCodeAsync());
    }

    [Fact]
    public async Task Only_so_many_operations_run_on_one_connection()
    {
        await using var server = await ThingServer.StartAsync(("Http:Limits:OperationsPerSocket", "1"));
        using var socket = await Talk.ReadyAsync(server);
        await socket.SayAsync("""{"id":"1","type":"subscribe","payload":{"query":"subscription { changed }"}}""");
        await socket.HearAsync();

        await socket.SayAsync("""{"id":"2","type":"subscribe","payload":{"query":"{ hello }"}}""");

        var error = await socket.HearAsync();
        Assert.Equal("2", (string?)error["id"]);
        Assert.Equal("operationsPerSocket", (string?)error["payload"]![0]!["extensions"]!["limit"]!["name"]);
        await socket.SayAsync("""{"id":"1","type":"complete"}""");
        await Eventually.HoldsAsync(async () =>
        {
            await socket.SayAsync("""{"id":"3","type":"subscribe","payload":{"query":"{ hello }"}}""");
            return (string?)(await socket.HearAsync())["type"] == "next";
        });
    }

    [Fact]
    public async Task A_thousand_operations_one_after_the_other_are_all_answered()
    {
        await using var server = await ThingServer.StartAsync(("Http:Limits:OperationsPerSocket", "4"));
        using var socket = await Talk.ReadyAsync(server);
        for (var number = 0; number < 1_000; number++)
        {
            // Half of them are malformed, and the same ids come again and again.
            await socket.SayAsync($$"""{"id":"{{number % 3}}","type":"subscribe","payload":{{(number % 2 == 0 ? "{}" : """{"query":"{ hello }"}""")}}}""");
            var first = await socket.HearAsync();
            Assert.Equal(number % 2 == 0 ? "error" : "next", (string?)first["type"]);
            if (number % 2 == 1)
            {
                Assert.Equal("complete", (string?)(await socket.HearAsync())["type"]);
            }
        }

        Assert.Empty(server.Log);
    }

    [Fact]
    public async Task Only_so_many_sockets_are_open_at_once()
    {
        await using var server = await ThingServer.StartAsync(("Http:Limits:Streams", "1"));
        using (await Talk.ReadyAsync(server))
        {
            var refused = await Assert.ThrowsAsync<WebSocketException>(() => Talk.OpenAsync(server));
            Assert.Contains("429", refused.Message, StringComparison.Ordinal);
        }

        await Eventually.HoldsAsync(async () =>
        {
            try
            {
                using var again = await Talk.ReadyAsync(server);
                return true;
            }
            catch (WebSocketException)
            {
                return false;
            }
        });
    }

    [Fact]
    public async Task A_socket_is_told_when_the_service_stops()
    {
        var server = await ThingServer.StartAsync();
        using var socket = await Talk.ReadyAsync(server);
        await socket.SayAsync("""{"id":"1","type":"subscribe","payload":{"query":"subscription { changed }"}}""");
        await socket.HearAsync();

        var stopping = server.StopAsync();

        Assert.Equal((int)WebSocketCloseStatus.EndpointUnavailable, await socket.CloseCodeAsync());
        await stopping.WaitAsync(Patience);
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_client_that_goes_leaves_nothing_running()
    {
        await using var server = await ThingServer.StartAsync();
        using (var socket = await Talk.ReadyAsync(server))
        {
            await socket.SayAsync("""{"id":"1","type":"subscribe","payload":{"query":"{ slow }"}}""");
            await server.Graph.Entered.Task.WaitAsync(Patience);
            socket.Socket.Abort();
        }

        await server.Graph.Cancelled.Task.WaitAsync(Patience);
        Assert.Empty(server.Log);
    }

    internal sealed class Talk(ClientWebSocket socket) : IDisposable
    {
        public ClientWebSocket Socket => socket;

        public static async Task<Talk> OpenAsync(ThingServer server, string protocol = "graphql-transport-ws", string? origin = null)
        {
            var socket = new ClientWebSocket();
            socket.Options.AddSubProtocol(protocol);
            if (origin is not null)
            {
                socket.Options.SetRequestHeader("Origin", origin);
            }

            if (protocol != "graphql-transport-ws")
            {
                // The client would not take an answer without a protocol that it asked for.
                socket.Dispose();
                socket = new ClientWebSocket();
            }

            try
            {
                await socket.ConnectAsync(new Uri($"ws://{server.Address.Authority}/graphql"), CancellationToken.None).WaitAsync(Patience);
                return new Talk(socket);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        public static async Task<Talk> ReadyAsync(ThingServer server, string? origin = null)
        {
            var talk = await OpenAsync(server, origin: origin);
            await talk.SayAsync("""{"type":"connection_init","payload":{}}""");
            Assert.Equal("""{"type":"connection_ack"}""", (await talk.HearAsync()).ToJsonString());
            return talk;
        }

        public Task SayAsync(string message) =>
            socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, CancellationToken.None).WaitAsync(Patience);

        public async Task<JsonNode> HearAsync()
        {
            var (text, closed) = await ReceiveAsync();
            Assert.False(closed, $"closed with {socket.CloseStatus} {socket.CloseStatusDescription}");
            return JsonNode.Parse(text)!;
        }

        public async Task<int> CloseCodeAsync()
        {
            while (!(await ReceiveAsync()).Closed)
            {
            }

            return (int)socket.CloseStatus!;
        }

        public void Dispose() => socket.Dispose();

        private async Task<(string Text, bool Closed)> ReceiveAsync()
        {
            var buffer = new byte[64 * 1024];
            var length = 0;
            while (true)
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None).AsTask().WaitAsync(Patience);
                length += part.Count;
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    return ("", true);
                }

                if (part.EndOfMessage)
                {
                    return (Encoding.UTF8.GetString(buffer, 0, length), false);
                }
            }
        }
    }
}
