using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQL;
using GraphQL.SystemTextJson;
using IndustryGraph.Server.GraphQL;
using IndustryGraph.Server.Reads;
using IndustryGraph.Server.Schema;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace IndustryGraph.Tests.Server;

/// <summary>The served schema on any graph, without a process or HTTP.</summary>
internal sealed class InProcessGraphQL
{
    private static readonly IServiceProvider Services = new ServiceCollection()
        .AddSingleton(TimeProvider.System).BuildServiceProvider();

    private readonly GraphQLService service;
    private readonly CurrentGraphVersion current;

    private InProcessGraphQL(CurrentGraphVersion current)
    {
        this.current = current;
        var options = new GraphQLOptions { Limits = new GraphQLLimits { Cost = 1_000_000_000, HeavyCost = 1_000_000_000 } };
        service = new GraphQLService(
            new IndustryGraphSchema(Services), options, new DocumentCache(options), new HeavyRequests(options),
            NullLogger<GraphQLService>.Instance);
    }

    /// <summary>Answers from a snapshot.</summary>
    public static InProcessGraphQL Of(GraphSnapshot snapshot)
    {
        var reader = new SnapshotReader(snapshot);
        return new InProcessGraphQL(() => new ServedGraph(reader, Stale: false));
    }

    /// <summary>Answers from a store.</summary>
    public static async Task<InProcessGraphQL> OfAsync(IGraphStore store)
    {
        var graph = new StoreGraph(store);
        await graph.RefreshAsync(CancellationToken.None);
        return new InProcessGraphQL(() => new ServedGraph(graph.Reader(), Stale: false));
    }

    /// <summary>The data and the errors of the answer.</summary>
    public async Task<JsonNode> AskAsync(string query, object? variables = null)
    {
        var serializer = new GraphQLSerializer();
        var response = await service.ExecuteAsync(new GraphQLCall
        {
            Parameters = new GraphQLParameters(
                query, Variables: variables is null ? null : serializer.Deserialize<Inputs>(JsonSerializer.Serialize(variables))),
            Graph = current(),
            Renew = current,
            Services = Services,
        }, CancellationToken.None);
        return new JsonObject
        {
            ["data"] = JsonNode.Parse(serializer.Serialize(response.Data?.ToValue())),
            ["errors"] = new JsonArray([.. response.Errors.Select(error => (JsonNode)$"{error.Code}: {error.Message}")]),
        };
    }
}
