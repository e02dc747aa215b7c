using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace IndustryGraph.Server.GraphQL;

/// <summary>Registers the GraphQL service.</summary>
public static class GraphQLSetup
{
    /// <summary>
    /// Adds the GraphQL service with the settings of the sections <c>GraphQL</c> and <c>Http:Limits</c>. It needs an
    /// <see cref="ISchema"/>, a <see cref="CurrentGraphVersion"/> and a <see cref="FollowGraphVersions"/> from whoever composes the
    /// program. Settings out of range refuse to start.
    /// </summary>
    public static IServiceCollection AddIndustryGraphQL(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<GraphQLOptions>().Bind(configuration.GetSection(GraphQLOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GraphQLOptions>, GraphQLOptionsValidator>());
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<GraphQLOptions>>().Value);
        services.TryAddSingleton(provider => new ParameterReader(provider.GetRequiredService<GraphQLOptions>().Limits));
        services.TryAddSingleton<DocumentCache>();
        services.TryAddSingleton<HeavyRequests>();
        services.TryAddSingleton<GraphQLService>();
        Http.HttpSetup.Add(services, configuration);
        return services;
    }
}
