using Xunit;

namespace IndustryGraph.Tests.Server.Http;

public sealed class AnswerTagTests : IAsyncLifetime
{
    private ThingServer server = null!;

    public async ValueTask InitializeAsync() => server = await ThingServer.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_repeated_get_is_304_without_executing()
    {
        var first = await server.GetAsync("{ hello }");
        var calls = server.Graph.Calls;

        var second = await Repeat("{ hello }", first.ETag!);

        Assert.Equal(304, second.Status);
        Assert.Equal("", second.Text);
        Assert.Equal(first.ETag, second.ETag);
        Assert.Equal(calls, server.Graph.Calls);
    }

    [Fact]
    public async Task A_new_version_is_executed_anew()
    {
        var first = await server.GetAsync("{ hello }");
        server.Version = server.Version! with { Version = 8 };

        var second = await Repeat("{ hello }", first.ETag!);

        Assert.Equal(200, second.Status);
        Assert.NotEqual(first.ETag, second.ETag);
    }

    [Fact]
    public async Task The_tag_hangs_on_version_query_operation_variables_language_and_media_type()
    {
        var tags = new List<string?>
        {
            (await server.GetAsync("query a($name: String) { hello(name: $name) } query b { hello }", more: "&operationName=a")).ETag,
            (await server.GetAsync("query a($name: String) { hello(name: $name) } query b { hello }", more: "&operationName=b")).ETag,
            (await server.GetAsync("query a($name: String) { hello(name: $name) } query b { hello }", more: "&operationName=a&variables=%7B%22name%22:%22x%22%7D")).ETag,
            (await server.GetAsync("{ hello }")).ETag,
            (await server.GetAsync("{ hello }", accept: "application/json")).ETag,
            (await server.GetAsync("{ hello }", headers: headers => headers.Add("Accept-Language", "en"))).ETag,
            (await server.GetAsync("{ hello }", headers: headers => headers.Add("Accept-Language", "zh"))).ETag,
        };
        server.Version = server.Version! with { Stale = true };
        tags.Add((await server.GetAsync("{ hello }")).ETag);

        Assert.DoesNotContain(null, tags);
        Assert.Equal(tags.Count, tags.Distinct().Count());
    }

    [Theory]
    [InlineData("{ fail }")]
    [InlineData("{ nothing }")]
    [InlineData("{")]
    [InlineData("{ hurried }")]
    public async Task Errors_and_answers_that_hang_on_time_have_no_tag(string query)
    {
        Assert.Null((await server.GetAsync(query)).ETag);
        Assert.Null((await server.GetAsync(query, accept: "application/json")).ETag);
    }

    [Fact]
    public async Task Posted_answers_have_no_tag_and_are_not_kept()
    {
        var answer = await server.PostAsync("{ hello }");

        Assert.Null(answer.ETag);
        Assert.True(answer.Response.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task Shared_caches_learn_what_the_answer_varies_by()
    {
        var answer = await server.GetAsync("{ hello }");

        Assert.True(answer.Response.Headers.CacheControl!.NoCache);
        Assert.Contains("Accept", answer.Response.Headers.Vary);
        Assert.Contains("Accept-Language", answer.Response.Headers.Vary);
    }

    [Fact]
    public async Task An_answer_names_its_language_where_the_preferred_one_mattered()
    {
        Assert.Equal("en", await Told("{ language }", "en"));
        Assert.Equal("zh", await Told("{ language }", "zh-CN, en;q=0.5"));
        Assert.Equal("zh", await Told("{ language }", null));
        Assert.Null(await Told("{ hello }", "en"));
        Assert.Null(await Told("{ nothing }", "en"));

        async Task<string?> Told(string query, string? accepted)
        {
            var answer = await server.GetAsync(query, headers: headers => headers.TryAddWithoutValidation("Accept-Language", accepted ?? ""));
            return answer.Response.Content.Headers.ContentLanguage.SingleOrDefault();
        }
    }

    [Fact]
    public async Task What_is_304_varies_as_the_answer_does()
    {
        var again = await Repeat("{ hello }", (await server.GetAsync("{ hello }")).ETag!);

        Assert.Equal(304, again.Status);
        Assert.Contains("Accept-Language", again.Response.Headers.Vary);
        Assert.True(again.Response.Headers.CacheControl!.NoCache);
    }

    private Task<Answer> Repeat(string query, string tag) =>
        server.GetAsync(query, headers: headers => headers.TryAddWithoutValidation("If-None-Match", $"\"other\", {tag}"));
}
