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
/// One real Neo4j server for a whole test run. It is the one at NEO4J_URL (with NEO4J_USER and NEO4J_PASSWORD), or is
/// started from NEO4J_HOME, or from ../shared/neo4j beside the repository. Where none of these is there, a test that
/// asks for it is skipped with the reason. Where one is there and does not work, the test fails.
/// </summary>
public sealed class Neo4jServer : IAsyncLifetime
{
    /// <summary>The password of <see cref="StrictAsync"/>.</summary>
    public const string Password = "right-word-密";

    private Neo4jProcess? _process;
    private Neo4jProcess? _second;
    private Neo4jProcess? _strict;
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

    /// <summary>The server's process, for a test that pauses it. Skips the test that asks where the server is not ours.</summary>
    public Neo4jProcess Process
    {
        get
        {
            if (_process is null)
            {
                Assert.Skip(_options is null ? Neo4jProcess.WhyNone : "The server at NEO4J_URL is not ours to pause.");
            }

            return _process;
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
            _process = await Neo4jProcess.StartAsync();
            _options = _process.Options;
        }
    }

    /// <summary>
    /// A second server, empty and running, for a test that kills or stops it. Skips the test that asks where none can be started.
    /// </summary>
    public async Task<Neo4jProcess> SecondAsync()
    {
        Assert.SkipUnless(Neo4jProcess.CanStart, Neo4jProcess.WhyNone);
        _second = _second is null ? await Neo4jProcess.StartAsync() : _second.IsRunning ? _second : await _second.RestartAsync();
        await EmptyDataAsync(_second.Options);
        return _second;
    }

    /// <summary>The second server started again, on the same data and port, after it was stopped or killed.</summary>
    public async Task<Neo4jProcess> RestartSecondAsync() => _second = await _second!.RestartAsync();

    /// <summary>
    /// A server that asks for the password and gives 8 MB to a transaction. Skips the test that asks where none can be started.
    /// </summary>
    public async Task<Neo4jProcess> StrictAsync()
    {
        Assert.SkipUnless(Neo4jProcess.CanStart, Neo4jProcess.WhyNone);
        return _strict ??= await Neo4jProcess.StartAsync(Password, "db.memory.transaction.max=8m");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var other in new[] { _second, _strict })
        {
            if (other is not null)
            {
                await other.DisposeAsync();
            }
        }

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
    public async Task EmptyAsync()
    {
        await EmptyDataAsync();
        await using var client = new Neo4jClient(Options);
        foreach (var constraint in await client.RunAsync("SHOW CONSTRAINTS YIELD name", null, Neo4jAccess.Read, default))
        {
            await client.RunAsync($"DROP CONSTRAINT `{constraint.Get<string>("name")}`", null, Neo4jAccess.Write, default);
        }

        var indexes = await client.RunAsync(
            "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP'", null, Neo4jAccess.Read, default);
        foreach (var index in indexes)
        {
            await client.RunAsync($"DROP INDEX `{index.Get<string>("name")}`", null, Neo4jAccess.Write, default);
        }
    }

    /// <summary>Removes all data and leaves constraints and indexes, which take long to make.</summary>
    public Task EmptyDataAsync() => EmptyDataAsync(Options);

    private static async Task EmptyDataAsync(Neo4jOptions options)
    {
        await using var client = new Neo4jClient(options);
        await client.RunAsync(
            "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS", null, Neo4jAccess.Write, default);
    }

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
