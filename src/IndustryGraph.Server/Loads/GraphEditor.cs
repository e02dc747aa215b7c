using IndustryGraph.Changes;
using IndustryGraph.Loads;
using IndustryGraph.Server.GraphQL;
using IndustryGraph.Server.Hosting;
using IndustryGraph.Server.Reads;
using IndustryGraph.Storage;

namespace IndustryGraph.Server.Loads;

/// <summary>Small edits of the graph that is served: planned on the current version, applied whole or not at all, and served at once.</summary>
internal sealed class GraphEditor(IGraphStore store, GraphHolder holder, IVersionFollower follower, TimeProvider time)
{
    // Another writer may be faster, but not without end.
    private const int MostTries = 5;

    private readonly GraphLoader loader = new(store, time);

    /// <summary>Applies a change set.</summary>
    /// <param name="wanted">The changes; what is so already is left alone.</param>
    /// <param name="expectVersion">The version that the graph must be at; any where null.</param>
    /// <param name="dryRun">Whether to say what it would do, and do nothing.</param>
    /// <param name="cancellation">Ends it. Until the version is in the store, nothing is changed.</param>
    /// <exception cref="GraphQLProblem">The graph is not in memory, or the store is away.</exception>
    public async Task<WriteReport> ApplyAsync(ChangeSet wanted, long? expectVersion, bool dryRun, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            var reader = await CurrentAsync(cancellation).ConfigureAwait(false);
            var current = reader.Snapshot;
            if (expectVersion is { } expected && expected != current.Version.Number)
            {
                return new WriteReport(LoadOutcome.Conflict, current.Version);
            }

            var changes = wanted with
            {
                PutEntities = [.. wanted.PutEntities.Where(entity => !entity.Equals(current.Find(entity.Id)))],
                PutLinks = [.. wanted.PutLinks.Where(link => !link.Equals(current.Find(link.Id)))],
            };
            var problems = current.With(changes, current.Version).Problems;
            var report = new WriteReport(
                problems.Count > 0 ? LoadOutcome.Refused : changes.IsEmpty ? LoadOutcome.NothingToDo : dryRun ? LoadOutcome.DryRun : LoadOutcome.Loaded, current.Version)
            {
                Problems = [.. problems.Select(ChangeProblem.Of)],
                Difference = problems.Count > 0 ? GraphDifference.None : GraphDifference.Of(current, changes, LoadReport.MaxChanges),
                Before = reader,
            };
            if (report.Outcome != LoadOutcome.Loaded)
            {
                return report;
            }

            var outcome = await StoreAsync(() => store.ApplyAsync(changes, current.Version.Number, cancellation)).ConfigureAwait(false);
            if (outcome.Result != ApplyResult.Conflict)
            {
                return report with { Version = outcome.Version, After = await ServeAsync().ConfigureAwait(false) };
            }

            if (expectVersion is not null || tries == MostTries)
            {
                return new WriteReport(LoadOutcome.Conflict, outcome.Version);
            }
        }
    }

    /// <summary>Takes a version back; see <see cref="GraphLoader.RevertAsync"/>.</summary>
    /// <exception cref="GraphQLProblem">The graph is not in memory, or the store is away.</exception>
    public async Task<WriteReport> RevertAsync(RevertRequest request, CancellationToken cancellation)
    {
        var before = await CurrentAsync(cancellation).ConfigureAwait(false);
        var report = await StoreAsync(() => loader.RevertAsync(request, before.Snapshot, cancellation)).ConfigureAwait(false);
        return new WriteReport(report.Outcome, report.Base)
        {
            Version = report.Version,
            Problems = report.Refusal is { } refusal ? [new ChangeProblem(ChangeProblem.Unreadable, null, null, refusal)] : [.. report.Problems.Select(ChangeProblem.Of)],
            Difference = report.Difference,
            Before = before,
            After = report.Version is null ? null : await ServeAsync().ConfigureAwait(false),
        };
    }

    private async Task<SnapshotReader> CurrentAsync(CancellationToken cancellation)
    {
        await StoreAsync(() => follower.CatchUpAsync(cancellation)).ConfigureAwait(false);
        return holder.Served?.Reader as SnapshotReader ?? throw new GraphQLProblem(ErrorCodes.WholeGraphNeeded,
            "Edits are checked against the whole graph, and this service reads from its store only what a question needs. Load a bundle, or ask one that runs with Graph:Reads=Memory.");
    }

    // It is in the store: where it cannot be served now, the service that follows the store serves it soon.
    private async Task<IGraphReader?> ServeAsync()
    {
        try
        {
            await follower.CatchUpAsync(CancellationToken.None).ConfigureAwait(false);
            return holder.Served?.Reader;
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }

    private static async Task<T> StoreAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (StoreUnavailableException away)
        {
            throw new GraphQLProblem(ErrorCodes.Unavailable, away.IsFull
                ? "The disk of the store is full. Nothing was changed. Send it again when whoever runs the service has made room."
                : "The store is away. Look at versions before you send it again: it may have been reached at the very end.") { RetryAfter = TimeSpan.FromSeconds(5) };
        }
        catch (ArgumentException refused)
        {
            throw new GraphQLProblem(ErrorCodes.InvalidArgument, refused.Message);
        }
    }
}
