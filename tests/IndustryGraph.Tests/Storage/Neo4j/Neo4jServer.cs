using IndustryGraph.Storage.Neo4j;
using Xunit;

namespace IndustryGraph.Tests.Storage.Neo4j;

/// <summary>The tests that share one server. They run one after another, for each may empty the database.</summary>
[CollectionDefinition(Name)]
public sealed class Neo4jTests : ICollectionFixture<Neo4jServer>
{
    public const string Name = "Neo4j";
}

/// <summary>The tests that ask the store and compare, on a server of their own at the same time.</summary>
[CollectionDefinition(Name)]
public sealed class Neo4jComparisonTests : ICollectionFixture<Neo4jServer>
{
    public const string Name = "Neo4j comparisons";
}

/// <summary>
/// A real Neo4j server for the tests of a collection, which do not break it. It is the one at NEO4J_URL (with NEO4J_USER
/// and NEO4J_PASSWORD), or is started from NEO4J_HOME, or from ../shared/neo4j beside the repository. Where none of these is
/// there, a test that asks for it is skipped with the reason. Where one is there and does not work, the test fails.
/// </summary>
public sealed class Neo4jServer : IAsyncLifetime
{
    // The server at NEO4J_URL is for one collection at a time: tests empty it.
    private static readonly SemaphoreSlim Given = new(1);

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
            await Given.WaitAsync();
            _options = new Neo4jOptions
            {
                Url = new Uri(url),
                User = Environment.GetEnvironmentVariable("NEO4J_USER"),
                Password = Environment.GetEnvironmentVariable("NEO4J_PASSWORD"),
            };
            try
            {
                await RefuseDataOfOthersAsync();
            }
            catch
            {
                _options = null;
                Given.Release();
                throw;
            }
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
            Given.Release();
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
