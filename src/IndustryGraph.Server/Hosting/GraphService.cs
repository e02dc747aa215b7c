using System.Diagnostics;
using IndustryGraph.Bundles;
using IndustryGraph.Changes;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;
using Microsoft.Extensions.Options;

namespace IndustryGraph.Server.Hosting;

/// <summary>
/// Opens the store, brings the seed in, serves the current version, and follows the versions that others write. While the
/// store is away it keeps serving the last version and says that it is stale.
/// </summary>
internal sealed partial class GraphService(
    IGraphStore store, GraphHolder holder, IOptions<GraphOptions> options, IHostApplicationLifetime lifetime,
    ProgramExit exit, TimeProvider time, ILogger<GraphService> log) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(5);

    // Further behind than this, reading the whole graph is cheaper than stepping through its versions.
    private const int LongestCatchUp = 16;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // Whether the address is free is known first: where it is taken, the store stays untouched.
            await StartedAsync(stoppingToken).ConfigureAwait(false);
            var seed = ReadSeed(stoppingToken);
            await WithRetriesAsync(() => LoadAsync(seed, stoppingToken), stoppingToken).ConfigureAwait(false);
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

    private async Task LoadAsync(BundleContents? seed, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        await store.OpenAsync(cancellation).ConfigureAwait(false);
        var stored = await ReadAllAsync(cancellation).ConfigureAwait(false);
        var current = seed is null ? stored
            : await new SeedLoader(store).LoadAsync(seed, stored, cancellation).ConfigureAwait(false);
        holder.Advance(current);
        LogServing(current.Version.Number, current.Version.LoadedAt, store.Description, watch.ElapsedMilliseconds);
        LogSeed(current.Version.Number == stored.Version.Number
            ? "The seed is in the store already: nothing was loaded."
            : $"Loaded from the seed: {Describe(current.Version.Counts)}.");
        LogContents(current.EntityCount, Counts(EntityKinds.All.Select(kind => (kind.Code(), current.OfKind(kind).Length))));
        LogContents2(current.LinkCount, Counts(LinkKinds.All.Select(kind => (kind.Code(), current.CountOf(kind)))));
    }

    private async Task<GraphSnapshot> ReadAllAsync(CancellationToken cancellation)
    {
        var builder = new GraphSnapshotBuilder();
        var version = await store.ReadAllAsync(builder, cancellation).ConfigureAwait(false);
        var snapshot = builder.Build(version);
        if (builder.Problems.Count > 0)
        {
            LogDamaged(builder.Problems.Count, builder.Problems[0].Message);
        }

        return snapshot;
    }

    private async Task FollowAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Poll, time);
        while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false))
        {
            try
            {
                await CatchUpAsync(cancellation).ConfigureAwait(false);
                if (holder.Served!.Stale)
                {
                    holder.MarkStale(false);
                    LogBack(store.Description, holder.Snapshot!.Version.Number);
                }
            }
            catch (StoreUnavailableException away)
            {
                if (!holder.Served!.Stale)
                {
                    holder.MarkStale(true);
                    LogAway(store.Description, holder.Snapshot!.Version.Number, away.Message);
                }
            }
        }
    }

    private async Task CatchUpAsync(CancellationToken cancellation)
    {
        var served = holder.Snapshot!;
        var stored = await store.ReadVersionAsync(cancellation).ConfigureAwait(false);
        if (stored.Number == served.Version.Number && stored.ChangeSetId == served.Version.ChangeSetId)
        {
            return;
        }

        var missing = stored.Number - served.Version.Number;
        var next = missing is > 0 and <= LongestCatchUp
            ? await StepAsync(served, cancellation).ConfigureAwait(false) : null;
        next ??= await ReadAllAsync(cancellation).ConfigureAwait(false);
        holder.Advance(next);
        LogFollowed(next.Version.Number);
    }

    // The served version and each change set since; null where that does not lead to the stored version.
    private async Task<GraphSnapshot?> StepAsync(GraphSnapshot served, CancellationToken cancellation)
    {
        foreach (var version in await store.ReadHistoryAsync(served.Version.Number, LongestCatchUp, cancellation).ConfigureAwait(false))
        {
            var changes = await store.ReadChangesAsync(version.Number, cancellation).ConfigureAwait(false);
            if (changes is null || served.With(changes, version).Next is not { } next)
            {
                return null;
            }

            served = next;
        }

        return served;
    }

    private async Task WithRetriesAsync(Func<Task> attempt, CancellationToken cancellation)
    {
        for (var wait = FirstRetry; ; wait = wait * 2 < LongestRetry ? wait * 2 : LongestRetry)
        {
            try
            {
                await attempt().ConfigureAwait(false);
                return;
            }
            catch (StoreUnavailableException away)
            {
                LogWaiting(store.Description, wait.TotalMilliseconds, away.Message);
                await Task.Delay(wait, time, cancellation).ConfigureAwait(false);
            }
        }
    }

    private void Stop(ExitCode code)
    {
        exit.Code = code;
        lifetime.StopApplication();
    }

    private static string Describe(ChangeCounts counts) =>
        $"{counts.EntitiesPut} entities and {counts.LinksPut} links put, {counts.EntitiesRemoved} entities and {counts.LinksRemoved} links removed";

    private static string Counts(IEnumerable<(string Name, int Count)> counts) =>
        string.Join(", ", counts.Where(item => item.Count > 0).Select(item => $"{item.Name} {item.Count}"));

    [LoggerMessage(LogLevel.Information, "Serving version {Version} of {LoadedAt:u} from {Store}, ready after {Milliseconds} ms.")]
    private partial void LogServing(long version, DateTimeOffset loadedAt, string store, long milliseconds);

    [LoggerMessage(LogLevel.Information, "{What}")]
    private partial void LogSeed(string what);

    [LoggerMessage(LogLevel.Information, "{Count} entities: {Kinds}.")]
    private partial void LogContents(int count, string kinds);

    [LoggerMessage(LogLevel.Information, "{Count} links: {Kinds}.")]
    private partial void LogContents2(int count, string kinds);

    [LoggerMessage(LogLevel.Information, "Version {Version} came from the store and is served now.")]
    private partial void LogFollowed(long version);

    [LoggerMessage(LogLevel.Information, "{Store} is back; version {Version} is served and current.")]
    private partial void LogBack(string store, long version);

    [LoggerMessage(LogLevel.Warning, "{Store} is away; version {Version} is served on and marked stale. {Reason}")]
    private partial void LogAway(string store, long version, string reason);

    [LoggerMessage(LogLevel.Warning, "{Store} is not to be reached; trying again in {Milliseconds} ms. {Reason}")]
    private partial void LogWaiting(string store, double milliseconds, string reason);

    [LoggerMessage(LogLevel.Error, "{Count} item(s) of the store cannot stand in a graph and are left out; it was changed by hand. The first: {Problem}")]
    private partial void LogDamaged(int count, string problem);

    [LoggerMessage(LogLevel.Critical, "{Message} Nothing was loaded; the stored graph is as it was.{Problems}")]
    private partial void LogSeedRefused(string message, string problems);

    [LoggerMessage(LogLevel.Critical, "{Message}")]
    private partial void LogStoreRefused(string message);

    [LoggerMessage(LogLevel.Critical, "The service failed.")]
    private partial void LogFailed(Exception bug);
}
