using System.Net.WebSockets;
using Xunit;

namespace IndustryGraph.Tests.Server.Http;

/// <summary>Which pages of other sites may ask the service.</summary>
public sealed class OriginsTests
{
    private const string Known = "https://dashboards.example";
    private const string Other = "https://evil.example";

    [Fact]
    public async Task Without_settings_no_page_of_another_site_may_read()
    {
        await using var server = await ThingServer.StartAsync();

        var preflight = await PreflightAsync(server, Known);
        var answer = await PostAsync(server, Known);

        Assert.Equal(405, preflight.Status);
        Assert.False(preflight.Response.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.Equal(200, answer.Status);
        Assert.False(answer.Response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_known_origin_may_ask_and_read_without_credentials()
    {
        await using var server = await ThingServer.StartAsync(("Origins:0", Known));

        var preflight = await PreflightAsync(server, Known);
        Assert.Equal(204, preflight.Status);
        Assert.Equal(Known, Header(preflight, "Access-Control-Allow-Origin"));
        Assert.Equal("GET,POST", Header(preflight, "Access-Control-Allow-Methods"));
        Assert.Contains("Content-Type", Header(preflight, "Access-Control-Allow-Headers"), StringComparison.Ordinal);
        Assert.False(preflight.Response.Headers.Contains("Access-Control-Allow-Credentials"));

        var answer = await PostAsync(server, Known);
        Assert.Equal(200, answer.Status);
        Assert.Equal(Known, Header(answer, "Access-Control-Allow-Origin"));
        Assert.Contains("ETag", Header(answer, "Access-Control-Expose-Headers"), StringComparison.Ordinal);
        Assert.False(answer.Response.Headers.Contains("Access-Control-Allow-Credentials"));
        Assert.Superset(new HashSet<string> { "Accept", "Accept-Language" }, answer.Response.Headers.Vary.ToHashSet());
    }

    [Fact]
    public async Task What_a_cache_keeps_for_one_origin_it_does_not_give_to_another()
    {
        await using var server = await ThingServer.StartAsync(("Origins:0", Known), ("Origins:1", "https://more.example"));

        Assert.Contains("Origin", (await PostAsync(server, Known)).Response.Headers.Vary);
    }

    [Fact]
    public async Task Another_origin_may_not()
    {
        await using var server = await ThingServer.StartAsync(("Origins:0", Known));

        Assert.False((await PreflightAsync(server, Other)).Response.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.False((await PostAsync(server, Other)).Response.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.False((await PostAsync(server, "null")).Response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_star_lets_every_page_read()
    {
        await using var server = await ThingServer.StartAsync(("Origins:0", "*"));

        var answer = await PostAsync(server, Other);

        Assert.Equal("*", Header(answer, "Access-Control-Allow-Origin"));
        Assert.False(answer.Response.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task A_socket_opens_for_programs_the_services_own_page_and_known_origins()
    {
        await using var server = await ThingServer.StartAsync(("Origins:0", Known));

        foreach (var origin in new[] { null, $"http://{server.Address.Authority}", Known })
        {
            using var socket = await GraphQLSocketTests.Talk.ReadyAsync(server, origin);
        }

        foreach (var origin in new[] { Other, "null", Known + ".evil.example", $"https://{server.Address.Authority}" })
        {
            var refused = await Assert.ThrowsAsync<WebSocketException>(() => GraphQLSocketTests.Talk.OpenAsync(server, origin: origin));
            Assert.Contains("403", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_socket_that_may_not_open_is_told_why()
    {
        await using var server = await ThingServer.StartAsync();
        var request = new HttpRequestMessage(HttpMethod.Get, "/graphql");
        request.Headers.Add("Origin", Other);
        request.Headers.Add("Connection", "Upgrade");
        request.Headers.Add("Upgrade", "websocket");
        request.Headers.Add("Sec-WebSocket-Version", "13");
        request.Headers.Add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");

        var answer = await server.SendAsync(request, accept: null);

        Assert.Equal((403, "ORIGIN_NOT_ALLOWED"), (answer.Status, answer.Code));
    }

    private static Task<Answer> PreflightAsync(ThingServer server, string origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Options, "/graphql");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "content-type");
        return server.SendAsync(request, accept: null);
    }

    private static Task<Answer> PostAsync(ThingServer server, string origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = ThingServer.Json("""{"query":"{ hello }"}""") };
        request.Headers.Add("Origin", origin);
        return server.SendAsync(request);
    }

    private static string Header(Answer answer, string name) => string.Join(',', answer.Response.Headers.GetValues(name));
}
