using IndustryGraph.Bundles;
using IndustryGraph.Bundles.Mapping;
using IndustryGraph.Bundles.Packing;
using IndustryGraph.Changes;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;

namespace IndustryGraph.Loads;

/// <summary>The one way from a bundle to a version of the graph, for the service and the command alike.</summary>
public sealed class GraphLoader(IGraphStore store, TimeProvider clock)
{
    /// <summary>One in so many: where a load removes a larger part of its scope, somebody must confirm how much.</summary>
    public const int FreeRemovals = 5;

    // Another writer may be faster, but not without end.
    private const int MostTries = 10;

    /// <summary>Loads a bundle, whole or not at all. Where another writer is faster, the load is planned anew.</summary>
    /// <param name="request">What to load.</param>
    /// <param name="current">A version of the graph that the caller holds, to spare reading it; null to read it.</param>
    /// <param name="progress">Told where the load is, on the thread that loads.</param>
    /// <param name="cancellation">Ends the load. Until the version is in the store, nothing is changed.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="RejectsException">The rejected rows cannot be written.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    /// <exception cref="StoreRefusedException">The store cannot be used as it is.</exception>
    public async Task<LoadReport> LoadAsync(
        LoadRequest request, GraphSnapshot? current, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        current = await CurrentAsync(current, cancellation).ConfigureAwait(false);
        if (request.Refusal() is { } refusal)
        {
            return new LoadReport { Outcome = LoadOutcome.Refused, Base = current.Version, Refusal = refusal };
        }

        for (var tries = 1; ; tries++)
        {
            if (request.ExpectVersion is { } expected && expected != current.Version.Number)
            {
                return new LoadReport { Outcome = LoadOutcome.Conflict, Base = current.Version };
            }

            var (report, changes) = await PlanAsync(request, current, progress, cancellation).ConfigureAwait(false);
            if (report.Outcome != LoadOutcome.Loaded)
            {
                return Done(report);
            }

            progress?.Report(new LoadProgress(LoadPhase.Writing, 0, Count(changes!)) { Planned = new PlannedLoad(changes!.Id, report) });
            var outcome = await store.ApplyAsync(changes!, current.Version.Number, cancellation).ConfigureAwait(false);
            if (outcome.Result != ApplyResult.Conflict)
            {
                return Done(report with { Version = outcome.Version });
            }

            if (request.ExpectVersion is not null || tries == MostTries)
            {
                return Done(new LoadReport { Outcome = LoadOutcome.Conflict, Base = outcome.Version });
            }

            request.DeleteRejects();
            current = await CurrentAsync(null, cancellation).ConfigureAwait(false);
        }

        LoadReport Done(LoadReport report)
        {
            var rows = report.Files.Sum(file => (long)file.Read);
            progress?.Report(new LoadProgress(LoadPhase.Done, rows, rows));
            return report;
        }
    }

    /// <summary>Takes a version back on top of what came after it, as a new version.</summary>
    /// <param name="request">What to take back.</param>
    /// <param name="current">A version of the graph that the caller holds, to spare reading it; null to read it.</param>
    /// <param name="cancellation">Ends it. Until the version is in the store, nothing is changed.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    /// <exception cref="StoreRefusedException">The store cannot be used as it is.</exception>
    public async Task<RevertReport> RevertAsync(RevertRequest request, GraphSnapshot? current, CancellationToken cancellation)
    {
        current = await CurrentAsync(current, cancellation).ConfigureAwait(false);
        var refusal = request.Refusal() ?? (request.Version < 1 || request.Version > current.Version.Number
            ? $"There is no version {request.Version}: the graph has the versions 1 to {current.Version.Number}." : null);
        if (refusal is not null)
        {
            return new RevertReport { Outcome = LoadOutcome.Refused, Base = current.Version, Refusal = refusal };
        }

        var made = await GraphHistory.ChangesAsync(store, request.Version, cancellation).ConfigureAwait(false);
        var before = new Replay(GraphSnapshot.Empty, made);
        await GraphHistory.GoBackAsync(store, before, request.Version - 1, cancellation).ConfigureAwait(false);
        for (var tries = 1; ; tries++)
        {
            if (request.ExpectVersion is { } expected && expected != current.Version.Number)
            {
                return new RevertReport { Outcome = LoadOutcome.Conflict, Base = current.Version };
            }

            var (changes, problems) = Reversal.Of(
                made, before, current, NewId("revert"), new Provenance(request.Who, request.Message, Provenance.Reversal));
            if (changes is null)
            {
                return new RevertReport { Outcome = LoadOutcome.Refused, Base = current.Version, Problems = problems };
            }

            var report = new RevertReport
            {
                Outcome = changes.IsEmpty ? LoadOutcome.NothingToDo : request.DryRun ? LoadOutcome.DryRun : LoadOutcome.Loaded,
                Base = current.Version,
                Difference = GraphDifference.Of(current, changes, LoadReport.MaxChanges),
            };
            if (report.Outcome != LoadOutcome.Loaded)
            {
                return report;
            }

            var outcome = await store.ApplyAsync(changes, current.Version.Number, cancellation).ConfigureAwait(false);
            if (outcome.Result != ApplyResult.Conflict)
            {
                return report with { Version = outcome.Version };
            }

            if (request.ExpectVersion is not null || tries == MostTries)
            {
                return new RevertReport { Outcome = LoadOutcome.Conflict, Base = outcome.Version };
            }

            current = await CurrentAsync(null, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<(LoadReport Report, ChangeSet? Changes)> PlanAsync(
        LoadRequest request, GraphSnapshot current, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        var (mapping, refused) = Mapping(request, current);
        if (refused is not null)
        {
            return (refused, null);
        }

        var options = new BundleUpdateOptions(current)
        {
            Mapping = mapping,
            Replaces = request.Scope is { } scope ? scope.Holds : null,
            ReplacesLinks = request.Scope is { } ofLinks ? ofLinks.Holds : null,
            SkipBadRows = request.SkipBadRows,
            RejectsFolder = request.RejectsFolder,
            Limits = UnpackLimits.Default with { Folder = request.UnpackFolder },
            RowsRead = progress is null ? null : new RowsRead(progress),
        };
        BundleUpdate update;
        try
        {
            // Seconds of work: on a thread of its own, for a service's questions need those of the pool.
            update = await Task.Factory.StartNew(
                () => BundleReader.ReadUpdate(request.Path, options, cancellation), cancellation,
                TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RejectsException($"The rejected rows cannot be written to {request.RejectsFolder}: {exception.Message}", exception);
        }

        cancellation.ThrowIfCancellationRequested();
        var changes = update.Changes is { } planned
            ? planned with { Id = NewId("load"), Provenance = new(request.Who, request.Message, Provenance.Bundle, update.Contents.ContentHash) }
            : null;
        var removals = changes is null ? 0 : changes.RemovedEntities.Count + changes.RemovedLinks.Count;
        var report = new LoadReport
        {
            Outcome = changes is null ? LoadOutcome.Refused
                : !IsConfirmed(request, update, removals) ? LoadOutcome.RemovalsUnconfirmed
                : changes.IsEmpty ? LoadOutcome.NothingToDo
                : request.DryRun ? LoadOutcome.DryRun
                : LoadOutcome.Loaded,
            Base = current.Version,
            Files = update.Contents.Files,
            Problems = update.Contents.Problems,
            ProblemCounts = update.Contents.ProblemCounts,
            Warnings = update.Contents.Warnings,
            WarningCounts = update.Contents.WarningCounts,
            Difference = changes is null ? GraphDifference.None : GraphDifference.Of(current, changes, LoadReport.MaxChanges),
            Removals = removals,
            InScope = update.InScope,
            RemovedInScope = update.RemovedInScope,
            ContentHash = update.Contents.ContentHash,
        };
        return (report, changes);
    }

    private static (TableMapping? Mapping, LoadReport? Refused) Mapping(LoadRequest request, GraphSnapshot current)
    {
        if (request.MappingPath is not { } path)
        {
            return (null, null);
        }

        var refused = new LoadReport { Outcome = LoadOutcome.Refused, Base = current.Version };
        try
        {
            var (mapping, problems) = TableMapping.Read(new FileInfo(path));
            return mapping is not null ? (mapping, null) : (null, refused with
            {
                Problems = problems,
                ProblemCounts = problems.CountBy(problem => problem.Code).ToDictionary(),
            });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (null, refused with { Refusal = $"The mapping {path} cannot be read: correct the path, or check its permissions." });
        }
    }

    private static bool IsConfirmed(LoadRequest request, BundleUpdate update, int removals) =>
        request.ConfirmRemovals is { } confirmed ? confirmed == removals : (long)update.RemovedInScope * FreeRemovals <= update.InScope;

    private static int Count(ChangeSet changes) =>
        changes.PutEntities.Count + changes.RemovedEntities.Count + changes.PutLinks.Count + changes.RemovedLinks.Count;

    // Ids differ from load to load: the same bundle loaded twice at once is a conflict for one of the two, which then finds nothing to do.
    private string NewId(string way) => $"{way}-{Guid.CreateVersion7(clock.GetUtcNow()):n}";

    private async Task<GraphSnapshot> CurrentAsync(GraphSnapshot? known, CancellationToken cancellation)
    {
        if (known is not null && (await store.ReadVersionAsync(cancellation).ConfigureAwait(false)).ChangeSetId == known.Version.ChangeSetId)
        {
            return known;
        }

        var builder = new GraphSnapshotBuilder();
        return builder.Build(await store.ReadAllAsync(builder, cancellation).ConfigureAwait(false));
    }

    private sealed class RowsRead(IProgress<LoadProgress> progress) : IProgress<long>
    {
        public void Report(long value) => progress.Report(new LoadProgress(LoadPhase.Reading, value, null));
    }
}
