using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IndustryGraph.Tests.Server.Http;
using Microsoft.Extensions.Options;
using Xunit;

namespace IndustryGraph.Tests.Server.GraphQL;

public sealed class RegisteredDocumentsTests : IDisposable
{
    private const string Text = "query ($name: String) { hello(name: $name) }";

    private readonly TemporaryFolder folder = new();

    public RegisteredDocumentsTests()
    {
        Directory.CreateDirectory(folder.At("dashboards"));
        File.WriteAllText(folder.At("hello.graphql"), Text);
        File.WriteAllText(folder.At("dashboards", "half.graphql"), "query a($of: Int!) { half(of: $of) }\nquery b { hello }\n");
        File.WriteAllText(folder.At("notes.txt"), "no document");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_document_is_asked_by_its_hash_in_either_form_by_post_and_get()
    {
        await using var server = await StartAsync();
        var id = $"sha256:{Hash(Text)}";
        var extensions = JsonSerializer.Serialize(new { persistedQuery = new { version = 1, sha256Hash = Hash(Text) } });

        foreach (var body in new[] { $$$"""{"documentId":"{{{id}}}","variables":{"name":"x"}}""", $$$"""{"extensions":{{{extensions}}},"variables":{"name":"x"}}""", $$$"""{"query":"{{{Text}}}","extensions":{{{extensions}}},"variables":{"name":"x"}}""" })
        {
            var answer = await server.SendAsync(ThingServer.Json(body));
            Assert.True(answer.Status == 200, answer.Text);
            Assert.Equal("hello x", (string?)answer.Body["data"]!["hello"]);
        }

        foreach (var query in new[] { $"documentId={id}", "extensions=" + Uri.EscapeDataString(extensions) })
        {
            var answer = await GetAsync(server, query + "&variables=" + Uri.EscapeDataString("""{"name":"x"}"""));
            Assert.True(answer.Status == 200, answer.Text);
            Assert.Equal("hello x", (string?)answer.Body["data"]!["hello"]);
            Assert.NotNull(answer.ETag);
        }
    }

    [Fact]
    public async Task The_line_feed_at_the_end_of_a_file_may_be_hashed_or_not()
    {
        await using var server = await StartAsync();
        var text = File.ReadAllText(folder.At("dashboards", "half.graphql"));

        foreach (var hash in new[] { Hash(text), Hash(text.TrimEnd('\n')) })
        {
            var answer = await server.SendAsync(ThingServer.Json($$$"""{"documentId":"sha256:{{{hash}}}","operationName":"a","variables":{"of":8}}"""));
            Assert.Equal(4, (int?)answer.Body["data"]!["half"]);
        }
    }

    [Fact]
    public async Task Limits_cost_and_variables_hold_for_registered_documents_too()
    {
        File.WriteAllText(folder.At("dear.graphql"), "query ($n: Int) { things(first: $n) { children(first: 100) { children(first: 100) { id } } } }");
        await using var server = await StartAsync();
        var dear = Hash(File.ReadAllText(folder.At("dear.graphql")));

        Assert.Equal("COST_TOO_HIGH", (await AskAsync(server, dear, """{"n":100}""")).Code);
        Assert.Equal("INVALID_ARGUMENT", (await AskAsync(server, dear, """{"n":1000}""")).Code);
        Assert.Equal("INVALID_VARIABLE", (await AskAsync(server, dear, """{"n":"x"}""")).Code);
        Assert.Equal(0, server.Graph.Calls);
    }

    [Fact]
    public async Task An_unknown_hash_is_told_and_the_text_beside_it_runs()
    {
        await using var server = await StartAsync();
        const string Other = "{ hello }";

        var byId = await server.SendAsync(ThingServer.Json($$"""{"documentId":"sha256:{{Hash(Other)}}"}"""));
        var byApollo = await server.SendAsync(ThingServer.Json(Apollo(Hash(Other), null)));
        var old = await server.SendAsync(ThingServer.Json(Apollo(Hash(Other), null)), "application/json");
        var withText = await server.SendAsync(ThingServer.Json(Apollo(Hash(Other), Other)));

        Assert.Equal((404, "DOCUMENT_NOT_FOUND"), (byId.Status, byId.Code));
        Assert.Equal((404, "DOCUMENT_NOT_FOUND", "PersistedQueryNotFound"), (byApollo.Status, byApollo.Code, byApollo.Message));
        Assert.Equal((200, "DOCUMENT_NOT_FOUND"), (old.Status, old.Code));
        Assert.Equal(200, withText.Status);

        // What clients send is never registered.
        Assert.Equal(404, (await server.SendAsync(ThingServer.Json(Apollo(Hash(Other), null)))).Status);
    }

    [Theory]
    [InlineData("""{"documentId":"md5:00"}""")]
    [InlineData("""{"documentId":"sha256:ABCDEF"}""")]
    [InlineData("""{"documentId":7}""")]
    [InlineData("""{"extensions":{"persistedQuery":"x"}}""")]
    [InlineData("""{"extensions":{"persistedQuery":{"version":2,"sha256Hash":"7dba4bd717b41f10434822356a93c32b1fb4907b983e854300ad839f84cdcd6e"}}}""")]
    [InlineData("""{"query":"{ hello }","extensions":{"persistedQuery":{"version":1,"sha256Hash":"7dba4bd717b41f10434822356a93c32b1fb4907b983e854300ad839f84cdcd6e"}}}""")]
    [InlineData("""{"documentId":"sha256:7dba4bd717b41f10434822356a93c32b1fb4907b983e854300ad839f84cdcd6e","extensions":{"persistedQuery":{"version":1,"sha256Hash":"71f7dc5758652baac68e4a10c50be732b741c892ade2883a99358f52b555286b"}}}""")]
    public async Task A_name_that_is_none_is_400(string body)
    {
        await using var server = await StartAsync();

        var answer = await server.SendAsync(ThingServer.Json(body));

        Assert.Equal((400, "BAD_REQUEST"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Where_only_registered_documents_are_answered_others_are_not()
    {
        await using var server = await StartAsync(("OnlyDocuments", "true"));

        Assert.Equal(200, (await AskAsync(server, Hash(Text), "{}")).Status);
        Assert.Equal(200, (await server.PostAsync(Text)).Status);
        var calls = server.Graph.Calls;

        foreach (var refused in new[]
        {
            await server.PostAsync("{ hello }"),
            await server.PostAsync("{ __schema { queryType { name } } }"),
            await server.PostAsync("{"),
            await server.SendAsync(ThingServer.Json(Apollo(Hash("{ hello }"), "{ hello }"))),
        })
        {
            Assert.Equal((403, "ONLY_DOCUMENTS"), (refused.Status, refused.Code));
        }

        Assert.Equal(calls, server.Graph.Calls);
    }

    [Theory]
    [InlineData("{ hello", "SYNTAX", "(1,8)")]
    [InlineData("{ nothing }", "nothing", "(1,3)")]
    [InlineData("fragment a on Query { hello }", "", ": ")]
    public async Task A_document_that_cannot_run_refuses_the_start_and_is_named(string text, string told, string place)
    {
        Assert.NotNull(told);
        File.WriteAllText(folder.At("wrong.graphql"), text);

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync());

        var failure = Assert.Single(refused.Failures);
        Assert.StartsWith($"GraphQL:Documents: {folder.At("wrong.graphql")}{place}", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_refuses_the_start()
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => ThingServer.StartAsync(("Documents", folder.At("nowhere"))));
        Assert.Contains("nowhere", Assert.Single(refused.Failures), StringComparison.Ordinal);

        refused = await Assert.ThrowsAsync<OptionsValidationException>(() => ThingServer.StartAsync(("OnlyDocuments", "true")));
        Assert.Contains("GraphQL:Documents", Assert.Single(refused.Failures), StringComparison.Ordinal);
    }

    private Task<ThingServer> StartAsync(params (string, string)[] settings) => ThingServer.StartAsync([("Documents", folder.Path), .. settings]);

    private static Task<Answer> AskAsync(ThingServer server, string hash, string variables) =>
        server.SendAsync(ThingServer.Json($$"""{"documentId":"sha256:{{hash}}","variables":{{variables}}}"""));

    private static Task<Answer> GetAsync(ThingServer server, string query) =>
        server.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/graphql?" + query));

    private static string Apollo(string hash, string? query) =>
        JsonSerializer.Serialize(new { query, extensions = new { persistedQuery = new { version = 1, sha256Hash = hash } } });

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
