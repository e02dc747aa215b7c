namespace IndustryGraph.Storage.Neo4j;

/// <summary>
/// Ends transactions that hold what a statement of this client waits for, and that nobody goes on with: a client that was
/// killed leaves one, and Neo4j itself would keep it, with its locks, for 60 s. A user may end their own transactions without
/// any right for it.
/// </summary>
internal sealed class Neo4jBlockers(Neo4jClient client, TimeProvider clock, Neo4jLimits limits)
{
    private const string Show =
        "SHOW TRANSACTIONS YIELD transactionId, status, currentQueryId, parameters "
        + "RETURN transactionId AS id, status, coalesce(currentQueryId, '') = '' AS idle, parameters." + RequestJson.RequestKey + " AS request";

    private const string End = "TERMINATE TRANSACTIONS $p.ids YIELD message RETURN message";
    private const string BlockedBy = "Blocked by: [";
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>Does work that may wait for locks, and looks after them meanwhile.</summary>
    public async Task<T> WatchAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var watching = WatchAsync(end.Token);
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            await watching.ConfigureAwait(false);
        }
    }

    private async Task WatchAsync(CancellationToken cancellation)
    {
        var idleSince = new Dictionary<string, long>(StringComparer.Ordinal);
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Look, clock, cancellation).ConfigureAwait(false);
                var rows = (await client.RunUpkeepAsync(Show, Neo4jClient.NoParameters, cancellation).ConfigureAwait(false)).Records;
                var blocking = rows.Where(row => IsOurs(row) && row.Get<string>("status").StartsWith(BlockedBy, StringComparison.Ordinal))
                    .SelectMany(row => row.Get<string>("status")[BlockedBy.Length..].TrimEnd(']').Split(',', StringSplitOptions.TrimEntries)).ToHashSet();
                var idle = rows.Where(row => row.Get<bool>("idle") && blocking.Contains(row.Get<string>("id"))).Select(row => row.Get<string>("id")).ToHashSet();
                foreach (var id in idleSince.Keys.Where(id => !idle.Contains(id)).ToArray())
                {
                    idleSince.Remove(id);
                }

                // One that was met for the first time may be between two statements.
                object?[] gone = [.. idleSince.Where(item => clock.GetElapsedTime(item.Value) >= limits.Lease).Select(item => item.Key)];
                foreach (var id in idle)
                {
                    idleSince.TryAdd(id, clock.GetTimestamp());
                }

                if (gone.Length > 0)
                {
                    await client.RunUpkeepAsync(End, Neo4jParameters.Of(("ids", gone)), cancellation).ConfigureAwait(false);
                }
            }
            catch (Exception error) when (error is Neo4jException or Neo4jUnavailableException or OperationCanceledException)
            {
                // Then it waits as long as Neo4j lets it.
            }
        }
    }

    private bool IsOurs(Neo4jRecord row) => row["request"] is string request && client.IsOwn(request);
}
