using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace IndustryGraph.Storage.Neo4j;

/// <summary>
/// What is tried again, how often and after which wait. The pipelines surround the reading of the answer, and are not
/// message handlers, because an answer of status 202 may still hold a transient error.
/// </summary>
internal sealed class Neo4jRetry
{
    public Neo4jRetry(Neo4jOptions options, TimeProvider time)
    {
        // A read changes nothing, so it is repeated when the server said so and when the connection failed.
        Read = Pipeline(options, time, static e =>
            e is Neo4jException { IsTransient: true } or Neo4jUnavailableException or TimeoutRejectedException);

        // A write is repeated only when the server said that it was rolled back. One that is too large stays so.
        Write = Pipeline(options, time, static e => e is Neo4jException { IsTransient: true, IsTooLarge: false });

        // Within a transaction nothing is repeated: the first error ends it.
        Once = New(time).AddTimeout(options.RequestTimeout).Build();

        // The whole of a transaction. Its requests have their own time limits; its length is the caller's matter.
        Transaction = New(time)
            .AddRetry(Strategy(options, static e => e is Neo4jException { IsTransient: true, IsTooLarge: false }))
            .Build();
    }

    public ResiliencePipeline Read { get; }

    public ResiliencePipeline Write { get; }

    public ResiliencePipeline Once { get; }

    public ResiliencePipeline Transaction { get; }

    private static ResiliencePipelineBuilder New(TimeProvider time) => new() { TimeProvider = time };

    private static ResiliencePipeline Pipeline(Neo4jOptions options, TimeProvider time, Func<Exception, bool> again) => New(time)
        .AddTimeout(options.TotalTimeout)
        .AddRetry(Strategy(options, again))
        .AddTimeout(options.RequestTimeout)
        .Build();

    private static RetryStrategyOptions Strategy(Neo4jOptions options, Func<Exception, bool> again) => new()
    {
        ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is { } e && again(e)),
        MaxRetryAttempts = options.Retries,
        Delay = options.RetryDelay,
        MaxDelay = options.MaxRetryDelay,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
    };
}
