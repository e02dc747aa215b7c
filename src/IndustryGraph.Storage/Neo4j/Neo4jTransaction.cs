namespace IndustryGraph.Storage.Neo4j;

/// <summary>
/// An open transaction. It is rolled back unless it was committed; the first error ends it. One statement at a time.
/// </summary>
internal sealed class Neo4jTransaction : IAsyncDisposable
{
    private static readonly TimeSpan RollbackTimeout = TimeSpan.FromSeconds(5);

    private readonly Neo4jClient _client;
    private readonly Uri _address;
    private readonly string[] _bookmarks;
    private bool _ended;

    internal Neo4jTransaction(Neo4jClient client, Uri address, string[] bookmarks)
    {
        _client = client;
        _address = address;
        _bookmarks = bookmarks;
    }

    /// <summary>Runs one statement. Nothing is repeated: the transaction is over after any failure.</summary>
    /// <inheritdoc cref="Neo4jClient.RunAsync" path="/exception"/>
    public async Task<IReadOnlyList<Neo4jRecord>> RunAsync(
        string statement, IReadOnlyDictionary<string, object?>? parameters, CancellationToken cancellation)
    {
        ThrowIfEnded();
        try
        {
            return await _client.RunInAsync(_address, statement, parameters, cancellation).ConfigureAwait(false);
        }
        catch (Neo4jException)
        {
            _ended = true;
            throw;
        }
    }

    /// <summary>Keeps all changes.</summary>
    /// <exception cref="Neo4jException">Neo4j rolled the transaction back.</exception>
    /// <exception cref="Neo4jUnavailableException">Neo4j could not be reached; nothing was kept.</exception>
    /// <exception cref="CommitOutcomeUnknownException">The answer was lost.</exception>
    public async Task CommitAsync(CancellationToken cancellation)
    {
        ThrowIfEnded();
        cancellation.ThrowIfCancellationRequested();
        _ended = true;
        try
        {
            await _client.CommitAsync(_address, _bookmarks).ConfigureAwait(false);
        }
        catch (CommitOutcomeUnknownException)
        {
            // Where the request did not arrive, the transaction would hold its locks for 60 s.
            await RollbackQuietlyAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Drops all changes.</summary>
    /// <exception cref="Neo4jException">The transaction is not there any more, so nothing was kept.</exception>
    /// <exception cref="Neo4jUnavailableException">Neo4j could not be reached; it drops the changes by itself within 60 s.</exception>
    public async Task RollbackAsync(CancellationToken cancellation)
    {
        ThrowIfEnded();
        _ended = true;
        await _client.RollbackAsync(_address, cancellation).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        await RollbackQuietlyAsync().ConfigureAwait(false);
    }

    private async Task RollbackQuietlyAsync()
    {
        using var limit = new CancellationTokenSource(RollbackTimeout);
        try
        {
            await _client.RollbackAsync(_address, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is Neo4jException or Neo4jUnavailableException or OperationCanceledException)
        {
            // The server drops what is left within 60 s. The first failure is the one to report.
        }
    }

    private void ThrowIfEnded()
    {
        if (_ended)
        {
            throw new InvalidOperationException("The transaction is over.");
        }
    }
}
