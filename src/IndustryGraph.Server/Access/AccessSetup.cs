using System.Security.Claims;
using IndustryGraph.Loads.Keys;
using IndustryGraph.Server.GraphQL;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace IndustryGraph.Server.Access;

/// <summary>Who may write: whoever has a key of the right role. Reading the graph needs none.</summary>
internal static class AccessSetup
{
    /// <summary>Adds the keys, and a policy for each role: its name is the role's.</summary>
    public static IServiceCollection AddKeys(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<KeyOptions>().Bind(configuration.GetSection(KeyOptions.Section));
        services.AddSingleton(provider => new KeyFile(provider.GetRequiredService<IOptions<KeyOptions>>().Value.File));
        services.AddSingleton<KeyRing>();
        services.AddHostedService<FirstKey>();

        // The core of it alone: the rest would keep keys of its own, for cookies, in the home folder.
        services.AddWebEncoders();
        services.AddAuthenticationCore(options => options.DefaultScheme = KeyAuthentication.Name);
        new AuthenticationBuilder(services).AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.Name, null);
        services.AddAuthorization(rules =>
        {
            foreach (var role in Enum.GetValues<KeyRole>())
            {
                rules.AddPolicy(role.ToString(), policy => policy.RequireRole(role.ToString()));
            }
        });
        return services;
    }

    /// <summary>A key of at least this role is needed.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder route, KeyRole role)
        where TBuilder : IEndpointConventionBuilder => route.RequireAuthorization(role.ToString());

    /// <summary>Who asks, who must have a key of at least this role.</summary>
    /// <exception cref="GraphQLProblem">They have none.</exception>
    public static string Holder(ClaimsPrincipal? user, KeyRole role) =>
        user?.Identity is not { IsAuthenticated: true, Name: { } name } ? throw NoKey()
        : user.IsInRole(role.ToString()) ? name
        : throw WeakKey();

    /// <summary>No key, or one that is not known.</summary>
    public static GraphQLProblem NoKey() =>
        new(ErrorCodes.Unauthenticated, "This needs a key, and the request has none that is known. Send it in the header: Authorization: Bearer <key>.");

    /// <summary>A key that does not reach.</summary>
    public static GraphQLProblem WeakKey() =>
        new(ErrorCodes.Forbidden, "The key's role does not permit this. Ask whoever runs the service for a key of the role loader.");
}
