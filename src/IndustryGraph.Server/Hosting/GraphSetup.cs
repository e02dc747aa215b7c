using IndustryGraph.Server.GraphQL;
using IndustryGraph.Server.Reads;
using IndustryGraph.Storage;
using IndustryGraph.Storage.Neo4j;
using IndustryGraph.Storage.Sqlite;
using Microsoft.Extensions.Options;

namespace IndustryGraph.Server.Hosting;

/// <summary>Puts the graph into the service: the store that is configured, what is served, and whether it is ready.</summary>
internal static class GraphSetup
{
    private static readonly Action<ILogger, string, Exception?> StoreTold = LoggerMessage.Define<string>(LogLevel.Information, default, "{What}");

    /// <summary>Adds the graph.</summary>
    public static IServiceCollection AddGraph(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<GraphOptions>().Bind(configuration.GetSection(GraphOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<GraphOptions>, GraphOptionsValidator>();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<ProgramExit>();
        services.AddSingleton<GraphHolder>();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<GraphOptions>>().Value.Store switch
        {
            StoreKind.Sqlite => new StoreLocation { Sqlite = new SqliteOptions { Path = configuration["Sqlite:Path"] ?? SqliteOptions.DefaultPath } },
            StoreKind.Neo4j => new StoreLocation { Neo4j = Neo4j(configuration.GetSection("Neo4j")) },
            var other => throw new InvalidOperationException($"There is no store {other}."),
        });
        services.AddSingleton(provider => provider.GetRequiredService<StoreLocation>().Create(
            provider.GetRequiredService<TimeProvider>(), what => StoreTold(provider.GetRequiredService<ILogger<Neo4jStore>>(), what, null)));
        services.AddSingleton<VersionHistory>();
        services.AddSingleton<CurrentGraphVersion>(provider =>
        {
            var holder = provider.GetRequiredService<GraphHolder>();
            return () => holder.Served;
        });
        services.AddSingleton<FollowGraphVersions>(provider => provider.GetRequiredService<GraphHolder>().FollowAsync);
        services.AddSingleton<IVersionFollower>(provider => provider.GetRequiredService<IOptions<GraphOptions>>().Value.Reads switch
        {
            ReadMode.Store => new FollowerInTurn(ActivatorUtilities.CreateInstance<StoreFollower>(provider)),
            _ => new FollowerInTurn(ActivatorUtilities.CreateInstance<SnapshotFollower>(provider)),
        });
        services.AddHostedService<GraphService>();
        return services;
    }

    private static Neo4jOptions Neo4j(IConfigurationSection settings)
    {
        if (!Uri.TryCreate(settings["Url"], UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0)
        {
            throw new OptionsValidationException("Neo4j", typeof(Neo4jOptions),
                ["Neo4j:Url: write the HTTP address of the server without user and password, such as http://127.0.0.1:7474."]);
        }

        return new Neo4jOptions
        {
            Url = url,
            Database = settings["Database"] is { Length: > 0 } database ? database : "neo4j",
            User = settings["User"],
            Password = settings["Password"],
        };
    }
}
