using Microsoft.Extensions.Options;

namespace IndustryGraph.Server.Loads;

/// <summary>Registers loads.</summary>
internal static class LoadsSetup
{
    /// <summary>Adds the loads of the service.</summary>
    public static IServiceCollection AddLoads(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LoadsOptions>().Bind(configuration.GetSection(LoadsOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<LoadsOptions>, LoadsOptionsValidator>();
        services.AddSingleton<GraphEditor>();
        services.AddSingleton<LoadProcess>();
        services.AddSingleton<LoadQueue>();
        services.AddHostedService(provider => provider.GetRequiredService<LoadQueue>());
        return services;
    }
}
