using IndustryGraph.Storage.Neo4j;
using Xunit;

namespace IndustryGraph.Tests.Storage.Neo4j;

/// <summary>What a caller of the client sees when the server itself refuses, crashes or freezes.</summary>
[Collection(Neo4jOutageTests.Name)]
public sealed class Neo4jClientOutageTests(Neo4jOutageServers servers)
{
    [Fact]
    public async Task A_wrong_password_is_said_at_once_and_asked_once()
    {
        var locked = await servers.StrictAsync();
        await using (var client = new Neo4jClient(locked.Options))
        {
            Assert.Equal(1L, (await client.RunAsync("RETURN 1 AS x", null, Neo4jAccess.Read, default))[0]["x"]);
        }

        await using var proxy = new FaultProxy(locked.Url);
        foreach (var (user, password) in new[] { ("neo4j", "wrong"), ("nobody", "wrong"), ((string?)null, (string?)null) })
        {
            await using var client = new Neo4jClient(new Neo4jOptions { Url = proxy.Url, User = user, Password = password });
            var before = proxy.Requests.Count;
            foreach (var access in Enum.GetValues<Neo4jAccess>())
            {
                var error = await Assert.ThrowsAsync<Neo4jException>(() => client.RunAsync("RETURN 1", null, access, default));
                Assert.Equal("Neo.ClientError.Security.Unauthorized", error.Code);
                Assert.True(error.IsUnauthorized);
                Assert.DoesNotContain("wrong", error.ToString(), StringComparison.Ordinal);
            }

            await Assert.ThrowsAsync<Neo4jException>(() => client.BeginAsync(Neo4jAccess.Read, default));
            Assert.Equal(3, proxy.Requests.Count - before);
        }
    }

    [Fact]
    public async Task A_server_that_crashes_and_comes_back_is_used_again_by_the_same_client()
    {
        var first = await servers.RunningAsync();
        await using var client = new Neo4jClient(first.Options.With());
        await client.RunAsync("CREATE (:A)", null, Neo4jAccess.Write, default);
        await first.KillAsync();
        await Assert.ThrowsAsync<Neo4jUnavailableException>(() => client.RunAsync("RETURN 1", null, Neo4jAccess.Read, default));
        await servers.RestartAsync();
        Assert.Equal(1L, (await client.RunAsync("MATCH (n:A) RETURN count(n) AS n", null, Neo4jAccess.Read, default))[0]["n"]);
    }

    [Fact]
    public async Task A_frozen_server_is_waited_for_and_then_unavailable()
    {
        var server = await servers.RunningAsync();
        await using var patient = new Neo4jClient(server.Options);
        await using var client = new Neo4jClient(server.Options.With(requestTimeout: TimeSpan.FromSeconds(1)));
        await server.PauseAsync();
        try
        {
            await Assert.ThrowsAsync<Neo4jUnavailableException>(() => client.RunAsync("RETURN 1", null, Neo4jAccess.Read, default));
            await Assert.ThrowsAsync<CommitOutcomeUnknownException>(() => client.RunAsync("CREATE (:A)", null, Neo4jAccess.Write, default));
        }
        finally
        {
            await server.ContinueAsync();
        }

        // The same client, once the server goes on and has had the time for what it was sent while frozen.
        Assert.Equal(1L, (await patient.RunAsync("RETURN 1 AS x", null, Neo4jAccess.Read, default))[0]["x"]);
        Assert.Equal(1L, (await client.RunAsync("RETURN 1 AS x", null, Neo4jAccess.Read, default))[0]["x"]);
    }

    [Fact]
    public async Task A_transaction_too_large_for_the_server_is_a_transient_error_and_keeps_nothing()
    {
        await using var client = new Neo4jClient((await servers.StrictAsync()).Options);
        var error = await Assert.ThrowsAsync<Neo4jException>(() => client.RunAsync(
            "UNWIND range(1, 100000) AS x CREATE (:A {x: x})", null, Neo4jAccess.Write, default));
        Assert.StartsWith("Neo.TransientError.General.", error.Code, StringComparison.Ordinal);
        Assert.Equal(0L, (await client.RunAsync("MATCH (n:A) RETURN count(n) AS n", null, Neo4jAccess.Read, default))[0]["n"]);
    }
}
