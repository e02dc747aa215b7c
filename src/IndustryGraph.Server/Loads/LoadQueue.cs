using System.Collections.Concurrent;
using System.Threading.Channels;
using IndustryGraph.Bundles.Packing;
using IndustryGraph.Loads;
using IndustryGraph.Server.GraphQL;
using IndustryGraph.Server.Hosting;
using IndustryGraph.Server.Reads;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;
using Microsoft.Extensions.Options;

namespace IndustryGraph.Server.Loads;

/// <summary>The loads of the service: one runs at a time, some wait, and the last ones are kept with what came of them.</summary>
internal sealed partial class LoadQueue : BackgroundService
{
    // A smaller archive is loaded sooner than a process is started, and what is served need not be read once more.
    private const int LargeBytes = 256 * 1024;

    private readonly IGraphStore store;
    private readonly GraphLoader loader;
    private readonly LoadProcess process;
    private readonly GraphHolder holder;
    private readonly IVersionFollower follower;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly SemaphoreSlim places;
    private readonly int mostKept;
    private readonly Channel<LoadJob> waiting = Channel.CreateUnbounded<LoadJob>();
    private readonly ConcurrentDictionary<string, LoadJob> jobs = new();
    private readonly Queue<LoadJob> ended = new();
    private readonly string? parent;
    private readonly Lazy<ScratchFolder> folder;

    /// <summary>Runs loads into a store.</summary>
    public LoadQueue(
        IGraphStore store, LoadProcess process, GraphHolder holder, IVersionFollower follower, IOptions<LoadsOptions> options, TimeProvider time,
        ILogger<LoadQueue> log)
    {
        (this.store, this.process, this.holder, this.follower, this.time, this.log) = (store, process, holder, follower, time, log);
        loader = new GraphLoader(store, time);
        places = new SemaphoreSlim(options.Value.AtOnce);
        mostKept = options.Value.Kept;
        parent = options.Value.Folder is { Length: > 0 } asked ? asked : null;

        // A disk that is full now need not be so for ever: a failure is not kept.
        folder = new(() => ScratchFolder.Create(parent), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>Takes a place for a load that is about to come, until what is returned is disposed of or becomes a load.</summary>
    /// <exception cref="GraphQLProblem">All places are taken, or the store is away.</exception>
    public LoadPlace Take()
    {
        if (holder.Served is not { } served)
        {
            throw new GraphQLProblem(ErrorCodes.NotReady, "The graph is being loaded. Try again soon.") { RetryAfter = TimeSpan.FromSeconds(2) };
        }

        if (served.Stale)
        {
            throw new GraphQLProblem(ErrorCodes.Unavailable, "The store is away, and nothing can be loaded. Try again soon.") { RetryAfter = TimeSpan.FromSeconds(5) };
        }

        if (!places.Wait(0))
        {
            throw new GraphQLProblem(ErrorCodes.TooBusy, "As many loads as the service allows wait or run. Wait, and send this one again.") { RetryAfter = TimeSpan.FromSeconds(10) };
        }

        var id = Guid.NewGuid().ToString("n");
        try
        {
            return new LoadPlace(places, id, Directory.CreateDirectory(Path.Combine(folder.Value.Path, id)).FullName);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            places.Release();
            throw NoRoom(refused);
        }
    }

    /// <summary>What a client is told where an upload cannot be kept; the log is told why.</summary>
    public GraphQLProblem NoRoom(Exception why)
    {
        LogNoRoom(why.Message);
        return new(ErrorCodes.Unavailable, "There is no room for uploads, or no right to keep them. Nothing was loaded. Tell whoever runs the service: its log says more.") { RetryAfter = TimeSpan.FromSeconds(60) };
    }

    /// <summary>Queues a load at the place that was taken for it.</summary>
    public LoadJob Start(LoadPlace place, LoadRequest request)
    {
        var job = new LoadJob(
            new LoadStatus(place.Id, LoadState.Waiting, request.Who, request.Message, time.GetUtcNow()),
            request with { RejectsFolder = Path.Combine(place.Folder, LoadPlace.Rejects), UnpackFolder = place.Folder }, place.Folder);
        place.Keep();
        jobs[place.Id] = job;
        waiting.Writer.TryWrite(job);
        return job;
    }

    /// <summary>The load of an id; null where there is none, or none any more.</summary>
    public LoadJob? Find(string id) => jobs.GetValueOrDefault(id);

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        places.Dispose();
        if (folder.IsValueCreated)
        {
            folder.Value.Dispose();
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        ScratchFolder.RemoveAbandoned(parent);
        await foreach (var job in waiting.Reader.ReadAllAsync(stoppingToken).ConfigureAwait(false))
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, job.Cancelled);
            await RunAsync(job, stop.Token).ConfigureAwait(false);
            Remove(job.Request.Path);
            places.Release();
            Forget(job);
        }
    }

    private async Task RunAsync(LoadJob job, CancellationToken cancellation)
    {
        try
        {
            cancellation.ThrowIfCancellationRequested();
            job.Move(status => status with { State = LoadState.Running });
            var report = await LoadAsync(job, cancellation).ConfigureAwait(false);
            End(job, LoadState.Done, report: report);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            End(job, LoadState.Cancelled);
        }
        catch (RejectsException refused)
        {
            LogNoRoom(refused.Message);
            End(job, LoadState.Failed, new LoadFailure(ErrorCodes.Unavailable.Name,
                "Rows were rejected, and there is no room to keep them, or no right to. Nothing was loaded. Tell whoever runs the service: its log says more."));
        }
        catch (StoreUnavailableException away)
        {
            LogAway(job.Status.Id, away.Message);
            End(job, LoadState.Failed, new LoadFailure(ErrorCodes.Unavailable.Name, away.IsFull
                ? "The disk of the store is full. Nothing was loaded. Send the load again when whoever runs the service has made room."
                : "The store is away. Nothing was loaded, unless the store was reached at the very end: look at versions. Send the load again later."));
        }
        catch (LoadProcessException ended)
        {
            LogEnded(job.Status.Id, ended.Message);
            End(job, LoadState.Failed, new LoadFailure(ErrorCodes.InternalError.Name,
                "The process that did the load ended before it said what came of it. " + (ended.Planned is null
                    ? "Nothing was loaded. Send the load again."
                    : "The load was not in the store right after: look at versions, and send it again if it is not there.")));
        }
        catch (Exception bug)
        {
            LogFailed(bug, job.Status.Id);
            End(job, LoadState.Failed, new LoadFailure(ErrorCodes.InternalError.Name, $"The load failed. Report its id, {job.Status.Id}, to whoever runs the service."));
        }
    }

    private async Task<LoadReport> LoadAsync(LoadJob job, CancellationToken cancellation)
    {
        await follower.CatchUpAsync(cancellation).ConfigureAwait(false);
        var current = (holder.Served?.Reader as SnapshotReader)?.Snapshot;
        var report = current is null || IsLarge(job.Request.Path)
            ? await LoadApartAsync(job, cancellation).ConfigureAwait(false)
            : await loader.LoadAsync(job.Request, current, new Told(job), cancellation).ConfigureAwait(false);
        if (report.Outcome == LoadOutcome.Loaded)
        {
            await ServeAsync(report.Version).ConfigureAwait(false);
            LogLoaded(job.Status.Id, report.Version!.Number, job.Status.Who);
        }

        return report;
    }

    // A process that was killed at the very end has done its load: it is found by what it said before.
    private async Task<LoadReport> LoadApartAsync(LoadJob job, CancellationToken cancellation)
    {
        try
        {
            return await process.LoadAsync(job.Request, new Told(job), cancellation).ConfigureAwait(false);
        }
        catch (LoadProcessException ended) when (ended.Planned is not null)
        {
            if (await ended.Planned.FindAsync(store, CancellationToken.None).ConfigureAwait(false) is not { } report)
            {
                throw;
            }

            LogFound(job.Status.Id, ended.Message);
            return report;
        }
    }

    private static bool IsLarge(string path) => new FileInfo(path) is { Exists: true, Length: >= LargeBytes };

    // It is in the store, whatever is wrong here: the service, which follows the store, meets it again and deals with it.
    private async Task ServeAsync(GraphVersion? version)
    {
        try
        {
            await follower.CatchUpAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception unserved)
        {
            LogNotServed(unserved, version!.Number);
        }
    }

    private void End(LoadJob job, LoadState state, LoadFailure? failure = null, LoadReport? report = null) =>
        job.Move(status => status with { State = state, Failure = failure, Report = report, Ended = time.GetUtcNow() });

    private void Forget(LoadJob newest)
    {
        ended.Enqueue(newest);
        while (ended.Count > mostKept)
        {
            var oldest = ended.Dequeue();
            jobs.TryRemove(oldest.Status.Id, out _);
            oldest.Dispose();
            Remove(oldest.Folder);
        }
    }

    private void Remove(string path)
    {
        try
        {
            if (File.Exists(path))
            {
                File.Delete(path);
            }
            else
            {
                Directory.Delete(path, recursive: true);
            }
        }
        catch (IOException left)
        {
            LogLeft(path, left.Message);
        }
    }

    private sealed class Told(LoadJob job) : IProgress<LoadProgress>
    {
        public void Report(LoadProgress value) => job.Move(status => status with { Phase = value.Phase, Done = value.Done, Total = value.Total });
    }

    [LoggerMessage(LogLevel.Information, "Load {Id} made version {Version}, by the key of {Who}.")]
    private partial void LogLoaded(string id, long version, string who);

    [LoggerMessage(LogLevel.Warning, "Load {Id} ended because the store is away. {Reason}")]
    private partial void LogAway(string id, string reason);

    [LoggerMessage(LogLevel.Warning, "Version {Version} is stored and not served yet.")]
    private partial void LogNotServed(Exception why, long version);

    [LoggerMessage(LogLevel.Error, "An upload or its rejected rows cannot be kept: {Reason} Make room, or name another folder by Loads:Folder.")]
    private partial void LogNoRoom(string reason);

    [LoggerMessage(LogLevel.Warning, "The folder {Path} is left behind: {Reason}")]
    private partial void LogLeft(string path, string reason);

    [LoggerMessage(LogLevel.Error, "Load {Id} is not in the store. {Reason}")]
    private partial void LogEnded(string id, string reason);

    [LoggerMessage(LogLevel.Warning, "Load {Id} is in the store, though its process did not say so. {Reason}")]
    private partial void LogFound(string id, string reason);

    [LoggerMessage(LogLevel.Error, "Load {Id} failed.")]
    private partial void LogFailed(Exception bug, string id);
}
