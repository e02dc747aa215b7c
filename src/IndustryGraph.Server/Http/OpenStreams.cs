using IndustryGraph.Server.GraphQL;

namespace IndustryGraph.Server.Http;

/// <summary>The places for event streams and WebSockets, and the end of all of them when the service stops.</summary>
internal sealed class OpenStreams(HttpLimits limits, IHostApplicationLifetime lifetime) : IDisposable
{
    private readonly SemaphoreSlim places = new(limits.Streams);

    /// <summary>How many more may open now.</summary>
    public int Free => places.CurrentCount;

    /// <summary>Cancelled when the service stops.</summary>
    public CancellationToken Stopping => lifetime.ApplicationStopping;

    /// <summary>Takes a place until what is returned is disposed of.</summary>
    /// <exception cref="GraphQLProblem">All places are taken.</exception>
    public IDisposable Open() => places.Wait(0)
        ? new Place(places)
        : throw new GraphQLProblem(ErrorCodes.TooBusy, "As many streams as the service allows are open. Close one, or try again later.")
        {
            RetryAfter = TimeSpan.FromSeconds(30),
        };

    /// <inheritdoc/>
    public void Dispose() => places.Dispose();

    private sealed class Place(SemaphoreSlim places) : IDisposable
    {
        private SemaphoreSlim? held = places;

        public void Dispose() => Interlocked.Exchange(ref held, null)?.Release();
    }
}
