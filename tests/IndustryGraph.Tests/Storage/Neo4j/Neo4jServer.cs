using IndustryGraph.Storage.Neo4j;
using Xunit;

namespace IndustryGraph.Tests.Storage.Neo4j;

/// <summary>The tests that share the one server. They run one after another, for each may empty the database.</summary>
[CollectionDefinition(Name)]
public sealed class Neo4jTests : ICollectionFixture<Neo4jServer>
{
    public const string Name = "Neo4j";
}

/// <summary>
/// One real Neo4j server for all tests but those that break theirs. It is the one at NEO4J_URL (with NEO4J_USER and
/// NEO4J_PASSWORD), or is started from NEO4J_HOME, or from ../shared/neo4j beside the repository. Where none of these is there,
/// a test that asks for it is skipped with the reason. Where one is there and does not work, the test fails.
/// </summary>
public sealed class Neo4jServer : IAsyncLifetime
{
    private Neo4jProcess? _process;
    private Neo4jOptions? _options;

    /// <summary>Where the server is. Skips the test that asks when there is none.</summary>
    public Neo4jOptions Options
    {
        get
        {
            if (_options is null)
            {
                Assert.Skip(Neo4jProcess.WhyNone);
            }

            return _options;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("NEO4J_URL") is { Length: > 0 } url)
        {
            _options = new Neo4jOptions
            {
                Url = new Uri(url),
                User = Environment.GetEnvironmentVariable("NEO4J_USER"),
                Password = Environment.GetEnvironmentVariable("NEO4J_PASSWORD"),
            };
            await RefuseDataOfOthersAsync();
        }
        else if (Neo4jProcess.CanStart)
        {
            _process = await Neo4jProcess.StartAsync(brief: false);
            _options = _process.Options;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
        else if (_options is not null)
        {
            await EmptyAsync();
        }
    }

    /// <summary>Removes all data, then all constraints and indexes.</summary>
    public Task EmptyAsync() => Options.EmptyAsync();

    /// <summary>Removes all data and leaves constraints and indexes, which take long to make.</summary>
    public Task EmptyDataAsync() => Options.EmptyDataAsync();

    private async Task RefuseDataOfOthersAsync()
    {
        await using var client = new Neo4jClient(Options);
        var rows = await client.RunAsync("MATCH (n) RETURN count(n) AS count", null, Neo4jAccess.Read, default);
        var count = rows[0].Get<long>("count");
        Assert.True(
            count == 0,
            $"The database at NEO4J_URL holds {count} nodes, and the tests empty the database that they use. Empty it, or name another.");
    }
}
