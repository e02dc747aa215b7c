using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace IndustryGraph.Tests.Server.Http;

public sealed partial class ExplorerPageTests : IAsyncLifetime
{
    private ThingServer server = null!;

    public async ValueTask InitializeAsync() => server = await ThingServer.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData("/")]
    [InlineData("/?version=3")]
    [InlineData("/industry/industry:agriculture?version=3")]
    [InlineData("/entity/class:gbt4754-2017:01")]
    [InlineData("/paths?from=a&to=b")]
    [InlineData("/versions")]
    public async Task Every_view_is_answered_with_the_page(string address)
    {
        using var response = await server.Client.GetAsync(address);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("<div id=\"page\">", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True(response.Headers.CacheControl!.NoCache);
    }

    [Fact]
    public async Task The_page_allows_own_scripts_and_styles_only()
    {
        using var response = await server.Client.GetAsync("/");

        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", response.Headers.GetValues("Referrer-Policy").Single());

        var page = await response.Content.ReadAsStringAsync();
        Assert.DoesNotMatch("<script(?![^>]* src=)|<style| on[a-z]+=|https?://", page);
    }

    [Fact]
    public async Task What_the_page_needs_is_served_zipped_and_may_be_kept_for_ever()
    {
        var page = await server.Client.GetStringAsync("/");
        var files = AssetReference().Matches(page).Select(match => match.Groups[1].Value).ToArray();

        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, file);
            request.Headers.AcceptEncoding.ParseAdd("br");
            using var response = await server.Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Contains("immutable", response.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
            Assert.Equal("br", response.Content.Headers.ContentEncoding.Single());
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        }
    }

    [Fact]
    public async Task The_page_is_not_sent_again_to_who_has_it()
    {
        using var first = await server.Client.GetAsync("/");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await server.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task Head_is_answered_without_a_body()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/industry/industry:agriculture");
        using var response = await server.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/assets/nothing.js")]
    [InlineData("/assets/index.html")]
    [InlineData("/assets/..%2Findex.html")]
    [InlineData("/index.html")]
    public async Task Nothing_else_is_served(string address)
    {
        using var response = await server.Client.GetAsync(address);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task The_page_takes_no_other_method()
    {
        using var response = await server.Client.PostAsync("/", new StringContent("{}"));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    [GeneratedRegex("(?:src|href)=\"(/assets/[^\"]+)\"")]
    private static partial Regex AssetReference();
}
