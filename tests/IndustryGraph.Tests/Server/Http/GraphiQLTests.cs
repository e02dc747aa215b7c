using System.Net;
using System.Security.Cryptography;
using Xunit;

namespace IndustryGraph.Tests.Server.Http;

public sealed class GraphiQLTests : IAsyncLifetime
{
    private const string BrowserAccept = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

    private ThingServer server = null!;

    public async ValueTask InitializeAsync() => server = await ThingServer.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task Browsers_get_the_page_and_programs_get_data()
    {
        var page = await server.GetAsync("{ hello }", BrowserAccept);
        var data = await server.GetAsync("{ hello }", "application/json");

        Assert.Equal("text/html", page.Response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("<div id=\"graphiql\">", page.Text, StringComparison.Ordinal);
        Assert.Equal("application/json", data.Response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task The_page_allows_own_scripts_only()
    {
        var page = await server.GetAsync("{ hello }", BrowserAccept);

        var policy = page.Response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("STYLE-NONCE", page.Text, StringComparison.Ordinal);
        Assert.Equal("nosniff", page.Response.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Theory]
    [InlineData("start.js", "text/javascript")]
    [InlineData("page.css", "text/css")]
    [InlineData("graphiql.min.js", "text/javascript")]
    [InlineData("graphiql.min.css", "text/css")]
    [InlineData("react.production.min.js", "text/javascript")]
    [InlineData("react-dom.production.min.js", "text/javascript")]
    public async Task The_files_of_the_page_are_served_and_kept(string file, string contentType)
    {
        using var first = await server.Client.GetAsync("/graphiql/" + file);
        var request = new HttpRequestMessage(HttpMethod.Get, "/graphiql/" + file);
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await server.Client.SendAsync(request);

        Assert.Equal(contentType, first.Content.Headers.ContentType!.MediaType);
        Assert.True(first.Content.Headers.ContentLength is null or > 0);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("nothing.js")]
    [InlineData("..%2Findex.html")]
    public async Task Nothing_else_is_served(string file)
    {
        using var response = await server.Client.GetAsync("/graphiql/" + file);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    // The hashes of the files in the packages that README.md names.
    [Theory]
    [InlineData("graphiql.min.js", "867226ba8af5ce7949903fc53932f78dac9f4bfc6cc8da0fd3869b8bc6c5256b")]
    [InlineData("graphiql.min.css", "30487e07635d312a63f647b140d37740a73c53332b0975bf4b1fe985ca6ec885")]
    [InlineData("react.production.min.js", "d949f1c3687aedadcedac85261865f29b17cd273997e7f6b2bfc53b2f9d4c4dd")]
    [InlineData("react-dom.production.min.js", "35f4f974f4b2bcd44da73963347f8952e341f83909e4498227d4e26b98f66f0d")]
    public void Third_party_files_are_as_published(string file, string hash)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Tools.Checkout, "src", "IndustryGraph.Server", "wwwroot", "graphiql", file));

        Assert.Equal(hash, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    [Fact]
    public async Task The_page_runs_a_query_in_a_browser_and_asks_no_other_host()
    {
        Assert.SkipWhen(HeadlessBrowser.Program is null, "Chromium is not installed.");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        await using var browser = await HeadlessBrowser.StartAsync(limit.Token);

        await browser.OpenAsync(new Uri(server.Address, "/graphql?query=" + Uri.EscapeDataString("{ hello(name: \"量子信息\") }")));
        await browser.WaitAsync("document.querySelector('.graphiql-execute-button')", limit.Token);
        await browser.WaitAsync("document.querySelector('.graphiql-query-editor .CodeMirror')?.CodeMirror.getValue().includes('量子信息')", limit.Token);
        await browser.EvaluateAsync("document.querySelector('.graphiql-execute-button').click()");
        await browser.WaitAsync("document.querySelector('.result-window .CodeMirror')?.CodeMirror.getValue().includes('hello 量子信息')", limit.Token);
        await browser.EvaluateAsync("document.querySelector('[aria-label=\"Show Documentation Explorer\"]')?.click()");
        await browser.WaitAsync("document.body.innerText.includes('ThingConnection') || document.body.innerText.includes('Root Types')", limit.Token);
        await browser.EvaluateAsync("document.querySelector('[aria-label=\"Open settings dialog\"]').click()");
        await browser.WaitAsync("document.querySelector('.graphiql-dialog')", limit.Token);
        if (Environment.GetEnvironmentVariable("SCREENSHOTS") is { Length: > 0 } folder)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, "graphiql.png"), await browser.ScreenshotAsync(), limit.Token);
        }

        Assert.True(browser.Complaints.IsEmpty, string.Join('\n', browser.Complaints));
        Assert.All(browser.Requests, request => Assert.True(
            request.StartsWith("data:", StringComparison.Ordinal) || request.StartsWith(server.Address.ToString(), StringComparison.Ordinal), request));
        Assert.Contains(browser.Requests, request => request.EndsWith("/graphiql/graphiql.min.js", StringComparison.Ordinal));
    }
}
