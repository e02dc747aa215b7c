namespace IndustryGraph.Server.GraphQL;

/// <summary>The places for heavy requests; who finds none is refused at once rather than queued.</summary>
public sealed class HeavyRequests(GraphQLOptions options) : IDisposable
{
    private readonly SemaphoreSlim places = new(options.Limits.HeavyAtOnce);

    /// <summary>How many more may enter now.</summary>
    public int Free => places.CurrentCount;

    /// <summary>Takes a place until what is returned is disposed of.</summary>
    /// <exception cref="GraphQLProblem">All places are taken.</exception>
    public IDisposable Enter() => places.Wait(0)
        ? new Place(places)
        : throw new GraphQLProblem(ErrorCodes.TooBusy, "Too many heavy requests are running. Wait a second and send the request again, or ask for less.")
        {
            RetryAfter = TimeSpan.FromSeconds(1),
        };

    /// <inheritdoc/>
    public void Dispose() => places.Dispose();

    private sealed class Place(SemaphoreSlim places) : IDisposable
    {
        private SemaphoreSlim? held = places;

        public void Dispose() => Interlocked.Exchange(ref held, null)?.Release();
    }
}
