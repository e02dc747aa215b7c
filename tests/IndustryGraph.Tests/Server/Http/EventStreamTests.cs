using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace IndustryGraph.Tests.Server.Http;

/// <summary>GraphQL over server-sent events, distinct-connections mode.</summary>
public sealed class EventStreamTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_query_is_one_result_and_the_end()
    {
        await using var server = await ThingServer.StartAsync();
        using var stream = await Reading.PostAsync(server, "{ hello }");

        Assert.Equal("text/event-stream; charset=utf-8", stream.ContentType);
        Assert.Equal("hello world", (string?)(await stream.NextAsync())!["data"]!["hello"]);
        Assert.Null(await stream.NextAsync());
    }

    [Fact]
    public async Task A_subscription_tells_of_the_served_version_and_then_of_each_newer_one()
    {
        await using var server = await ThingServer.StartAsync();
        using var stream = await Reading.PostAsync(server, "subscription { changed }");

        var first = await stream.NextAsync();
        server.Version = server.Version! with { Version = 8, Secret = "of version 8" };
        var second = await stream.NextAsync();

        Assert.Equal("of version 7", (string?)first!["data"]!["changed"]);
        Assert.Equal(7, (int?)first["extensions"]!["graph"]!["version"]);
        Assert.Equal("of version 8", (string?)second!["data"]!["changed"]);
        Assert.Equal(8, (int?)second["extensions"]!["graph"]!["version"]);
    }

    [Fact]
    public async Task Get_opens_a_stream_too()
    {
        await using var server = await ThingServer.StartAsync();
        using var stream = await Reading.GetAsync(server, "subscription { changed }");

        Assert.Equal("of version 7", (string?)(await stream.NextAsync())!["data"]!["changed"]);
    }

    [Theory]
    [InlineData("subscription { nothing }", "VALIDATION_FAILED")]
    [InlineData("subscription {", "SYNTAX_ERROR")]
    [InlineData("subscription { changed changedFail }", "VALIDATION_FAILED")]
    [InlineData("subscription { changedDear }", "COST_TOO_HIGH")]
    [InlineData("subscription a { changed } subscription b { changed }", "OPERATION_NOT_FOUND")]
    public async Task What_graphql_refuses_is_told_in_the_stream_which_then_ends(string query, string code)
    {
        await using var server = await ThingServer.StartAsync();
        using var stream = await Reading.PostAsync(server, query);

        Assert.Equal(HttpStatusCode.OK, stream.Status);
        Assert.Equal(code, (string?)(await stream.NextAsync())!["errors"]![0]!["extensions"]!["code"]);
        Assert.Null(await stream.NextAsync());
        Assert.Equal(0, server.Graph.Calls);
    }

    [Fact]
    public async Task An_event_that_fails_does_not_end_the_stream()
    {
        await using var server = await ThingServer.StartAsync();
        using var stream = await Reading.PostAsync(server, "subscription { changedFail }");

        Assert.Equal("INTERNAL_ERROR", (string?)(await stream.NextAsync())!["errors"]![0]!["extensions"]!["code"]);
        server.Version = server.Version! with { Version = 8 };
        Assert.Equal(8, (int?)(await stream.NextAsync())!["extensions"]!["graph"]!["version"]);
    }

    [Fact]
    public async Task What_is_no_request_has_the_status_of_its_error()
    {
        await using var server = await ThingServer.StartAsync();

        var malformed = await server.SendAsync(ThingServer.Json("{"), "text/event-stream");
        Assert.Equal((400, "BAD_REQUEST"), (malformed.Status, malformed.Code));

        var byGet = await server.GetAsync("mutation { touch }", "text/event-stream");
        Assert.Equal((405, "METHOD_NOT_ALLOWED"), (byGet.Status, byGet.Code));

        server.Version = null;
        var early = await server.PostAsync("subscription { changed }", accept: "text/event-stream");
        Assert.Equal((503, "NOT_READY"), (early.Status, early.Code));
        Assert.Equal("application/json", early.Response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Only_so_many_streams_are_open_at_once()
    {
        await using var server = await ThingServer.StartAsync(("Http:Limits:Streams", "1"));
        using (var first = await Reading.PostAsync(server, "subscription { changed }"))
        {
            await first.NextAsync();

            var second = await server.PostAsync("subscription { changed }", accept: "text/event-stream");

            Assert.Equal((429, "TOO_BUSY"), (second.Status, second.Code));
            Assert.True(second.Response.Headers.RetryAfter!.Delta > TimeSpan.Zero);
            Assert.Equal(200, (await server.PostAsync("{ hello }")).Status);
        }

        await Eventually.HoldsAsync(async () =>
        {
            using var third = await Reading.PostAsync(server, "subscription { changed }");
            return third.Status == HttpStatusCode.OK;
        });
    }

    [Fact]
    public async Task A_quiet_stream_shows_that_it_lives()
    {
        await using var server = await ThingServer.StartAsync(("Http:Limits:PingSeconds", "1"));
        using var stream = await Reading.PostAsync(server, "subscription { changed }");
        await stream.NextAsync();

        Assert.Equal(":", await stream.LineAsync());
    }

    [Fact]
    public async Task Streams_end_when_the_service_stops()
    {
        var server = await ThingServer.StartAsync();
        using var stream = await Reading.PostAsync(server, "subscription { changed }");
        await stream.NextAsync();

        var stopping = server.StopAsync();

        Assert.Null(await stream.NextAsync());
        await stopping.WaitAsync(Patience);
        await server.DisposeAsync();
    }

    private sealed class Reading(HttpResponseMessage response, StreamReader reader) : IDisposable
    {
        public HttpStatusCode Status => response.StatusCode;

        public string? ContentType => response.Content.Headers.ContentType?.ToString();

        public static Task<Reading> PostAsync(ThingServer server, string query) => OpenAsync(server, new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = ThingServer.Json(new JsonObject { ["query"] = query }.ToJsonString()),
        });

        public static Task<Reading> GetAsync(ThingServer server, string query) =>
            OpenAsync(server, new HttpRequestMessage(HttpMethod.Get, "/graphql?query=" + Uri.EscapeDataString(query)));

        private static async Task<Reading> OpenAsync(ThingServer server, HttpRequestMessage request)
        {
            request.Headers.Add("Accept", "text/event-stream");
            var response = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Patience);
            return new Reading(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
        }

        public Task<string?> LineAsync() => reader.ReadLineAsync().WaitAsync(Patience);

        // Null at the end that the protocol has.
        public async Task<JsonNode?> NextAsync()
        {
            while (true)
            {
                var line = await LineAsync();
                Assert.NotNull(line);
                if (line == "event: complete")
                {
                    Assert.Equal("data: ", await LineAsync());
                    Assert.Equal("", await LineAsync());
                    Assert.Null(await LineAsync());
                    return null;
                }

                if (line == "event: next")
                {
                    var data = await LineAsync();
                    Assert.StartsWith("data: {", data, StringComparison.Ordinal);
                    Assert.Equal("", await LineAsync());
                    return JsonNode.Parse(data!["data: ".Length..]);
                }
            }
        }

        public void Dispose()
        {
            reader.Dispose();
            response.Dispose();
        }
    }
}
