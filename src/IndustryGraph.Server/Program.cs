using GraphQL.Types;
using IndustryGraph.Server.Access;
using IndustryGraph.Server.GraphQL;
using IndustryGraph.Server.Hosting;
using IndustryGraph.Server.Http;
using IndustryGraph.Server.Loads;
using IndustryGraph.Server.Schema;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

if (args is [LoadWorker.Argument])
{
    return (int)await LoadWorker.RunAsync();
}

try
{
    // Settings are read once. To hear of changes of their files, the host would watch the whole folder, and be told of each page that is written to a store in it.
    var builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false", .. args]);
    builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
    builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);

    // Why the start failed is said below, without the stack.
    builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
    if (!HasAddress(builder.Configuration))
    {
        builder.WebHost.UseUrls("http://127.0.0.1:8080");
    }

    builder.Services.AddGraph(builder.Configuration);
    builder.Services.AddKeys(builder.Configuration);
    builder.Services.AddLoads(builder.Configuration);
    builder.Services.AddSingleton<ISchema>(services => new IndustryGraphSchema(services, writes: !services.GetRequiredService<IOptions<GraphOptions>>().Value.ReadOnly));
    builder.Services.AddIndustryGraphQL(builder.Configuration);

    var app = builder.Build();
    if (!PublishedSchema.Equals(app.Services.GetRequiredService<ISchema>() is IndustryGraphSchema { Mutation: not null } whole ? whole : new IndustryGraphSchema(app.Services)))
    {
        return Refuse(ExitCode.Failed, "The schema differs from schema.graphql, so that clients would be told what is not so. Run the tests: they write the new text and name the file.");
    }

    app.MapGraphQL();
    var exit = app.Services.GetRequiredService<ProgramExit>();
    await app.RunAsync();
    return (int)exit.Code;
}
catch (OptionsValidationException invalid)
{
    return Refuse(ExitCode.BadConfiguration, string.Join(' ', invalid.Failures));
}
catch (InvalidOperationException invalid) when (invalid.InnerException is FormatException)
{
    return Refuse(ExitCode.BadConfiguration, invalid.Message);
}
catch (FormatException malformed)
{
    return Refuse(ExitCode.BadConfiguration, malformed.Message);
}
catch (IOException taken) when (taken.InnerException is AddressInUseException)
{
    return Refuse(ExitCode.AddressRefused, $"{taken.Message} Stop what listens there, or choose another address by --urls.");
}

static int Refuse(ExitCode code, string message)
{
    Console.Error.WriteLine($"industrygraph: {message}");
    return (int)code;
}

// The usual ways to say where to listen; where none is used, the service listens on loopback.
static bool HasAddress(IConfiguration configuration) =>
    !string.IsNullOrEmpty(configuration["urls"] ?? configuration["http_ports"] ?? configuration["https_ports"])
    || configuration.GetSection("Kestrel:Endpoints").Exists();
