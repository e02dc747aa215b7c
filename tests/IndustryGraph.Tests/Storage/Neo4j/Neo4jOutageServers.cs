using Xunit;

namespace IndustryGraph.Tests.Storage.Neo4j;

/// <summary>The tests that kill, stop or freeze their server, beside those that share the one that goes on.</summary>
[CollectionDefinition(Name)]
public sealed class Neo4jOutageTests : ICollectionFixture<Neo4jOutageServers>
{
    public const string Name = "Neo4j outages";
}

/// <summary>
/// Neo4j servers of the tests' own. Where none can be started, a test that asks for one is skipped with the reason.
/// </summary>
public sealed class Neo4jOutageServers : IAsyncLifetime
{
    /// <summary>The password of <see cref="StrictAsync"/>.</summary>
    public const string Password = "right-word-密";

    private Neo4jProcess? _running;
    private Neo4jProcess? _strict;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>A running server without data, which the test may kill, stop or freeze.</summary>
    public async Task<Neo4jProcess> RunningAsync()
    {
        Assert.SkipUnless(Neo4jProcess.CanStart, Neo4jProcess.WhyNone);
        _running = _running is null ? await Neo4jProcess.StartAsync(brief: true) : _running.IsRunning ? _running : await _running.RestartAsync();
        await _running.Options.EmptyDataAsync();
        return _running;
    }

    /// <summary>The running server started again, on the same data and port, after it was stopped or killed.</summary>
    public async Task<Neo4jProcess> RestartAsync() => _running = await _running!.RestartAsync();

    /// <summary>A server that asks for the password and gives 8 MB to a transaction.</summary>
    public async Task<Neo4jProcess> StrictAsync()
    {
        Assert.SkipUnless(Neo4jProcess.CanStart, Neo4jProcess.WhyNone);
        return _strict ??= await Neo4jProcess.StartAsync(
            brief: true, Password, "db.memory.transaction.max=8m", "dbms.security.auth_max_failed_attempts=0");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in new[] { _running, _strict })
        {
            if (server is not null)
            {
                await server.DisposeAsync();
            }
        }
    }
}
