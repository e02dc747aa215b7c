using System.Text.Json.Nodes;
using IndustryGraph.Server.GraphQL;
using IndustryGraph.Tests.Server.Http;
using Xunit;

namespace IndustryGraph.Tests.Server.GraphQL;

public sealed class ErrorTests : IAsyncLifetime
{
    private ThingServer server = null!;

    public async ValueTask InitializeAsync() => server = await ThingServer.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_bug_tells_clients_an_id_and_the_log_the_rest()
    {
        var answer = await server.PostAsync("{ hello fail }");

        var error = answer.Body["errors"]!.AsArray().Single()!;
        Assert.Equal(200, answer.Status);
        Assert.Equal("hello world", (string?)answer.Body["data"]!["hello"]);
        Assert.Equal("INTERNAL_ERROR", answer.Code);
        Assert.Equal("""["fail"]""", error["path"]!.ToJsonString());
        Assert.DoesNotContain("secret", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("SELECT", answer.Text, StringComparison.Ordinal);
        var id = (string?)error["extensions"]!["id"];
        var line = Assert.Single(server.Log);
        Assert.Contains(id!, line, StringComparison.Ordinal);
        Assert.Contains("SELECT * FROM things", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bug_outside_of_resolvers_is_500_in_the_same_shape()
    {
        server.Broken = true;

        foreach (var accept in new[] { "application/json", "application/graphql-response+json" })
        {
            var answer = await server.PostAsync("{ hello }", accept: accept);

            Assert.Equal((500, "INTERNAL_ERROR"), (answer.Status, answer.Code));
            Assert.DoesNotContain("secret", answer.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task One_bug_met_by_many_fields_fills_neither_log_nor_answer()
    {
        var answer = await server.PostAsync("{ allFail { name } }");

        var errors = answer.Body["errors"]!.AsArray();
        Assert.Equal(21, errors.Count);
        Assert.Single(errors.Take(20).Select(error => (string?)error!["extensions"]!["id"]).Distinct());
        Assert.Contains("Further errors are left out", (string?)errors[20]!["message"], StringComparison.Ordinal);
        Assert.Equal(3, server.Log.Count);
    }

    [Fact]
    public async Task A_problem_is_told_as_the_resolver_put_it()
    {
        var answer = await server.PostAsync("{ hello problem }");

        Assert.Equal(200, answer.Status);
        Assert.Equal(("NOT_FOUND", "No thing of that id. Look it up by search."), (answer.Code, answer.Message));
        Assert.Equal("""["problem"]""", answer.Body["errors"]![0]!["path"]!.ToJsonString());
        Assert.Empty(server.Log);
    }

    [Fact]
    public async Task Errors_give_locations_and_the_rule()
    {
        var answer = await server.PostAsync("{\n  nothing\n}");

        var error = answer.Body["errors"]![0]!;
        Assert.Equal("""[{"line":2,"column":3}]""", error["locations"]!.ToJsonString());
        Assert.Equal("5.3.1", (string?)error["extensions"]!["rule"]);
    }

    [Fact]
    public async Task A_document_wrong_everywhere_gets_the_first_errors_only()
    {
        var answer = await server.PostAsync("{ " + string.Concat(Enumerable.Range(0, 500).Select(i => $"nothing{i} ")) + "}");

        Assert.Equal(400, answer.Status);
        Assert.Equal(21, answer.Body["errors"]!.AsArray().Count);
    }

    [Fact]
    public async Task Debug_headers_change_nothing()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = ThingServer.Json("""{"query":"{ fail }"}""") };
        foreach (var header in new[] { "X-Debug", "X-Apollo-Tracing", "Apollo-Federation-Include-Trace", "X-Trace" })
        {
            request.Headers.TryAddWithoutValidation(header, "1");
        }

        var answer = await server.SendAsync(request);

        Assert.Equal(["graph", "cost"], ((JsonObject)answer.Body["extensions"]!).Select(pair => pair.Key));
        Assert.DoesNotContain("Exception", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Codes_are_a_closed_list_that_says_what_happened_and_what_to_do()
    {
        var declared = typeof(ErrorCodes).GetProperties().Where(property => property.PropertyType == typeof(ErrorCode))
            .Select(property => ((ErrorCode)property.GetValue(null)!).Name)
            .Order(StringComparer.Ordinal);

        Assert.Equal(declared, ErrorCodes.All.Select(code => code.Name));
        Assert.All(ErrorCodes.All, code =>
        {
            Assert.Matches("^[A-Z]+(_[A-Z]+)*$", code.Name);
            Assert.InRange(code.Status, 400, 503);
            Assert.EndsWith(".", code.Meaning, StringComparison.Ordinal);
            Assert.EndsWith(".", code.Remedy, StringComparison.Ordinal);
        });
    }
}
