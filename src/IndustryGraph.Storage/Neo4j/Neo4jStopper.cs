namespace IndustryGraph.Storage.Neo4j;

/// <summary>Stops statements on the server that nobody waits for any more.</summary>
/// <remarks>
/// Found on 5.26: a statement runs on when its client hangs up, to the end or to <c>db.transaction.timeout</c>. Closing
/// its transaction by DELETE does not stop it either: while a statement runs, DELETE answers status 500 and the
/// statement goes on. What stops it, in some 50 ms, is TERMINATE TRANSACTIONS, and the transaction is found by a
/// parameter that names the request. A user may stop their own transactions without any right for it.
/// </remarks>
internal sealed class Neo4jStopper(Neo4jClient client, TimeProvider time) : IAsyncDisposable
{
    private const string Statement =
        "SHOW TRANSACTIONS YIELD transactionId AS id, parameters WHERE parameters." + RequestJson.RequestKey + " IN $p.keys "
        + "TERMINATE TRANSACTIONS id YIELD message RETURN message";

    /// <summary>Lets a request that has just left arrive, and gathers others that are given up at the same time.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(100);

    /// <summary>A server that is away does not run the statement either.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _end = new();
    private List<object?> _keys = [];
    private Task _running = Task.CompletedTask;

    /// <summary>Stops the statement of a request soon, if it is still running. Returns at once.</summary>
    public void Stop(string key)
    {
        lock (_gate)
        {
            _keys.Add(key);
            if (_running.IsCompleted && !_end.IsCancellationRequested)
            {
                _running = Task.Run(StopGatheredAsync);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task running;
        lock (_gate)
        {
            _end.Cancel();
            running = _running;
        }

        await running.ConfigureAwait(false);
        _end.Dispose();
    }

    private async Task StopGatheredAsync()
    {
        while (true)
        {
            // Those given up just before the client ends are stopped too, without the wait.
            await Task.Delay(Gathering, time, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            List<object?> keys;
            lock (_gate)
            {
                if (_keys.Count == 0)
                {
                    _running = Task.CompletedTask;
                    return;
                }

                (keys, _keys) = (_keys, []);
            }

            using var limit = new CancellationTokenSource(Limit, time);
            try
            {
                await client.RunUpkeepAsync(
                    Statement, Neo4jParameters.Of(("keys", keys)), limit.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is Neo4jException or Neo4jUnavailableException or OperationCanceledException)
            {
                // Then the server's own limit on the time of a transaction ends the statement.
            }
        }
    }
}
