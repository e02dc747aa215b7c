using System.Collections.Concurrent;
using IndustryGraph.Storage.Neo4j;
using Xunit;

namespace IndustryGraph.Tests.Storage.Neo4j;

/// <summary>What a store does about a writer that is gone, without waiting for Neo4j's own limits.</summary>
[Collection(Neo4jTests.Name)]
public sealed class Neo4jRecoveryTests(Neo4jServer server) : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly Neo4jLimits Short = new() { Lease = TimeSpan.FromSeconds(1) };

    private readonly ConcurrentQueue<string> told = new();

    public async ValueTask InitializeAsync() => await server.EmptyDataAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Opening_does_not_wait_for_the_lock_of_a_writer_at_work()
    {
        await using var client = new Neo4jClient(server.Options);
        await using (await server.Options.OpenAsync())
        {
        }

        await using var working = await client.BeginAsync(Neo4jAccess.Write, None);
        await Neo4jState.LockAsync(working, "", None);
        await using var store = await server.Options.OpenAsync();
        Assert.Equal(0, (await store.ReadVersionAsync(None)).Number);
        await working.CommitAsync(None);
    }

    [Fact]
    public async Task Opening_waits_for_the_rest_of_the_lease_says_so_and_undoes_what_a_writer_left()
    {
        await using var client = new Neo4jClient(server.Options);
        await using (await server.Options.OpenAsync())
        {
        }

        await client.RunAsync(
            "MATCH (s:GraphState) SET s.phase = 'staging', s.writer = 'another:1', s.batch = 3, s.heartbeat = datetime.realtime().epochMillis",
            null, Neo4jAccess.Write, None);
        await using var store = new Neo4jStore(server.Options.With(Short), TimeProvider.System, told.Enqueue);
        await store.OpenAsync(None);

        Assert.Equal(Neo4jState.Idle, (await Neo4jState.LookAsync(client, None)).Phase);
        Assert.Collection(
            told,
            first => Assert.Contains("after 1 s of silence this is undone", first, StringComparison.Ordinal),
            second => Assert.Contains("left unfinished: undone now", second, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Opening_does_not_wait_for_a_writer_that_goes_on()
    {
        await using var client = new Neo4jClient(server.Options);
        await using (await server.Options.OpenAsync())
        {
        }

        await client.RunAsync(
            "MATCH (s:GraphState) SET s.phase = 'staging', s.writer = 'another:1', s.batch = 3, s.heartbeat = datetime.realtime().epochMillis",
            null, Neo4jAccess.Write, None);
        await using var store = new Neo4jStore(server.Options, TimeProvider.System, told.Enqueue);
        var opening = store.OpenAsync(None);
        while (told.IsEmpty)
        {
            await Task.Delay(20);
        }

        await client.RunAsync("MATCH (s:GraphState) SET s.batch = 4", null, Neo4jAccess.Write, None);
        await opening;
        Assert.Equal("another:1", (await Neo4jState.LookAsync(client, None)).Writer);
    }
}
