using IndustryGraph.Bundles;
using IndustryGraph.Changes;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;

namespace IndustryGraph.Loads;

/// <summary>The one way from a bundle to a version of the graph, for the service and the command alike.</summary>
public sealed class GraphLoader(IGraphStore store, TimeProvider clock)
{
    /// <summary>Loads a bundle, whole or not at all.</summary>
    /// <param name="request">What to load.</param>
    /// <param name="current">A version of the graph that the caller holds, to spare reading it; null to read it.</param>
    /// <param name="progress">Told where the load is.</param>
    /// <param name="cancellation">Ends the load. Until the version is in the store, nothing is changed.</param>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    /// <exception cref="StoreRefusedException">The store cannot be used as it is.</exception>
    public async Task<LoadReport> LoadAsync(
        LoadRequest request, GraphSnapshot? current, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        current ??= await ReadCurrentAsync(cancellation).ConfigureAwait(false);
        progress?.Report(new LoadProgress(LoadPhase.Reading, 0, null));
        var contents = BundleReader.Read(request.Path, cancellation);
        var report = new LoadReport
        {
            Outcome = LoadOutcome.Refused,
            Base = current.Version,
            Files = contents.Files,
            Problems = contents.Problems,
            ProblemCounts = contents.ProblemCounts,
            ContentHash = contents.ContentHash,
        };
        if (contents.Graph is not { } graph)
        {
            return report;
        }

        var changes = GraphDiff.Between(current, graph, $"load-{Guid.CreateVersion7(clock.GetUtcNow()):n}",
            new Provenance(request.Who, request.Message, Provenance.Bundle, contents.ContentHash)) with
        {
            RemovedEntities = [],
            RemovedLinks = [],
        };
        report = report with { Difference = GraphDifference.Of(current, changes, LoadReport.MaxChanges) };
        if (changes.IsEmpty || request.DryRun)
        {
            return report with { Outcome = changes.IsEmpty ? LoadOutcome.NothingToDo : LoadOutcome.DryRun };
        }

        progress?.Report(new LoadProgress(LoadPhase.Writing, 0, changes.PutEntities.Count + changes.PutLinks.Count));
        var outcome = await store.ApplyAsync(changes, current.Version.Number, cancellation).ConfigureAwait(false);
        return outcome.Result == ApplyResult.Conflict
            ? report with { Outcome = LoadOutcome.Conflict, Base = outcome.Version }
            : report with { Outcome = LoadOutcome.Loaded, Version = outcome.Version };
    }

    private async Task<GraphSnapshot> ReadCurrentAsync(CancellationToken cancellation)
    {
        var builder = new GraphSnapshotBuilder();
        return builder.Build(await store.ReadAllAsync(builder, cancellation).ConfigureAwait(false));
    }
}
