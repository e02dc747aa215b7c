using System.Diagnostics;
using System.Net;
using IndustryGraph.Storage.Neo4j;
using Xunit;

namespace IndustryGraph.Tests.Storage.Neo4j;

/// <summary>What a caller sees when the server or the way to it fails, tried on a real server.</summary>
[Collection(Neo4jTests.Name)]
public sealed class Neo4jFaultTests(Neo4jServer server) : IAsyncLifetime
{
    private const string LongStatement = "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b WITH a WHERE a < 0 RETURN count(*) AS n";

    private Neo4jClient _client = null!;
    private FaultProxy _proxy = null!;
    private Neo4jClient _cuttable = null!;

    public async ValueTask InitializeAsync()
    {
        _client = new Neo4jClient(server.Options);
        await server.EmptyDataAsync();
        _proxy = new FaultProxy(server.Options.Url!);
        _cuttable = new Neo4jClient(Through(_proxy.Url));

        // The connection that is cut has been used before: the HTTP client must not send again by itself on another.
        await _cuttable.RunAsync("RETURN 1", null, Neo4jAccess.Read, default);
    }

    public async ValueTask DisposeAsync()
    {
        // Absent where the test was skipped.
        if (_cuttable is not null)
        {
            await _cuttable.DisposeAsync();
            await _proxy.DisposeAsync();
            await _client.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(Cut.BeforeTheServer, 0)]
    [InlineData(Cut.BeforeTheAnswer, 1)]
    [InlineData(Cut.WithinTheAnswer, 1)]
    public async Task A_commit_whose_answer_is_lost_is_unknown_and_is_sent_once(Cut where, long kept)
    {
        _proxy.CutNext("/commit", where);
        await Assert.ThrowsAsync<CommitOutcomeUnknownException>(() => _cuttable.WriteAsync(
            async (transaction, cancellation) => await transaction.RunAsync("CREATE (:A)", null, cancellation), default));
        Assert.Single(_proxy.Requests, line => line.Contains("/commit", StringComparison.Ordinal));
        Assert.Equal(kept, await CountAsync());
    }

    [Theory]
    [InlineData(Cut.BeforeTheServer, 0)]
    [InlineData(Cut.BeforeTheAnswer, 1)]
    [InlineData(Cut.WithinTheAnswer, 1)]
    public async Task A_one_request_write_whose_answer_is_lost_is_unknown_and_is_sent_once(Cut where, long kept)
    {
        _proxy.CutNext("CREATE (:A)", where);
        await Assert.ThrowsAsync<CommitOutcomeUnknownException>(
            () => _cuttable.RunAsync("CREATE (:A)", null, Neo4jAccess.Write, default));
        Assert.Equal(2, _proxy.Requests.Count);
        Assert.Equal(kept, await CountAsync());
    }

    [Theory]
    [InlineData(Cut.BeforeTheServer)]
    [InlineData(Cut.BeforeTheAnswer)]
    [InlineData(Cut.WithinTheAnswer)]
    public async Task A_read_whose_answer_is_lost_is_read_again(Cut where)
    {
        _proxy.CutNext("RETURN 7", where);
        Assert.Equal(7L, (await _cuttable.RunAsync("RETURN 7 AS x", null, Neo4jAccess.Read, default))[0]["x"]);
        Assert.Equal(3, _proxy.Requests.Count);
    }

    [Fact]
    public async Task A_connection_lost_within_a_transaction_keeps_nothing_and_says_so()
    {
        _proxy.CutNext("CREATE (:A)", Cut.BeforeTheAnswer);
        await Assert.ThrowsAsync<Neo4jUnavailableException>(() => _cuttable.WriteAsync(
            async (transaction, cancellation) => await transaction.RunAsync("CREATE (:A)", null, cancellation), default));
        Assert.Equal(0, await CountAsync());
        Assert.DoesNotContain(_proxy.Requests, line => line.Contains("/commit", StringComparison.Ordinal));
        Assert.Contains(_proxy.Requests, line => line.StartsWith("DELETE ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unavailable_to_reads_and_writes()
    {
        await _proxy.DisposeAsync();
        await using var client = new Neo4jClient(Through(_proxy.Url));
        await Assert.ThrowsAsync<Neo4jUnavailableException>(() => client.RunAsync("RETURN 1", null, Neo4jAccess.Read, default));
        await Assert.ThrowsAsync<Neo4jUnavailableException>(() => client.RunAsync("CREATE (:A)", null, Neo4jAccess.Write, default));
        await Assert.ThrowsAsync<Neo4jUnavailableException>(() => client.BeginAsync(Neo4jAccess.Write, default));

        // A read is tried again; a write is not.
        Assert.Equal(3 + 1, client.StatementsSent);
    }

    [Fact]
    public async Task A_read_that_takes_too_long_is_unavailable_and_stopped_on_the_server()
    {
        await using var client = new Neo4jClient(Through(server.Options.Url!, requestTimeout: TimeSpan.FromSeconds(1), retries: 1));
        await Assert.ThrowsAsync<Neo4jUnavailableException>(() => client.RunAsync(LongStatement, null, Neo4jAccess.Read, default));
        Assert.Equal(2, client.StatementsSent);
        await AssertStoppedAsync();
    }

    [Fact]
    public async Task A_write_that_takes_too_long_is_unknown_and_stopped_on_the_server()
    {
        await using var client = new Neo4jClient(Through(server.Options.Url!, requestTimeout: TimeSpan.FromSeconds(1), retries: 1));
        await Assert.ThrowsAsync<CommitOutcomeUnknownException>(() => client.RunAsync(LongStatement, null, Neo4jAccess.Write, default));
        Assert.Equal(1, client.StatementsSent);
        await AssertStoppedAsync();
    }

    [Fact]
    public async Task A_statement_that_its_caller_gives_up_is_stopped_on_the_server()
    {
        using var giveUp = new CancellationTokenSource();
        var reading = _client.RunAsync(LongStatement, null, Neo4jAccess.Read, giveUp.Token);
        await AssertRunningAsync();
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        await AssertStoppedAsync();
        Assert.Equal(1, _client.StatementsSent);
    }

    [Fact]
    public async Task A_transaction_that_its_caller_gives_up_is_stopped_on_the_server()
    {
        using var giveUp = new CancellationTokenSource();
        var writing = _client.WriteAsync(
            async (transaction, cancellation) => await transaction.RunAsync(LongStatement, null, cancellation), giveUp.Token);
        await AssertRunningAsync();
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        await AssertStoppedAsync();
    }

    [Fact]
    public async Task A_client_that_ends_stops_what_was_given_up_just_before()
    {
        using var giveUp = new CancellationTokenSource();
        var client = new Neo4jClient(server.Options);
        var reading = client.RunAsync(LongStatement, null, Neo4jAccess.Read, giveUp.Token);
        await AssertRunningAsync();
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        await client.DisposeAsync();
        await AssertStoppedAsync();
    }

    [Fact]
    public async Task What_is_not_Neo4j_is_unavailable()
    {
        using var page = new Page();
        await using var client = new Neo4jClient(Through(server.Options.Url!), null, page);
        foreach (var (status, text) in new[] { (200, "<html>"), (200, "[]"), (502, "<html>"), (502, ""), (307, "{}") })
        {
            (page.Status, page.Text) = (status, text);
            await Assert.ThrowsAsync<Neo4jUnavailableException>(() => client.RunAsync("RETURN 1", null, Neo4jAccess.Read, default));
            await Assert.ThrowsAsync<CommitOutcomeUnknownException>(() => client.RunAsync("RETURN 1", null, Neo4jAccess.Write, default));
        }
    }

    private Neo4jOptions Through(Uri url, TimeSpan? requestTimeout = null, int retries = 2) => new()
    {
        Url = url,
        User = server.Options.User,
        Password = server.Options.Password,
        RequestTimeout = requestTimeout ?? TimeSpan.FromSeconds(30),
        Retries = retries,
        RetryDelay = TimeSpan.FromMilliseconds(10),
    };

    private async Task<long> CountAsync() =>
        (await _client.RunAsync("MATCH (n:A) RETURN count(n) AS n", null, Neo4jAccess.Read, default))[0].Get<long>("n");

    private Task AssertRunningAsync() => AssertLongStatementsAsync(count => count > 0);

    private Task AssertStoppedAsync() => AssertLongStatementsAsync(count => count == 0);

    /// <summary>Asks until it is so. The server itself would end the statement after 60 s only.</summary>
    private async Task AssertLongStatementsAsync(Func<long, bool> isSo)
    {
        await using var client = new Neo4jClient(server.Options);
        var since = Stopwatch.StartNew();
        long count;
        do
        {
            count = (await client.RunAsync(
                "SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery = $text RETURN count(*) AS n",
                new Dictionary<string, object?> { ["text"] = LongStatement }, Neo4jAccess.Read, default))[0].Get<long>("n");
            await Task.Delay(20);
        }
        while (!isSo(count) && since.Elapsed < TimeSpan.FromSeconds(20));
        Assert.True(isSo(count), $"{count} long statements run on the server");
    }

    /// <summary>Something else on Neo4j's port.</summary>
    private sealed class Page : HttpMessageHandler
    {
        public int Status { get; set; }

        public string Text { get; set; } = "";

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage((HttpStatusCode)Status) { Content = new StringContent(Text) });
    }
}
