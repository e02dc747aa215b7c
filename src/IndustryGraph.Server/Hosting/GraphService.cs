using System.Diagnostics;
using IndustryGraph.Bundles;
using IndustryGraph.Model;
using IndustryGraph.Server.GraphQL;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;
using Microsoft.Extensions.Options;

namespace IndustryGraph.Server.Hosting;

/// <summary>
/// Opens the store, brings the seed in, serves the current version, and follows the versions that others write. While the
/// store is away it keeps serving the last version and says that it is stale.
/// </summary>
internal sealed partial class GraphService(
    IGraphStore store, GraphHolder holder, IVersionFollower follower, IOptions<GraphOptions> options,
    IHostApplicationLifetime lifetime, ProgramExit exit, TimeProvider time, ILogger<GraphService> log) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // Whether the address is free is known first: where it is taken, the store stays untouched.
            await StartedAsync(stoppingToken).ConfigureAwait(false);
            var seed = ReadSeed(stoppingToken);
            await StartServingAsync(seed, stoppingToken).ConfigureAwait(false);
            await FollowAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to stop.
        }
        catch (SeedRefusedException refused)
        {
            LogSeedRefused(refused.Message, string.Concat(refused.Problems.Select(problem => $"{Environment.NewLine}  {problem}")));
            Stop(ExitCode.SeedRefused);
        }
        catch (StoreRefusedException refused)
        {
            LogStoreRefused(refused.Message);
            Stop(ExitCode.StoreRefused);
        }
        catch (Exception bug)
        {
            LogFailed(bug);
            Stop(ExitCode.Failed);
        }
    }

    private async Task StartedAsync(CancellationToken cancellation)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var starting = lifetime.ApplicationStarted.Register(started.SetResult).ConfigureAwait(false);
        await started.Task.WaitAsync(cancellation).ConfigureAwait(false);
    }

    private BundleContents? ReadSeed(CancellationToken cancellation)
    {
        var path = options.Value.Seed;
        if (path.Length == 0)
        {
            return null;
        }

        var seed = BundleReader.Read(path, cancellation);
        return seed.Problems.Count == 0 ? seed
            : throw new SeedRefusedException(seed.ProblemCount, [.. seed.Problems.Select(problem => problem.ToString())]);
    }

    // Waits for a store that is away, as long as it takes.
    private async Task StartServingAsync(BundleContents? seed, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        for (var wait = FirstRetry; ; wait = wait * 2 < LongestRetry ? wait * 2 : LongestRetry)
        {
            try
            {
                await store.OpenAsync(cancellation).ConfigureAwait(false);
                var (version, seeded) = await follower.StartAsync(seed, cancellation).ConfigureAwait(false);
                LogServing(version.Number, version.LoadedAt, store.Description, watch.ElapsedMilliseconds);
                LogSeed(seed is null ? "No seed is configured."
                    : seeded ? $"Loaded from the seed: {Describe(version.Counts)}."
                    : "The seed is in the store already: nothing was loaded.");
                await LogContentsAsync(cancellation).ConfigureAwait(false);
                return;
            }
            catch (StoreUnavailableException away)
            {
                LogWaiting(store.Description, wait.TotalMilliseconds, away.Message);
                await Task.Delay(wait, time, cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task FollowAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Poll, time);
        while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false))
        {
            try
            {
                if (await follower.CatchUpAsync(cancellation).ConfigureAwait(false) is { } version)
                {
                    LogFollowed(version.Number);
                }

                if (holder.Stale)
                {
                    holder.Stale = false;
                    LogBack(store.Description);
                }
            }
            catch (StoreUnavailableException away)
            {
                if (!holder.Stale)
                {
                    holder.Stale = true;
                    LogAway(store.Description, away.Message);
                }
            }
        }
    }

    // The version is served already, and like any question this one may find that the store has moved on or gone away.
    private async Task LogContentsAsync(CancellationToken cancellation)
    {
        KindCounts counts;
        try
        {
            counts = await holder.Served!.Reader.CountAsync(cancellation).ConfigureAwait(false);
        }
        catch (GraphQLProblem refused)
        {
            LogUncounted(refused.Message);
            return;
        }

        LogEntities(counts.Entities.Values.Sum(), Counts(counts.Entities.OrderBy(item => item.Key).Select(item => (item.Key.Code(), item.Value))));
        LogLinks(counts.Links.Values.Sum(), Counts(counts.Links.OrderBy(item => item.Key).Select(item => (item.Key.Code(), item.Value))));
    }

    private void Stop(ExitCode code)
    {
        exit.Code = code;
        lifetime.StopApplication();
    }

    private static string Describe(ChangeCounts counts) =>
        $"{counts.EntitiesPut} entities and {counts.LinksPut} links put, {counts.EntitiesRemoved} entities and {counts.LinksRemoved} links removed";

    private static string Counts(IEnumerable<(string Name, long Count)> counts) =>
        string.Join(", ", counts.Select(item => $"{item.Name} {item.Count}"));

    [LoggerMessage(LogLevel.Information, "Serving version {Version} of {LoadedAt:u} from {Store}, ready after {Milliseconds} ms.")]
    private partial void LogServing(long version, DateTimeOffset loadedAt, string store, long milliseconds);

    [LoggerMessage(LogLevel.Information, "{What}")]
    private partial void LogSeed(string what);

    [LoggerMessage(LogLevel.Information, "{Count} entities: {Kinds}.")]
    private partial void LogEntities(long count, string kinds);

    [LoggerMessage(LogLevel.Information, "{Count} links: {Kinds}.")]
    private partial void LogLinks(long count, string kinds);

    [LoggerMessage(LogLevel.Information, "What the graph holds was not counted. {Reason}")]
    private partial void LogUncounted(string reason);

    [LoggerMessage(LogLevel.Information, "Version {Version} came from the store and is served now.")]
    private partial void LogFollowed(long version);

    [LoggerMessage(LogLevel.Information, "{Store} is back, and the version that is served is current.")]
    private partial void LogBack(string store);

    [LoggerMessage(LogLevel.Warning, "{Store} is away; answers are marked stale until it is back. {Reason}")]
    private partial void LogAway(string store, string reason);

    [LoggerMessage(LogLevel.Warning, "{Store} is not to be reached; trying again in {Milliseconds} ms. {Reason}")]
    private partial void LogWaiting(string store, double milliseconds, string reason);

    [LoggerMessage(LogLevel.Critical, "{Message} Nothing was loaded; the stored graph is as it was.{Problems}")]
    private partial void LogSeedRefused(string message, string problems);

    [LoggerMessage(LogLevel.Critical, "{Message}")]
    private partial void LogStoreRefused(string message);

    [LoggerMessage(LogLevel.Critical, "The service failed.")]
    private partial void LogFailed(Exception bug);
}
