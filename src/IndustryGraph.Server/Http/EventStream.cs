using IndustryGraph.Server.GraphQL;

namespace IndustryGraph.Server.Http;

/// <summary>
/// GraphQL over server-sent events, in the protocol's distinct-connections mode: one request, one stream of its results, and
/// <c>complete</c> at its end. Queries get one result.
/// </summary>
/// <remarks>
/// Nothing is queued: the next result is made when the one before has been written. A client that reads too slowly loses the
/// connection by the web server's limit on slow readers.
/// </remarks>
internal static class EventStream
{
    /// <summary>Writes the responses as they come, and a sign of life where none does.</summary>
    /// <returns>The first response where it is a refusal that HTTP has a status for: then nothing is written yet.</returns>
    public static async Task<GraphQLResponse?> WriteAsync(
        HttpContext http, Func<CancellationToken, IAsyncEnumerable<GraphQLResponse>> responses, TimeSpan ping, CancellationToken stopping)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        await using var each = responses(ended.Token).GetAsyncEnumerator(CancellationToken.None);
        using var buffer = new PooledBuffer();
        var started = false;
        try
        {
            while (await NextAsync(http, each, ping, ended.Token))
            {
                if (!started && each.Current.Refusal is { Kind.OfGraphQL: false })
                {
                    return each.Current;
                }

                if (!started)
                {
                    Start(http.Response);
                    started = true;
                }

                buffer.Clear();
                buffer.Add("event: next\ndata: "u8);
                ResponseWriter.Write(buffer, each.Current);
                buffer.Add("\n\n"u8);
                await http.Response.Body.WriteAsync(buffer.Written, ended.Token);
                await http.Response.Body.FlushAsync(ended.Token);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && !http.RequestAborted.IsCancellationRequested)
        {
            if (!started)
            {
                return GraphQLResponse.Refused(new GraphQLProblem(ErrorCodes.Unavailable, "The service stops. Connect again.") { RetryAfter = TimeSpan.FromSeconds(5) });
            }
        }

        await http.Response.Body.WriteAsync("event: complete\ndata: \n\n"u8.ToArray(), http.RequestAborted);
        return null;
    }

    private static void Start(HttpResponse response)
    {
        response.ContentType = MediaTypes.EventStream + "; charset=utf-8";
        response.Headers.CacheControl = "no-store";

        // Proxies such as nginx hold answers back otherwise.
        response.Headers["X-Accel-Buffering"] = "no";
    }

    private static async Task<bool> NextAsync(
        HttpContext http, IAsyncEnumerator<GraphQLResponse> each, TimeSpan ping, CancellationToken cancellation)
    {
        var next = each.MoveNextAsync();
        if (next.IsCompleted)
        {
            return await next;
        }

        var waited = next.AsTask();
        while (true)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            if (await Task.WhenAny(waited, Task.Delay(ping, stop.Token)) == waited || cancellation.IsCancellationRequested)
            {
                await stop.CancelAsync();
                return await waited;
            }

            if (http.Response.HasStarted)
            {
                await SignAsync(http.Response.Body, cancellation);
            }
        }
    }

    private static async Task SignAsync(Stream body, CancellationToken cancellation)
    {
        try
        {
            await body.WriteAsync(":\n\n"u8.ToArray(), cancellation);
            await body.FlushAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            // The wait for the next result ends by the same token.
        }
    }
}
