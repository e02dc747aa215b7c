using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GraphQL.Types;
using IndustryGraph.Loads.Keys;
using IndustryGraph.Server.Access;
using IndustryGraph.Server.GraphQL;
using IndustryGraph.Server.Hosting;
using IndustryGraph.Server.Http;
using IndustryGraph.Server.Loads;
using IndustryGraph.Server.Schema;
using IndustryGraph.Storage;
using IndustryGraph.Storage.Sqlite;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IndustryGraph.Tests.Server.Loads;

/// <summary>The service with all that it has, on a real port, with a SQLite file of its own that is empty at first.</summary>
internal sealed class GraphServer : IAsyncDisposable
{
    private readonly TemporaryFolder folder;

    private GraphServer(WebApplication app, TemporaryFolder folder)
    {
        (App, this.folder) = (app, folder);
        Keys = app.Services.GetRequiredService<KeyFile>();
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public WebApplication App { get; }

    public KeyFile Keys { get; }

    public HttpClient Client { get; }

    public IGraphStore Store => App.Services.GetRequiredService<IGraphStore>();

    public LoadQueue Loads => App.Services.GetRequiredService<LoadQueue>();

    public static async Task<GraphServer> StartAsync(Func<IGraphStore, IGraphStore>? around = null, TimeProvider? time = null, params (string Key, string Value)[] settings)
    {
        var folder = new TemporaryFolder();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Graph:Seed"] = "", ["Sqlite:Path"] = folder.At("graph.db"), ["Keys:File"] = folder.At("keys.json"), ["Loads:Folder"] = folder.At("loads"),
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddGraph(builder.Configuration);
        builder.Services.AddKeys(builder.Configuration);
        builder.Services.AddLoads(builder.Configuration);
        builder.Services.AddSingleton<ISchema>(services => new IndustryGraphSchema(services, writes: !services.GetRequiredService<IOptions<GraphOptions>>().Value.ReadOnly));
        builder.Services.AddIndustryGraphQL(builder.Configuration);
        if (around is not null)
        {
            var store = around(new SqliteStore(new() { Path = folder.At("graph.db") }, TimeProvider.System));
            builder.Services.Replace(ServiceDescriptor.Singleton(store));
        }

        if (time is not null)
        {
            builder.Services.Replace(ServiceDescriptor.Singleton(time));
        }

        var app = builder.Build();
        app.MapGraphQL();
        await app.StartAsync();
        var server = new GraphServer(app, folder);
        await Http.Eventually.HoldsAsync(async () => (await server.Client.GetAsync("/health/ready")).IsSuccessStatusCode);
        return server;
    }

    /// <summary>Makes a key and gives its text.</summary>
    public string Key(KeyRole role, string? name = null) => Keys.Create(name ?? role.ToString(), role, DateTimeOffset.UnixEpoch)!;

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? key, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return await Client.SendAsync(request);
    }

    /// <summary>The whole response to a GraphQL request.</summary>
    public async Task<JsonNode> AskAsync(string query, string? key = null, object? variables = null)
    {
        using var response = await SendAsync(HttpMethod.Post, "/graphql", key, JsonContent.Create(new { query, variables }));
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    /// <summary>The number of the version that is stored.</summary>
    public async Task<long> VersionAsync() => (await Store.ReadVersionAsync(CancellationToken.None)).Number;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
        folder.Dispose();
    }
}
