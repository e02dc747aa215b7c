using IndustryGraph.Storage.Neo4j;
using Xunit;

namespace IndustryGraph.Tests.Storage.Neo4j;

[Collection(Neo4jTests.Name)]
public sealed class Neo4jTransactionTests(Neo4jServer server) : IAsyncLifetime
{
    private Neo4jClient _client = null!;

    private long _openBefore;

    public async ValueTask InitializeAsync()
    {
        _client = new Neo4jClient(server.Options);
        await server.EmptyDataAsync();

        // Other tests kill their clients: what these left open ends by itself within a minute.
        _openBefore = await OpenTransactionsAsync();
    }

    public async ValueTask DisposeAsync()
    {
        // Absent where the test was skipped.
        if (_client is not null)
        {
            await _client.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_commit_keeps_what_the_transaction_did()
    {
        await using (var transaction = await _client.BeginAsync(Neo4jAccess.Write, default))
        {
            await transaction.RunAsync("CREATE (:A)", null, default);
            await transaction.RunAsync("CREATE (:A)", null, default);
            Assert.Equal(0, await CountAsync());
            await transaction.CommitAsync(default);
        }

        Assert.Equal(2, await CountAsync());
    }

    [Fact]
    public async Task A_rollback_drops_it()
    {
        await using var transaction = await _client.BeginAsync(Neo4jAccess.Write, default);
        await transaction.RunAsync("CREATE (:A)", null, default);
        await transaction.RollbackAsync(default);
        Assert.Equal(0, await CountAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(() => transaction.CommitAsync(default));
    }

    [Fact]
    public async Task A_transaction_that_is_left_without_a_commit_is_rolled_back_at_once()
    {
        await using (var transaction = await _client.BeginAsync(Neo4jAccess.Write, default))
        {
            await transaction.RunAsync("CREATE (:A)", null, default);
        }

        Assert.Equal(0, await CountAsync());
        Assert.InRange(await OpenTransactionsAsync(), 0, _openBefore);
    }

    [Fact]
    public async Task An_error_ends_the_transaction_and_drops_what_it_did()
    {
        await using (var transaction = await _client.BeginAsync(Neo4jAccess.Write, default))
        {
            await transaction.RunAsync("CREATE (:A)", null, default);
            var error = await Assert.ThrowsAsync<Neo4jException>(
                () => transaction.RunAsync("UNWIND [1, 0] AS x RETURN 1 / x", null, default));
            Assert.Equal("Neo.ClientError.Statement.ArithmeticError", error.Code);
            await Assert.ThrowsAsync<InvalidOperationException>(() => transaction.CommitAsync(default));
        }

        Assert.Equal(0, await CountAsync());
        Assert.InRange(await OpenTransactionsAsync(), 0, _openBefore);
    }

    [Fact]
    public async Task An_exception_in_the_work_rolls_it_back_and_is_passed_on()
    {
        var runs = 0;
        await Assert.ThrowsAsync<FormatException>(() => _client.WriteAsync<int>(
            async (transaction, cancellation) =>
            {
                runs++;
                await transaction.RunAsync("CREATE (:A)", null, cancellation);
                throw new FormatException();
            },
            default));
        Assert.Equal(1, runs);
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task A_read_transaction_sees_its_own_mode()
    {
        await using var transaction = await _client.BeginAsync(Neo4jAccess.Read, default);
        var error = await Assert.ThrowsAsync<Neo4jException>(() => transaction.RunAsync("CREATE (:A)", null, default));
        Assert.Equal("Neo.ClientError.Statement.AccessMode", error.Code);
    }

    [Fact]
    public async Task Two_transactions_that_lock_each_other_out_both_get_done()
    {
        await _client.RunAsync("CREATE (:L {id: 1, n: 0}), (:L {id: 2, n: 0})", null, Neo4jAccess.Write, default);
        var runs = 0;
        var bothHoldOne = new Barrier(2);

        async Task<int> AddAsync(long first, long second) => await _client.WriteAsync(
            async (transaction, cancellation) =>
            {
                // Each holds one node before either asks for the other's: a deadlock, on the first run.
                var run = Interlocked.Increment(ref runs);
                await LockAndAddAsync(transaction, first, cancellation);
                if (run <= 2)
                {
                    await Task.Run(() => bothHoldOne.SignalAndWait(TimeSpan.FromSeconds(20)), cancellation);
                }

                await LockAndAddAsync(transaction, second, cancellation);
                return run;
            },
            TestContext.Current.CancellationToken);

        await Task.WhenAll(AddAsync(1, 2), AddAsync(2, 1));
        Assert.True(runs >= 3, $"{runs} runs: there was no deadlock to recover from");
        var rows = await _client.RunAsync("MATCH (l:L) RETURN l.n AS n", null, Neo4jAccess.Read, default);
        Assert.Equal([2L, 2L], rows.Select(row => row.Get<long>("n")));
        bothHoldOne.Dispose();
    }

    [Fact]
    public async Task A_deadlock_that_comes_again_each_time_is_reported_after_the_last_try()
    {
        var runs = 0;
        await using var client = new Neo4jClient(With(retries: 2));
        await Assert.ThrowsAsync<Neo4jException>(() => client.WriteAsync<int>(
            (_, _) =>
            {
                runs++;
                throw new Neo4jException("Neo.TransientError.Transaction.DeadlockDetected", "again");
            },
            default));
        Assert.Equal(3, runs);
    }

    [Fact]
    public async Task A_client_sends_on_the_bookmarks_of_what_it_has_seen()
    {
        using var seen = new Recorder();
        await using var client = new Neo4jClient(server.Options, null, seen);
        await client.RunAsync("CREATE (:A)", null, Neo4jAccess.Write, default);
        Assert.DoesNotContain("bookmarks", seen.Bodies[0], StringComparison.Ordinal);
        await client.WriteAsync(
            async (transaction, cancellation) => await transaction.RunAsync("CREATE (:A)", null, cancellation), default);
        await client.RunAsync("RETURN 1", null, Neo4jAccess.Read, default);

        // Opening carries the bookmark of the first write; statement and commit carry none; the read has the commit's.
        Assert.Equal([false, true, false, false, true], seen.Bodies.Select(body => body.Contains("FB:", StringComparison.Ordinal)));
        Assert.NotEqual(Bookmark(seen.Bodies[1]), Bookmark(seen.Bodies[4]));
    }

    [Fact]
    public void Answers_in_any_order_lose_no_bookmark()
    {
        var bookmarks = new Neo4jBookmarks();
        bookmarks.Replace([], ["a"]);
        var (first, second) = (bookmarks.Current, bookmarks.Current);
        bookmarks.Replace(first, ["c"]);
        bookmarks.Replace(second, ["b"]);
        Assert.Equal(["b", "c"], bookmarks.Current.Order());
        bookmarks.Replace(bookmarks.Current, ["d"]);
        Assert.Equal(["d"], bookmarks.Current);
        bookmarks.Forget();
        Assert.Empty(bookmarks.Current);
    }

    private static async Task LockAndAddAsync(Neo4jTransaction transaction, long id, CancellationToken cancellation) =>
        await transaction.RunAsync(
            "MATCH (l:L {id: $id}) SET l.n = l.n + 1", new Dictionary<string, object?> { ["id"] = id }, cancellation);

    private static string Bookmark(string body) => body[body.IndexOf("FB:", StringComparison.Ordinal)..].Split('"')[0];

    private Neo4jOptions With(int retries) => new()
    {
        Url = server.Options.Url,
        User = server.Options.User,
        Password = server.Options.Password,
        Retries = retries,
        RetryDelay = TimeSpan.FromMilliseconds(1),
    };

    private async Task<long> CountAsync() =>
        (await _client.RunAsync("MATCH (n:A) RETURN count(n) AS n", null, Neo4jAccess.Read, default))[0].Get<long>("n");

    private async Task<long> OpenTransactionsAsync() => (await _client.RunAsync(
        "SHOW TRANSACTIONS YIELD currentQuery WHERE NOT currentQuery STARTS WITH 'SHOW' RETURN count(*) AS n",
        null, Neo4jAccess.Read, default))[0].Get<long>("n");

    private sealed class Recorder() : DelegatingHandler(new SocketsHttpHandler())
    {
        public List<string> Bodies { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Bodies.Add(request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken));
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
