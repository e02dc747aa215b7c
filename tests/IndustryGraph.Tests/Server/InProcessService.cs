using System.Buffers;
using System.Text.Json.Nodes;
using GraphQL;
using IndustryGraph.Bundles;
using IndustryGraph.Server.GraphQL;
using IndustryGraph.Server.Reads;
using IndustryGraph.Server.Schema;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace IndustryGraph.Tests.Server;

/// <summary>The served schema and its execution, without HTTP: it answers from whatever version is given.</summary>
internal sealed class InProcessService : IDisposable
{
    private static readonly Lazy<GraphSnapshot> Read = new(() =>
        BundleReader.Read(Repository.Path("graph-seed"), CancellationToken.None).Graph ?? throw new InvalidOperationException("The seed has problems."));

    private readonly ServiceProvider services;
    private readonly GraphQLService service;

    public InProcessService(TimeProvider? time = null, GraphQLOptions? options = null, IGraphStore? store = null)
    {
        var added = new ServiceCollection();
        if (store is not null)
        {
            added.AddSingleton(store).AddSingleton<VersionHistory>();
        }

        services = added
            .AddSingleton(time ?? TimeProvider.System)
            .AddSingleton(options ?? new GraphQLOptions())
            .AddSingleton<DocumentCache>()
            .AddSingleton<HeavyRequests>()
            .BuildServiceProvider();
        service = new GraphQLService(
            new IndustryGraphSchema(services), services.GetRequiredService<GraphQLOptions>(), services.GetRequiredService<DocumentCache>(),
            services.GetRequiredService<HeavyRequests>(), _ => AsyncEnumerable.Empty<GraphVersionInfo>(), NullLogger<GraphQLService>.Instance);
    }

    /// <summary>The graph of the seed.</summary>
    public static GraphSnapshot Seed => Read.Value;

    /// <summary>The whole response.</summary>
    public Task<GraphQLResponse> ExecuteAsync(
        IGraphReader reader, string query, Dictionary<string, object?>? variables = null, string? language = null, CancellationToken cancellation = default) =>
        ExecuteAsync(() => reader, query, variables, language, cancellation);

    /// <summary>The response as clients see it, read from the store for each level of the query.</summary>
    public async Task<JsonNode> AskAsync(StoreGraph graph, string query) =>
        Seen(await ExecuteAsync(graph.Reader, query, null, null, CancellationToken.None));

    /// <summary>The response as clients see it.</summary>
    public async Task<JsonNode> AskAsync(GraphSnapshot graph, string query, Dictionary<string, object?>? variables = null, string? language = null) =>
        Seen(await ExecuteAsync(new SnapshotReader(graph), query, variables, language));

    /// <summary>The value of the only field of the root, which must come without errors.</summary>
    public async Task<JsonNode> FieldAsync(GraphSnapshot graph, string query, Dictionary<string, object?>? variables = null)
    {
        var response = await AskAsync(graph, query, variables);
        Assert.True(response["errors"] is null, $"{query}\n{response["errors"]}");
        return response["data"]!.AsObject().Single().Value!;
    }

    /// <summary>The values of the fields of the root, which must come without errors.</summary>
    public async Task<JsonNode> FieldsAsync(GraphSnapshot graph, string query)
    {
        var response = await AskAsync(graph, query);
        Assert.True(response["errors"] is null, $"{query}\n{response["errors"]}");
        return response["data"]!;
    }

    /// <summary>The code of the only error.</summary>
    public async Task<string> CodeAsync(GraphSnapshot graph, string query, Dictionary<string, object?>? variables = null)
    {
        var response = await AskAsync(graph, query, variables);
        return response["errors"] is JsonArray { Count: 1 } errors ? (string)errors[0]!["extensions"]!["code"]! : $"no single error: {response}";
    }

    public void Dispose() => services.Dispose();

    private Task<GraphQLResponse> ExecuteAsync(
        Func<IGraphReader> reader, string query, Dictionary<string, object?>? variables, string? language, CancellationToken cancellation) =>
        service.ExecuteAsync(
            new GraphQLCall
            {
                Parameters = new GraphQLParameters(query, Variables: variables is null ? null : new Inputs(variables)),
                Graph = new ServedGraph(reader(), Stale: false),
                Renew = () => new ServedGraph(reader(), Stale: false),
                Services = services,
                Language = language,
            },
            cancellation);

    private static JsonNode Seen(GraphQLResponse response)
    {
        var output = new ArrayBufferWriter<byte>();
        ResponseWriter.Write(output, response);
        return JsonNode.Parse(output.WrittenSpan)!;
    }
}
