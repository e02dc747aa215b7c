using IndustryGraph.Server.GraphQL;
using IndustryGraph.Tests.Server.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace IndustryGraph.Tests.Server.GraphQL;

/// <summary>Each limit from both sides: what it allows is answered, one more is refused by its name.</summary>
public sealed class LimitTests
{
    public static TheoryData<string, int, string, string> Boundaries => new()
    {
        { "documentCharacters", 300, Padded(300), Padded(301) },
        { "tokens", 20, "{ " + Repeat("hello ", 18) + "}", "{ " + Repeat("hello ", 19) + "}" },
        { "depth", 4, Deep(4), Deep(5) },
        { "depth", 4, DeepByFragment(4), DeepByFragment(5) },
        { "depth", 4, "{ thing { ... on Thing { child { ... { child { id } } } } } }", "{ thing { ... on Thing { child { ... { child { child { id } } } } } } }" },
        { "fields", 8, "{ ...a ...a } fragment a on Query { thing { id name child { id } } }".Replace(" child { id }", " secretName", StringComparison.Ordinal), "{ ...a ...a } fragment a on Query { thing { id name child { id } } }" },
        { "fieldPairs", 6, "{ hello hello hello hello }", "{ hello hello hello hello hello }" },
        { "fieldPairs", 6, "{ thing { id } thing { id } thing { id } }", "{ thing { id } thing { id } thing { id } hello hello }" },
        { "fieldPairs", 6, "{ ...a ...a ...a hello } fragment a on Query { hello }", "{ ...a ...a ...a hello hello } fragment a on Query { hello }" },
        { "aliases", 3, AbuseTests.Aliases(3), AbuseTests.Aliases(4) },
        { "directives", 3, "{ hello @skip(if: false) half @include(if: true) secret @skip(if: false) }", "{ hello @skip(if: false) half @include(if: true) ... @skip(if: false) { secret @skip(if: false) } }" },
        { "fragments", 2, "{ ...a ...b } fragment a on Query { hello } fragment b on Query { half }", "{ ...a ...b ...c } fragment a on Query { hello } fragment b on Query { half } fragment c on Query { secret }" },
        { "operations", 2, "query a { hello } query b { hello }", "query a { hello } query b { hello } query c { hello }" },
        { "variables", 1, "query a($s: String) { hello(name: $s) }", "query a($s: String, $n: Int) { hello(name: $s) half(of: $n) }" },
    };

    [Theory]
    [MemberData(nameof(Boundaries))]
    public async Task A_limit_allows_what_it_says_and_no_more(string limit, int allowed, string within, string beyond)
    {
        await using var server = await ThingServer.StartAsync((Setting(limit), allowed.ToString(System.Globalization.CultureInfo.InvariantCulture)));

        var good = await server.SendAsync(Named(within));
        var calls = server.Graph.Calls;
        var bad = await server.SendAsync(Named(beyond));

        Assert.True(good.Status == 200, good.Text);
        Assert.Equal((400, "LIMIT_EXCEEDED", limit), (bad.Status, bad.Code, bad.LimitName));
        Assert.Equal(allowed, (int?)bad.Body["errors"]?[0]?["extensions"]?["limit"]?["allowed"]);
        Assert.Equal(calls, server.Graph.Calls);

        static HttpContent Named(string query) => ThingServer.Json(System.Text.Json.JsonSerializer.Serialize(
            new { query, operationName = query.StartsWith("query a", StringComparison.Ordinal) ? "a" : null }));
    }

    [Theory]
    [InlineData("{ things(first: 10) { id } }", "{ things(first: 11) { id } }")]
    [InlineData("{ things(first: 1) { id } }", "{ things(first: 0) { id } }")]
    [InlineData("{ things(last: 10) { id } }", "{ things(last: 11) { id } }")]
    [InlineData("{ thing { children(first: 10) { id } } }", "{ thing { children(first: 11) { id } } }")]
    [InlineData("{ connection(first: 10) { nodes { id } } }", "{ connection(first: 11) { nodes { id } } }")]
    [InlineData("query ($n: Int = 10) { things(first: $n) { id } }", "query ($n: Int = 11) { things(first: $n) { id } }")]
    public async Task Pages_are_refused_not_clamped(string within, string beyond)
    {
        await using var server = await ThingServer.StartAsync(("Limits:PageSize", "10"));

        var good = await server.PostAsync(within);
        var bad = await server.PostAsync(beyond);

        Assert.Equal(200, good.Status);
        Assert.Equal((400, "INVALID_ARGUMENT"), (bad.Status, bad.Code));
        Assert.Contains("between 1 and 10", bad.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_introspection_query_of_tools_passes_the_defaults()
    {
        await using var server = await ThingServer.StartAsync();

        var answer = await server.PostAsync(IntrospectionQuery);

        Assert.True(answer.Status == 200, answer.Text);
        Assert.Null(answer.Body["errors"]);
        Assert.Contains("ThingConnection", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ __schema { types { name } } }")]
    [InlineData("{ __type(name: \"Thing\") { name } }")]
    [InlineData("query { ...a } fragment a on Query { x: __schema { types { name } } }")]
    public async Task Introspection_can_be_turned_off(string query)
    {
        await using var server = await ThingServer.StartAsync(("Introspection", "false"));

        var answer = await server.PostAsync(query);

        Assert.Equal((400, "INTROSPECTION_OFF"), (answer.Status, answer.Code));
        Assert.Equal(200, (await server.PostAsync("{ __typename }")).Status);
    }

    [Theory]
    [InlineData("{ hell }", "hello")]
    [InlineData("{ hello(nam: 1) }", "name")]
    [InlineData("{ thing }", "Thing")]
    [InlineData("{ ... on Thin { id } }", "Thing")]
    [InlineData("{ thing { secretNam } }", "secretName")]
    [InlineData("{ byIds { id } }", "ids")]
    [InlineData("{ named { id } }", "Thing")]
    public async Task Without_introspection_errors_tell_nothing_of_the_schema(string query, string secret)
    {
        await using var open = await ThingServer.StartAsync();
        await using var shut = await ThingServer.StartAsync(("Introspection", "false"));

        var told = await open.PostAsync(query);
        var kept = await shut.PostAsync(query);

        Assert.Contains(secret, told.Message, StringComparison.Ordinal);
        Assert.Equal((400, "VALIDATION_FAILED"), (kept.Status, kept.Code));
        Assert.DoesNotContain(secret, kept.Text, StringComparison.Ordinal);
        Assert.NotNull(kept.Body["errors"]![0]!["locations"]);
    }

    [Fact]
    public async Task A_request_that_runs_too_long_is_cancelled()
    {
        await using var server = await ThingServer.StartAsync(("Limits:ExecutionSeconds", "1"));

        var answer = await server.PostAsync("{ slow }");

        await server.Graph.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal((503, "TIMEOUT"), (answer.Status, answer.Code));
        Assert.True(answer.Response.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        Assert.Empty(server.Log);
    }

    [Fact]
    public async Task Work_is_cancelled_when_the_client_goes()
    {
        await using var server = await ThingServer.StartAsync();
        using var cancel = new CancellationTokenSource();

        var request = server.Client.PostAsync("/graphql", ThingServer.Json("""{"query":"{ slow }"}"""), cancel.Token);
        await server.Graph.Entered.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        await cancel.CancelAsync();

        await server.Graph.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        Assert.Empty(server.Log);
    }

    [Fact]
    public async Task One_heavy_request_too_many_is_429_and_light_ones_pass()
    {
        await using var server = await ThingServer.StartAsync(("Limits:HeavyAtOnce", "1"));
        var places = server.Services.GetRequiredService<HeavyRequests>();

        var first = server.PostAsync("{ heavy }");
        await server.Graph.Entered.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        var second = await server.PostAsync("{ heavy }");
        var price = await server.PostAsync("{ heavy }", extensions: new { cost = "only" });
        var light = await server.PostAsync("{ hello }");
        server.Graph.Release.SetResult();

        Assert.Equal((429, "TOO_BUSY"), (second.Status, second.Code));
        Assert.True(second.Response.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        Assert.Equal(200, price.Status);
        Assert.Equal(200, light.Status);
        Assert.Equal(200, (await first).Status);
        Assert.Equal(1, places.Free);
        Assert.Equal(200, (await server.PostAsync("{ heavy }")).Status);
    }

    [Theory]
    [InlineData("Limits:Tokens", "0")]
    [InlineData("Limits:BodyBytes", "-1")]
    [InlineData("Limits:ExecutionSeconds", "0")]
    [InlineData("Limits:Depth", "31")]
    public async Task A_limit_out_of_its_range_refuses_to_start(string setting, string value)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => ThingServer.StartAsync((setting, value)));

        Assert.Contains(setting["Limits:".Length..], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_deepest_limit_is_within_what_the_parser_reads()
    {
        await using var server = await ThingServer.StartAsync(("Limits:Depth", "30"));

        var query = Deep(29).Replace("{ id }", "{ children(first: 2) { id } }", StringComparison.Ordinal);

        Assert.Equal(200, (await server.PostAsync(query)).Status);
        Assert.Equal("depth", (await server.PostAsync(Deep(31))).LimitName);
    }

    internal const string IntrospectionQuery = """
        query IntrospectionQuery {
          __schema {
            queryType { name kind } mutationType { name kind } subscriptionType { name kind }
            types { ...FullType }
            directives { name description locations args { ...InputValue } }
          }
        }
        fragment FullType on __Type {
          kind name description
          fields(includeDeprecated: true) { name description args { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
          inputFields { ...InputValue }
          interfaces { ...TypeRef }
          enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
          possibleTypes { ...TypeRef }
        }
        fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue }
        fragment TypeRef on __Type {
          kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name
          ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } }
        }
        """;

    private static string Setting(string limit) => "Limits:" + char.ToUpperInvariant(limit[0]) + limit[1..];

    private static string Repeat(string text, int count) => AbuseTests.Repeat(text, count);

    private static string Padded(int length) => "{ hello }".PadRight(length);

    private static string Deep(int depth) => "{ thing " + Repeat("{ child ", depth - 2) + "{ id }" + Repeat(" }", depth - 1);

    private static string DeepByFragment(int depth) => "{ thing { ...a } } fragment a on Thing " + Repeat("{ child ", depth - 2) + "{ id }" + Repeat(" }", depth - 2);
}
