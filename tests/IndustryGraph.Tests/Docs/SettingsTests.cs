using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using GraphQL.Types;
using IndustryGraph.Loads.Keys;
using IndustryGraph.Server.Access;
using IndustryGraph.Server.GraphQL;
using IndustryGraph.Server.Hosting;
using IndustryGraph.Server.Http;
using IndustryGraph.Server.Loads;
using IndustryGraph.Storage;
using IndustryGraph.Storage.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace IndustryGraph.Tests.Docs;

/// <summary>The table of settings in README.md names each setting that the service asks its configuration for, and its default.</summary>
public sealed partial class SettingsTests
{
    private const string ByLimits = "GraphQL:";
    private const string ByConnections = "Http:Limits:";

    private static readonly string[] Sections = ["Graph:", "Keys:", "Loads:", "Neo4j:", "Sqlite:", ByLimits, ByConnections];

    [Fact]
    public async Task The_table_names_every_setting_and_no_other()
    {
        var asked = await AskedAsync();
        var shown = Rows().SelectMany(row => row.Names).ToList();

        Assert.Equal(
            asked.Where(name => !name.StartsWith(ByLimits, StringComparison.Ordinal) && !name.StartsWith(ByConnections, StringComparison.Ordinal)).Append("Urls").Order(StringComparer.Ordinal),
            shown.Where(name => !name.EndsWith('…')).Order(StringComparer.Ordinal));
        Assert.Equal([ByLimits + "…", ByConnections + "…"], shown.Where(name => name.EndsWith('…')));

        // What the table leaves to docs/graphql.md is there: a limit in its table, which another test holds to the code, the others by their whole name.
        var page = Repository.Text("docs", "graphql.md");
        Assert.All(asked.Where(name => name.StartsWith(ByLimits, StringComparison.Ordinal) || name.StartsWith(ByConnections, StringComparison.Ordinal)), name =>
            Assert.Contains(name.Contains("Limits:", StringComparison.Ordinal) ? $"| `{name[(name.LastIndexOf(':') + 1)..]}` |" : $"`{name}", page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_defaults_are_those_of_the_code()
    {
        var (graph, loads) = (new GraphOptions(), new LoadsOptions());
        var expected = new Dictionary<string, string>
        {
            ["Urls"] = $"`{UseUrls().Match(Repository.Text("src", "IndustryGraph.Server", "Program.cs")).Groups[1].Value}`",
            ["Graph:Store"] = $"`{graph.Store}`",
            ["Graph:Seed"] = $"`{Path.GetRelativePath(AppContext.BaseDirectory, graph.Seed)}` beside the program",
            ["Graph:Reads"] = $"`{graph.Reads}`",
            ["Graph:ReadOnly"] = graph.ReadOnly ? "`true`" : "`false`",
            ["Keys:File"] = InLocalData(new KeyOptions().File),
            ["Loads:UploadBytes, Loads:AtOnce, Loads:Kept"] = string.Create(CultureInfo.InvariantCulture, $"{loads.UploadBytes:N0}, {loads.AtOnce:N0} and {loads.Kept:N0}"),
            ["Loads:Folder"] = loads.Folder.Length == 0 ? "the system's folder for temporary files" : loads.Folder,
            ["Neo4j:Url, Neo4j:User, Neo4j:Password"] = "none",
            ["Neo4j:Database"] = "`neo4j`",
            ["Sqlite:Path"] = InLocalData(SqliteOptions.DefaultPath),
        };

        Assert.Equal(expected, Rows().Where(row => !row.Names[0].EndsWith('…')).ToDictionary(row => string.Join(", ", row.Names), row => row.Default));
        await using var services = Compose(new Recorder(nameof(StoreKind.Neo4j)));
        Assert.Contains("neo4j", services.GetRequiredService<IGraphStore>().Description, StringComparison.Ordinal);
    }

    private static string InLocalData(string path) => $"`{Path.GetRelativePath(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), path)}` in the user's folder for local data";

    private static List<(string[] Names, string Default)> Rows() =>
    [
        .. Repository.Text("README.md").Split("## Configure it")[1].Split("\n## ")[0].Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split(" | "))
            .Select(cells => (Name().Matches(cells[0]).Select(name => name.Groups[1].Value).ToArray(), cells[1])),
    ];

    // Every name that the service asks for, with either store.
    private static async Task<SortedSet<string>> AskedAsync()
    {
        var asked = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var store in Enum.GetNames<StoreKind>())
        {
            var recorder = new Recorder(store);
            await using var services = Compose(recorder);
            services.GetRequiredService<IGraphStore>();
            services.GetRequiredService<KeyFile>();
            services.GetRequiredService<GraphQLOptions>();
            services.GetRequiredService<HttpLimits>();
            _ = services.GetRequiredService<IOptions<GraphOptions>>().Value;
            _ = services.GetRequiredService<IOptions<LoadsOptions>>().Value;
            asked.UnionWith(recorder.Asked.Keys.Where(key => Sections.Any(section => key.StartsWith(section, StringComparison.Ordinal))));
        }

        // A section is asked for as a value too.
        asked.RemoveWhere(name => asked.Any(other => other.StartsWith(name + ":", StringComparison.Ordinal)));
        return asked;
    }

    private static ServiceProvider Compose(Recorder recorder)
    {
        var configuration = new ConfigurationBuilder().Add(recorder).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddGraph(configuration);
        services.AddKeys(configuration);
        services.AddLoads(configuration);
        services.AddSingleton<ISchema>(_ => throw new InvalidOperationException("Nothing is asked here."));
        services.AddIndustryGraphQL(configuration);
        return services.BuildServiceProvider();
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Name();

    [GeneratedRegex("UseUrls\\(\"([^\"]+)\"\\)")]
    private static partial Regex UseUrls();

    /// <summary>Settings that note what is asked of them.</summary>
    private sealed class Recorder : ConfigurationProvider, IConfigurationSource
    {
        // Of a section that has nothing set, nothing is asked.
        public Recorder(string store) => Data = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Graph:Store"] = store, ["Neo4j:Url"] = "http://127.0.0.1:1", ["Keys:File"] = "keys.json", ["Loads:AtOnce"] = "1",
            ["GraphQL:Introspection"] = "true", ["GraphQL:Limits:Depth"] = "20", ["Http:Limits:Streams"] = "1",
        };

        public ConcurrentDictionary<string, bool> Asked { get; } = new();

        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

        public override bool TryGet(string key, out string? value)
        {
            Asked[key] = true;
            return base.TryGet(key, out value);
        }
    }
}
