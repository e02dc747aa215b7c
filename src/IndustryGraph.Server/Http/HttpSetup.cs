using IndustryGraph.Server.GraphQL;
using Microsoft.AspNetCore.ResponseCompression;

namespace IndustryGraph.Server.Http;

/// <summary>Maps the service's addresses.</summary>
public static class HttpSetup
{
    /// <summary>
    /// Maps <c>/graphql</c> (GraphQL over HTTP, and GraphiQL for browsers), its files under <c>/graphiql/</c>, and
    /// <c>/health/live</c> and <c>/health/ready</c>. Compresses responses.
    /// </summary>
    public static WebApplication MapGraphQL(this WebApplication app)
    {
        app.UseResponseCompression();
        var current = app.Services.GetRequiredService<CurrentGraphVersion>();
        var endpoint = new GraphQLEndpoint(
            app.Services.GetRequiredService<GraphQLService>(),
            app.Services.GetRequiredService<GraphQLOptions>(),
            app.Services.GetRequiredService<ParameterReader>(),
            current,
            app.Services.GetRequiredService<ILogger<GraphQLEndpoint>>());
        app.Map("/graphql", endpoint.HandleAsync);
        app.MapGet("/graphiql/{file}", (HttpContext http, string file) => GraphiQLPage.WriteFileAsync(http, file));
        Health.Map(app, current);
        return app;
    }

    /// <summary>Compression of responses; brotli and gzip, the fast levels.</summary>
    internal static void AddCompression(IServiceCollection services) => services.AddResponseCompression(compression =>
    {
        // Answers hold public facts and no secrets, so that their length tells nothing.
        compression.EnableForHttps = true;
        compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, MediaTypes.GraphQLResponse];
    });
}
