using IndustryGraph.Bundles.Exports;
using IndustryGraph.Server.GraphQL;
using IndustryGraph.Server.Loads;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace IndustryGraph.Server.Http;

/// <summary>Maps the service's addresses.</summary>
public static class HttpSetup
{
    /// <summary>
    /// Maps <c>/graphql</c> (GraphQL over HTTP, server-sent events and WebSocket, and GraphiQL for browsers), its files under
    /// <c>/graphiql/</c>, the explorer at <c>/</c>, and <c>/health/live</c> and <c>/health/ready</c>; where the program has a graph,
    /// <c>/loads</c> and <c>/exports</c> too. Compresses responses.
    /// </summary>
    public static WebApplication MapGraphQL(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<GraphQLOptions>();
        var ping = TimeSpan.FromSeconds(app.Services.GetRequiredService<HttpLimits>().PingSeconds);
        app.UseResponseCompression();
        if (options.Origins.Count > 0)
        {
            app.UseCors(policy => Origins.Rules(policy, options));
        }

        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = ping, KeepAliveTimeout = ping });
        if (app.Services.GetService<LoadQueue>() is not null)
        {
            app.UseAuthentication();
            app.UseAuthorization();
            ActivatorUtilities.CreateInstance<LoadsEndpoint>(app.Services).Map(app);
            app.Services.GetRequiredService<ExportsEndpoint>().Map(app);
        }

        var endpoint = ActivatorUtilities.CreateInstance<GraphQLEndpoint>(app.Services);
        app.Map("/graphql", endpoint.HandleAsync);
        app.MapGet("/graphiql/{file}", (HttpContext http, string file) => GraphiQLPage.WriteFileAsync(http, file));
        ExplorerPage.Map(app);
        Health.Map(app, app.Services.GetRequiredService<CurrentGraphVersion>());
        return app;
    }

    /// <summary>Adds what the transports need: limits on connections, cross-origin rules, compression.</summary>
    internal static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<HttpLimits>().Bind(configuration.GetSection(HttpLimits.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HttpLimits>, HttpLimitsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GraphQLOptions>, Origins.Validator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<KestrelServerOptions>, ConnectionLimits>());
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<HttpLimits>>().Value);
        services.TryAddSingleton<OpenStreams>();
        services.TryAddSingleton<ExportsEndpoint>();
        services.AddCors();
        services.AddResponseCompression(compression =>
        {
            // Answers hold public facts and no secrets, so that their length tells nothing.
            compression.EnableForHttps = true;
            compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, MediaTypes.GraphQLResponse, ExportFormat.GraphMl.MediaType(), ExportFormat.JsonLd.MediaType()];
        });
        services.AddSingleton<IResponseCompressionProvider, AnswerCompression>();
    }
}
