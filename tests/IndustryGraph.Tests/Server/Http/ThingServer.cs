using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQL.Types;
using IndustryGraph.Loads.Keys;
using IndustryGraph.Server.GraphQL;
using IndustryGraph.Server.Http;
using IndustryGraph.Tests.Server.GraphQL;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IndustryGraph.Tests.Server.Http;

/// <summary>The service over the small test schema, on a real port of a real Kestrel.</summary>
public sealed class ThingServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private TaskCompletionSource advanced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ThingServer(WebApplication app, ThingGraph graph, ConcurrentQueue<string> log)
    {
        this.app = app;
        Graph = graph;
        Log = log;
        Address = new Uri(app.Urls.Single());
        Client = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = Address };
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public ThingGraph Graph { get; }

    public ConcurrentQueue<string> Log { get; }

    public IServiceProvider Services => app.Services;

    public ThingVersion? Version
    {
        get;
        set
        {
            field = value;
            Interlocked.Exchange(ref advanced, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }
    } = new(7, new DateTimeOffset(2025, 1, 2, 3, 4, 5, TimeSpan.Zero), false, "of version 7");

    public Func<ThingVersion?> Current => () => Broken ? throw new InvalidOperationException("secret: the store is broken") : Version;

    public bool Broken { get; set; }

    public static async Task<ThingServer> StartAsync(params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(settings.Select(setting =>
            KeyValuePair.Create(setting.Key.StartsWith("Http:", StringComparison.Ordinal) ? setting.Key : "GraphQL:" + setting.Key, (string?)setting.Value)));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var log = new ConcurrentQueue<string>();
        builder.Logging.ClearProviders().AddProvider(new QueueLog(log));
        var graph = new ThingGraph();
        ThingServer? server = null;
        builder.Services.AddIndustryGraphQL(builder.Configuration);
        builder.Services.AddSingleton<ISchema>(new ThingSchema(graph));
        builder.Services.AddSingleton<CurrentGraphVersion>(() => server!.Current());
        builder.Services.AddSingleton<FollowGraphVersions>(cancellation => server!.FollowAsync(cancellation));
        var app = builder.Build();

        // Whoever asks here may write: who may not is a matter of keys, which this service has none of.
        app.Use((http, next) =>
        {
            http.User = new ClaimsPrincipal(new ClaimsIdentity(
                [new(ClaimTypes.Name, "tests"), new(ClaimTypes.Role, nameof(KeyRole.Loader))], "tests"));
            return next(http);
        });
        app.MapGraphQL();
        await app.StartAsync();
        server = new ThingServer(app, graph, log);
        return server;
    }

    public Task<Answer> PostAsync(string query, object? variables = null, string? accept = "application/graphql-response+json", object? extensions = null) =>
        SendAsync(Json(JsonSerializer.Serialize(new { query, variables, extensions })), accept);

    public Task<Answer> PostBodyAsync(byte[] body, string contentType = "application/json", string? encoding = null)
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (encoding is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        }

        return SendAsync(content);
    }

    public Task<Answer> SendAsync(HttpContent content, string? accept = "application/graphql-response+json")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = content };
        return SendAsync(request, accept);
    }

    public async Task<Answer> GetAsync(string query, string? accept = "application/graphql-response+json", string more = "", Action<HttpRequestHeaders>? headers = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/graphql?query=" + Uri.EscapeDataString(query) + more);
        headers?.Invoke(request.Headers);
        return await SendAsync(request, accept);
    }

    public async Task<Answer> SendAsync(HttpRequestMessage request, string? accept = "application/graphql-response+json")
    {
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        using var response = await Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Answer(response, text);
    }

    private async IAsyncEnumerable<GraphVersionInfo> FollowAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        GraphVersionInfo? given = null;
        while (true)
        {
            var next = Volatile.Read(ref advanced).Task;
            if (Version is { } now && now != given)
            {
                given = now;
                yield return now;
            }
            else
            {
                await next.WaitAsync(cancellation);
            }
        }
    }

    public static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    public Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Graph.Release.TrySetResult();
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private sealed class QueueLog(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                lines.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");
            }
        }

        public void Dispose()
        {
        }
    }
}

/// <summary>What came back.</summary>
public sealed class Answer(HttpResponseMessage response, string text)
{
    public int Status => (int)response.StatusCode;

    public string Text => text;

    public HttpResponseMessage Response => response;

    public JsonNode Body => JsonNode.Parse(text)!;

    public string? Code => (string?)Body["errors"]?[0]?["extensions"]?["code"];

    public string? Message => (string?)Body["errors"]?[0]?["message"];

    public string? LimitName => (string?)Body["errors"]?[0]?["extensions"]?["limit"]?["name"];

    public long? Cost => (long?)Body["extensions"]?["cost"]?["requested"];

    public string? ETag => response.Headers.ETag?.ToString();
}
