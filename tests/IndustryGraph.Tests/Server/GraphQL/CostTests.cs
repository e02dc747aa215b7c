using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using IndustryGraph.Server.GraphQL;
using IndustryGraph.Tests.Server.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IndustryGraph.Tests.Server.GraphQL;

public sealed class CostTests : IAsyncLifetime
{
    private ThingServer server = null!;

    public async ValueTask InitializeAsync() => server = await ThingServer.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData("{ hello }", 1)]
    [InlineData("{ thing { id name } }", 3)]
    [InlineData("{ things(first: 7) { id } }", 1 + 7)]
    [InlineData("{ things { id } }", 1 + 5)]
    [InlineData("{ things(last: 3) { id } }", 1 + 3)]
    [InlineData("{ things(first: 10) { children(first: 4) { id name } } }", 1 + (10 * (1 + (4 * 2))))]
    [InlineData("{ connection(first: 20) { totalCount nodes { id name } } }", 1 + 1 + 1 + (20 * 2))]
    [InlineData("{ byIds(ids: [\"a\", \"b\", \"c\"]) { id } }", 1 + 3)]
    [InlineData("{ named { peers { name } } }", 1 + 1 + 10)]
    [InlineData("{ thing { peers { name } } }", 1 + 1 + 3)]
    [InlineData("{ allFail { name } }", 1 + 10)]
    [InlineData("{ dear }", 100)]
    [InlineData("{ dear(hops: 5) }", 500)]
    [InlineData("{ a: hello b: hello }", 2)]
    [InlineData("{ named { __typename name ... on Thing { id secretName } ... on Gadget { id } } }", 1 + 2 + 2)]
    [InlineData("{ named { ...t ...g } } fragment t on Thing { id ... on Named { name } } fragment g on Gadget { secretName }", 1 + 2)]
    [InlineData("{ thing { ... on Thing { id } ... on Thing { name } } }", 3)]
    [InlineData("{ things(first: 100) @skip(if: true) { id } hello }", 1)]
    [InlineData("{ ... @include(if: false) { things(first: 100) { id } } hello }", 1)]
    [InlineData("{ __schema { types { name } } }", 2_000)]
    [InlineData("{ __type(name: \"Thing\") { name } }", 100)]
    public async Task The_cost_is_the_greatest_number_of_values_and_what_fields_declare(string query, int cost)
    {
        var answer = await server.PostAsync(query);

        Assert.Equal(cost, answer.Cost);
        Assert.Equal(50_000, (int?)answer.Body["extensions"]!["cost"]!["limit"]);
    }

    [Fact]
    public async Task Variables_change_the_cost_of_a_known_document()
    {
        const string Query = "query ($n: Int!) { things(first: $n) { children(first: $n) { children(first: $n) { id } } } }";

        var small = await server.PostAsync(Query, new { n = 2 });
        var kept = server.Services.GetRequiredService<DocumentCache>().Count;
        var calls = server.Graph.Calls;
        var large = await server.PostAsync(Query, new { n = 100 });
        var again = await server.PostAsync(Query, new { n = 3 });

        Assert.Equal(1, kept);
        Assert.Equal((200, 1 + (2 * (1 + (2 * (1 + 2))))), (small.Status, small.Cost));
        Assert.Equal((400, "COST_TOO_HIGH"), (large.Status, large.Code));
        Assert.Equal(1_010_101, large.Cost);
        Assert.Equal(200, again.Status);
        Assert.True(server.Graph.Calls - calls < 100);
    }

    [Fact]
    public async Task A_known_document_with_a_wrong_variable_is_refused()
    {
        const string Query = "query ($of: Int!) { half(of: $of) }";

        Assert.Equal(200, (await server.PostAsync(Query, new { of = 2 })).Status);
        Assert.Equal("INVALID_VARIABLE", (await server.PostAsync(Query, new { of = "x" })).Code);
        Assert.Equal("INVALID_VARIABLE", (await server.PostAsync(Query)).Code);
    }

    [Fact]
    public async Task A_document_that_does_not_validate_is_not_kept()
    {
        await server.PostAsync("{ nothing }");
        await server.PostAsync("{");
        await server.PostAsync(AbuseTests.Doubling(30));

        Assert.Equal(0, server.Services.GetRequiredService<DocumentCache>().Count);
    }

    [Theory]
    [InlineData("{ hello }", 1)]
    [InlineData("{ things(first: 100) { children(first: 100) { children(first: 100) { id } } } }", 1_010_101)]
    public async Task The_price_is_told_without_running(string query, int cost)
    {
        var answer = await server.PostAsync(query, extensions: new { cost = "only" });

        Assert.Equal(200, answer.Status);
        Assert.Equal("{}", answer.Body["data"]!.ToJsonString());
        Assert.Null(answer.Body["errors"]);
        Assert.Equal(cost, answer.Cost);
        Assert.Equal(0, server.Graph.Calls);
    }

    [Fact]
    public async Task The_price_of_a_wrong_document_is_its_errors()
    {
        var answer = await server.PostAsync("{ nothing }", extensions: new { cost = "only" });

        Assert.Equal((400, "VALIDATION_FAILED"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task The_limit_itself_is_allowed()
    {
        await using var tight = await ThingServer.StartAsync(("Limits:Cost", "8"));

        Assert.Equal(200, (await tight.PostAsync("{ things(first: 7) { id } }")).Status);
        Assert.Equal("COST_TOO_HIGH", (await tight.PostAsync("{ things(first: 8) { id } }")).Code);
    }

    [Fact]
    public async Task No_answer_holds_more_values_than_its_cost()
    {
        var random = new Random(7);
        var ran = 0;
        for (var i = 0; i < 1_000; i++)
        {
            var query = "{ " + Fields(random, "Query", 0) + " }";

            var answer = await server.PostAsync(query);

            Assert.True(answer.Status == 200 || answer.Code is "COST_TOO_HIGH" or "LIMIT_EXCEEDED" or "VALIDATION_FAILED", query + answer.Text);
            if (answer.Status == 200)
            {
                ran++;
                var values = Values(answer.Body["data"]);
                Assert.True(values <= answer.Cost, $"{values} values for {answer.Cost}: {query}");
            }
        }

        Assert.True(ran > 500, ran.ToString(CultureInfo.InvariantCulture));
    }

    private static int Values(JsonNode? node) => node switch
    {
        JsonObject map => map.Count + map.Sum(field => Values(field.Value)),
        JsonArray list => list.Sum(Values),
        _ => 0,
    };

    private static string Fields(Random random, string type, int depth)
    {
        var result = new StringBuilder();
        for (var count = random.Next(1, 4); count > 0; count--)
        {
            result.Append(Field(random, type, depth)).Append(' ');
        }

        return result.ToString();
    }

    private static string Field(Random random, string type, int depth)
    {
        var first = random.Next(1, 6);
        var leaf = type switch
        {
            "Query" => "hello",
            "Named" => random.Next(2) == 0 ? "name" : "__typename",
            "ThingConnection" => "totalCount",
            _ => random.Next(2) == 0 ? "id" : "name",
        };
        if (depth > 4)
        {
            return leaf;
        }

        // The same arguments for a name wherever it stands, so that fields can be merged: the length hangs on the depth.
        first = 1 + (depth % 4);
        return (type, random.Next(5)) switch
        {
            ("Query", 0) => $"thing {{ {Fields(random, "Thing", depth + 1)} }}",
            ("Query", 1) => $"things(first: {first}) {{ {Fields(random, "Thing", depth + 1)} }}",
            ("Query", 2) => $"named {{ {Fields(random, "Named", depth + 1)} }}",
            ("Query", 3) => $"connection(first: {first}) {{ {Fields(random, "ThingConnection", depth + 1)} }}",
            ("ThingConnection", 0 or 1 or 2) => $"nodes {{ {Fields(random, "Thing", depth + 1)} }}",
            ("Thing" or "Gadget", 0) => $"children(first: {first}) {{ {Fields(random, "Thing", depth + 1)} }}",
            ("Thing" or "Gadget", 1) => $"child {{ {Fields(random, "Thing", depth + 1)} }}",
            ("Thing" or "Gadget" or "Named", 2) => $"peers {{ {Fields(random, "Named", depth + 1)} }}",
            ("Named", 0) => $"... on Thing {{ {Fields(random, "Thing", depth + 1)} }}",
            ("Named", 1) => $"... on Gadget {{ {Fields(random, "Gadget", depth + 1)} }}",
            _ => leaf,
        };
    }
}
