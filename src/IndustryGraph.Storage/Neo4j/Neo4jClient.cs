using System.Buffers;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Polly;
using Polly.Timeout;

namespace IndustryGraph.Storage.Neo4j;

/// <summary>
/// Runs Cypher statements on one Neo4j database over its HTTP Query API v2 (Neo4j 5.26 and later). All that is known
/// of that protocol is here, in the transaction that this class opens, and in the typed JSON reader and writer; the
/// rest sees statements and records. Safe for concurrent use.
/// </summary>
/// <remarks>
/// <para>Each client passes the bookmarks of what it has seen on to its next requests, so that it reads its own writes.</para>
/// <para>
/// When a caller gives up on a statement, or it takes too long, the statement is stopped on the server too; see
/// <see cref="Neo4jStopper"/>.
/// </para>
/// </remarks>
internal sealed class Neo4jClient : IAsyncDisposable
{
    /// <summary>The longest answer that is read, in bytes. Ask in pages for more.</summary>
    public const int MaxAnswer = 1 << 30;

    internal static readonly IReadOnlyDictionary<string, object?> NoParameters = ReadOnlyDictionary<string, object?>.Empty;

    private readonly HttpClient _http;
    private readonly Uri _query;
    private readonly Neo4jRetry _retry;
    private readonly Neo4jBookmarks _bookmarks = new();
    private readonly Neo4jStopper _stopper;
    private readonly string _keyPrefix = Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);
    private long _keys;
    private long _statements;

    /// <param name="options">Where the server is.</param>
    /// <param name="time">The clock of time limits and waits.</param>
    /// <param name="handler">What sends the requests, in place of a pool of connections; the client disposes it.</param>
    /// <exception cref="ArgumentException">The options name no usable address.</exception>
    public Neo4jClient(Neo4jOptions options, TimeProvider? time = null, HttpMessageHandler? handler = null)
    {
        time ??= TimeProvider.System;
        _query = options.QueryAddress();
        _retry = new Neo4jRetry(options, time);
        _http = new HttpClient(handler ?? Connections(options)) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue(RequestJson.TypedMediaType));
        if (!string.IsNullOrEmpty(options.User))
        {
            var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.User}:{options.Password}"));
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", credentials);
        }

        _stopper = new Neo4jStopper(this, time);
    }

    /// <summary>How many statements this client has sent, repeated ones included.</summary>
    public long StatementsSent => Interlocked.Read(ref _statements);

    /// <summary>Runs one statement in a transaction of its own.</summary>
    /// <remarks>
    /// A read is repeated after a transient error and when the connection fails; a write only after a transient error,
    /// for then it was rolled back. A cancelled write may have been kept.
    /// </remarks>
    /// <exception cref="ArgumentException">A parameter cannot be sent.</exception>
    /// <exception cref="Neo4jException">Neo4j refused the statement, or it failed.</exception>
    /// <exception cref="Neo4jUnavailableException">Neo4j could not be reached; nothing was changed.</exception>
    /// <exception cref="CommitOutcomeUnknownException">The answer to a write was lost.</exception>
    public Task<IReadOnlyList<Neo4jRecord>> RunAsync(
        string statement, IReadOnlyDictionary<string, object?>? parameters, Neo4jAccess access, CancellationToken cancellation) =>
        GuardAsync(
            access is Neo4jAccess.Read ? _retry.Read : _retry.Write,
            commits: access is Neo4jAccess.Write,
            async token =>
            {
                var sent = _bookmarks.Current;
                var answer = await StatementAsync(_query, statement, parameters, access, sent, token).ConfigureAwait(false);
                _bookmarks.Replace(sent, answer.Bookmarks);
                return answer.Records;
            },
            cancellation);

    /// <summary>Opens a transaction. The server ends one that is idle for 60 s.</summary>
    /// <inheritdoc cref="RunAsync" path="/exception"/>
    public Task<Neo4jTransaction> BeginAsync(Neo4jAccess access, CancellationToken cancellation) =>

        // It carries no statement: opening one too many changes nothing and holds no lock.
        GuardAsync(
            _retry.Read,
            commits: false,
            async token =>
            {
                var sent = _bookmarks.Current;
                var body = RequestJson.Begin(access, sent);
                var answer = await ExchangeAsync(HttpMethod.Post, At("/tx"), body, token).ConfigureAwait(false);
                return answer.TransactionId is { } id
                    ? new Neo4jTransaction(this, At("/tx/" + Uri.EscapeDataString(id)), sent)
                    : throw new Neo4jUnavailableException("Neo4j opened a transaction without an id.", requestLeft: true);
            },
            cancellation);

    /// <summary>
    /// Runs the work in one transaction and commits it. After a transient error, such as a deadlock, the whole is rolled
    /// back and run again after a wait; so the work must not change anything else.
    /// </summary>
    /// <inheritdoc cref="RunAsync" path="/exception"/>
    public async Task<T> WriteAsync<T>(Func<Neo4jTransaction, CancellationToken, Task<T>> work, CancellationToken cancellation) =>
        await _retry.Transaction.ExecuteAsync(
            async token =>
            {
                var transaction = await BeginAsync(Neo4jAccess.Write, token).ConfigureAwait(false);
                await using (transaction.ConfigureAwait(false))
                {
                    var result = await work(transaction, token).ConfigureAwait(false);
                    await transaction.CommitAsync(token).ConfigureAwait(false);
                    return result;
                }
            },
            cancellation).ConfigureAwait(false);

    /// <summary>Whether a request of this key was sent by this client.</summary>
    internal bool IsOwn(string key) => key.StartsWith(_keyPrefix, StringComparison.Ordinal);

    public async ValueTask DisposeAsync()
    {
        await _stopper.DisposeAsync().ConfigureAwait(false);
        _http.Dispose();
    }

    internal Task<IReadOnlyList<Neo4jRecord>> RunInAsync(
        Uri transaction, string statement, IReadOnlyDictionary<string, object?>? parameters, CancellationToken cancellation) =>
        GuardAsync(
            _retry.Once,
            commits: false,
            async token =>
                (await StatementAsync(transaction, statement, parameters, null, [], token).ConfigureAwait(false)).Records,
            cancellation);

    /// <summary>Commits. Once sent it is not cancelled: that would only make its outcome unknown.</summary>
    internal Task CommitAsync(Uri transaction, string[] sent) =>
        GuardAsync(
            _retry.Once,
            commits: true,
            async token =>
            {
                var answer = await ExchangeAsync(HttpMethod.Post, new Uri(transaction + "/commit"), Neo4jBody.None, token).ConfigureAwait(false);
                _bookmarks.Replace(sent, answer.Bookmarks);
                return true;
            },
            CancellationToken.None);

    internal Task RollbackAsync(Uri transaction, CancellationToken cancellation) =>
        GuardAsync(
            _retry.Once,
            commits: false,
            async token => await ExchangeAsync(HttpMethod.Delete, transaction, Neo4jBody.None, token).ConfigureAwait(false),
            cancellation);

    /// <summary>Runs the upkeep of this client itself: not counted, not repeated, without bookmarks.</summary>
    internal Task<Neo4jAnswer> RunUpkeepAsync(
        string statement, IReadOnlyDictionary<string, object?> parameters, CancellationToken cancellation) =>
        ExchangeAsync(
            HttpMethod.Post, _query, RequestJson.Statement(statement, parameters, NextKey(), Neo4jAccess.Read, []), cancellation);

    private static SocketsHttpHandler Connections(Neo4jOptions options) => new()
    {
        ConnectTimeout = options.ConnectTimeout,

        // Neo4j closes a connection that is idle for 30 s; a request must not meet that moment.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),

        // The credentials go to the configured address and nowhere else.
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
    };

    /// <summary>Runs a request under its time limits and retries, and names what a failure means to a caller.</summary>
    /// <param name="retry">The limits and retries.</param>
    /// <param name="commits">A success keeps a change, so that a lost answer leaves its outcome open.</param>
    /// <param name="request">The request.</param>
    /// <param name="cancellation">Ends it.</param>
    private async Task<T> GuardAsync<T>(
        ResiliencePipeline retry, bool commits, Func<CancellationToken, Task<T>> request, CancellationToken cancellation)
    {
        try
        {
            return await retry.ExecuteAsync(
                static async (request, token) => await request(token).ConfigureAwait(false), request, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutRejectedException e)
        {
            // It may have been a bookmark that the server waits for in vain.
            _bookmarks.Forget();
            throw commits
                ? new CommitOutcomeUnknownException(e)
                : new Neo4jUnavailableException("Neo4j did not answer in time. " + e.Message, requestLeft: true, e);
        }
        catch (Neo4jUnavailableException e) when (commits && e.RequestLeft)
        {
            throw new CommitOutcomeUnknownException(e);
        }
        catch (Neo4jException e) when (commits && e.LeavesOutcomeOpen)
        {
            throw new CommitOutcomeUnknownException(e);
        }
    }

    private async Task<Neo4jAnswer> StatementAsync(
        Uri address,
        string statement,
        IReadOnlyDictionary<string, object?>? parameters,
        Neo4jAccess? access,
        string[] bookmarks,
        CancellationToken cancellation)
    {
        var key = NextKey();
        var body = RequestJson.Statement(statement, parameters ?? NoParameters, key, access, bookmarks);
        Interlocked.Increment(ref _statements);
        try
        {
            return await ExchangeAsync(HttpMethod.Post, address, body, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            _stopper.Stop(key);
            throw;
        }
        catch (Neo4jUnavailableException e) when (e.RequestLeft && access is null)
        {
            // While it runs, the transaction cannot be ended, and would hold its locks for 60 s after.
            _stopper.Stop(key);
            throw;
        }
        catch (Neo4jException e) when (e.IsBookmark)
        {
            _bookmarks.Forget();
            throw;
        }
    }

    /// <summary>Sends one request and reads its answer.</summary>
    private async Task<Neo4jAnswer> ExchangeAsync(
        HttpMethod method, Uri address, Neo4jBody body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, address);
        if (method == HttpMethod.Post)
        {
            request.Content = new ReadOnlyMemoryContent(body.Content);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(body.MediaType);
        }

        try
        {
            using var response = await _http
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
            var answer = await ReadAsync(response, cancellation).ConfigureAwait(false);

            // A status of success may come with errors, for it was sent before the last row was computed.
            if (answer.Error is { } error)
            {
                throw error;
            }

            return response.IsSuccessStatusCode
                ? answer
                : throw new Neo4jUnavailableException(
                    $"{address.Authority} answered status {(int)response.StatusCode} without a reason.", requestLeft: true);
        }
        catch (HttpRequestException e)
        {
            var requestLeft = e.HttpRequestError is not (
                HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError);
            throw new Neo4jUnavailableException($"Neo4j at {address.Authority} could not be reached: {e.Message}", requestLeft, e);
        }
        catch (IOException e)
        {
            throw new Neo4jUnavailableException($"The connection to Neo4j at {address.Authority} broke: {e.Message}", requestLeft: true, e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new Neo4jUnavailableException($"Neo4j at {address.Authority} took too long to connect to.", requestLeft: false, e);
        }
        catch (JsonException e)
        {
            throw new Neo4jUnavailableException(
                $"{address.Authority} did not answer as Neo4j's Query API does: {e.Message}", requestLeft: true, e);
        }
    }

    private static async Task<Neo4jAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(response.Content.Headers.ContentLength + 1 ?? 1 << 16, MaxAnswer));
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
            var length = 0;
            while (true)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(length), cancellation).ConfigureAwait(false);
                if (read == 0)
                {
                    return TypedJsonReader.Read(buffer.AsSpan(0, length));
                }

                length += read;
                if (length > MaxAnswer)
                {
                    throw new JsonException($"The answer is longer than {MaxAnswer} bytes.");
                }

                if (length == buffer.Length)
                {
                    var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                    buffer.AsSpan(0, length).CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private Uri At(string path) => new(_query + path);

    /// <summary>Of one length always, for the length of a text parameter is a part of what a plan is cached by.</summary>
    private string NextKey() => _keyPrefix + Interlocked.Increment(ref _keys).ToString("x16", CultureInfo.InvariantCulture);
}
