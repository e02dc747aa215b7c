using IndustryGraph.Changes;
using IndustryGraph.Server.GraphQL;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;

namespace IndustryGraph.Server.Reads;

/// <summary>
/// The versions that a store's log tells of, and the graph as it was at each of them: made from the log when it is asked for,
/// and the last few kept.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="mostReplayed">How many changes are replayed for the graph of a version.</param>
internal sealed class VersionHistory(IGraphStore store, long mostReplayed = VersionHistory.MostReplayed) : IDisposable
{
    /// <summary>How many graphs are kept.</summary>
    public const int MostKept = 4;

    /// <summary>Over how many versions changes are gathered.</summary>
    public const int MostVersions = 1_000;

    /// <summary>How many puts and removals are gathered, and how many changes a difference lists.</summary>
    public const int MostChanges = 200_000;

    /// <summary>Over how many versions changes are replayed for the graph of a version, from the nearest that is kept.</summary>
    public const int MostReplayedVersions = 20_000;

    /// <summary>How many changes are replayed likewise.</summary>
    public const long MostReplayed = 20_000_000;

    private const int HistoryPage = 1_000;

    // Beside the one that was asked for last. An entity or a link is a few hundred bytes.
    private const long MostKeptItems = 2_000_000;

    private readonly Recent<(GraphVersion Since, GraphVersion Newest), Replay> changes = new(MostKept, MostChanges);
    private readonly Recent<(GraphVersion From, GraphVersion To), GraphDifference> differences = new(MostKept, MostChanges);
    private readonly SemaphoreSlim one = new(1);
    private readonly Recent<GraphVersion, SnapshotReader> graphs = new(MostKept, MostKeptItems);

    /// <summary>A version up to the newest; null where there is none of this number.</summary>
    /// <exception cref="GraphQLProblem">The store is away.</exception>
    public async Task<GraphVersion?> FindAsync(long number, GraphVersion newest, CancellationToken cancellation) =>
        number < 0 || number > newest.Number ? null
        : number == newest.Number ? newest
        : number == 0 ? GraphVersion.Empty
        : (await RangeAsync(number, number, cancellation).ConfigureAwait(false))[0];

    /// <summary>A version that is asked for by number.</summary>
    /// <exception cref="GraphQLProblem">There is none of this number, or the store is away.</exception>
    public async Task<GraphVersion> VersionAsync(long number, GraphVersion newest, string argument, CancellationToken cancellation) =>
        await FindAsync(number, newest, cancellation).ConfigureAwait(false) ?? throw new GraphQLProblem(
            ErrorCodes.NotFound, $"{argument}: there is no version {number}. The newest is {newest.Number}; `versions` lists them, and 0 is the empty graph before the first.");

    /// <summary>The versions from one number to another, oldest first.</summary>
    /// <exception cref="GraphQLProblem">The store is away.</exception>
    public async Task<IReadOnlyList<GraphVersion>> RangeAsync(long from, long to, CancellationToken cancellation)
    {
        if (to < from)
        {
            return [];
        }

        var versions = await ReadAsync(() => store.ReadHistoryAsync(from - 1, (int)(to - from + 1), cancellation)).ConfigureAwait(false);
        return versions.Count == to - from + 1 ? versions : throw Damaged(from + versions.Count);
    }

    /// <summary>The change set that made a version.</summary>
    /// <exception cref="GraphQLProblem">The store is away.</exception>
    public async Task<ChangeSet> ChangesAsync(long number, CancellationToken cancellation) =>
        await ReadAsync(() => store.ReadChangesAsync(number, cancellation)).ConfigureAwait(false) ?? throw Damaged(number);

    /// <summary>What answers as of a version.</summary>
    /// <param name="number">The version.</param>
    /// <param name="current">What answers the request: the newest version that there is for it.</param>
    /// <param name="argument">What the number was asked by.</param>
    /// <param name="cancellation">Ends the wait; the graph is made to its end all the same, so that the next request finds it.</param>
    /// <exception cref="GraphQLProblem">
    /// There is no such version, too much must be replayed for it, the service has no graph in memory, or the store is away.
    /// </exception>
    public async Task<IGraphReader> AsOfAsync(long number, IGraphReader current, string argument, CancellationToken cancellation)
    {
        var version = await VersionAsync(number, current.Version, argument, cancellation).ConfigureAwait(false);
        if (version.Number == current.Version.Number)
        {
            return current;
        }

        await current.WholeAsync(cancellation).ConfigureAwait(false);
        if (graphs.Find(version) is { } known)
        {
            return known;
        }

        await one.WaitAsync(cancellation).ConfigureAwait(false);
        return await Task.Run(() => MakeInTurnAsync(version), CancellationToken.None).WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>What was put and removed after a version, up to the newest.</summary>
    /// <exception cref="GraphQLProblem">There is no such version, there are too many changes, or the store is away.</exception>
    public async Task<Replay> ChangesSinceAsync(GraphVersion since, GraphVersion newest, CancellationToken cancellation)
    {
        if (changes.Find((since, newest)) is { } known)
        {
            return known;
        }

        var missing = newest.Number - since.Number;
        var versions = missing > MostVersions ? throw TooMany($"{missing} versions") : await RangeAsync(since.Number + 1, newest.Number, cancellation).ConfigureAwait(false);
        var count = versions.Sum(CountOf);
        if (count > MostChanges)
        {
            throw TooMany($"{count} changes");
        }

        var replay = new Replay(GraphSnapshot.Empty);
        foreach (var version in versions)
        {
            replay.Add(await ChangesAsync(version.Number, cancellation).ConfigureAwait(false));
        }

        changes.Keep((since, newest), replay, count);
        return replay;

        GraphQLProblem TooMany(string what) => new(ErrorCodes.LimitExceeded,
            $"since: version {since.Number} is {what} behind; changes are told over at most {MostVersions} versions and {MostChanges} changes. Read the graph anew.");
    }

    /// <summary>What became of the graph from one version to another. Who asks for the same meanwhile waits for it.</summary>
    public async Task<GraphDifference> DifferenceAsync(GraphSnapshot from, GraphSnapshot to, CancellationToken cancellation)
    {
        var key = (from.Version, to.Version);
        if (differences.Find(key) is { } known)
        {
            return known;
        }

        await one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (differences.Find(key) is { } meanwhile)
            {
                return meanwhile;
            }

            var changed = GraphDiff.Between(from, to, "", to.Version.Provenance, cancellation);
            var difference = GraphDifference.Of(from, changed, MostChanges);
            differences.Keep(key, difference, difference.Changes.Count);
            return difference;
        }
        finally
        {
            one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => one.Dispose();

    private async Task<SnapshotReader> MakeInTurnAsync(GraphVersion version)
    {
        try
        {
            return graphs.Find(version) ?? await MakeAsync(version).ConfigureAwait(false);
        }
        finally
        {
            one.Release();
        }
    }

    private async Task<SnapshotReader> MakeAsync(GraphVersion version)
    {
        var start = await NearestAsync(version).ConfigureAwait(false);
        await CheckLengthAsync(start.Version, version).ConfigureAwait(false);
        var replay = new Replay(start);
        for (var number = start.Version.Number + 1; number <= version.Number; number++)
        {
            replay.Add(await ChangesAsync(number, CancellationToken.None).ConfigureAwait(false));
        }

        var made = new SnapshotReader(replay.Build(version));
        graphs.Keep(version, made, (long)made.Snapshot.EntityCount + made.Snapshot.LinkCount);
        return made;
    }

    // One request must not hold up all others that ask for an earlier version for minutes.
    private async Task CheckLengthAsync(GraphVersion start, GraphVersion version)
    {
        var missing = version.Number - start.Number;
        long count = 0;
        for (var from = start.Number + 1; from <= version.Number && missing <= MostReplayedVersions && count <= mostReplayed; from += HistoryPage)
        {
            var page = await RangeAsync(from, Math.Min(from + HistoryPage - 1, version.Number), CancellationToken.None).ConfigureAwait(false);
            count += page.Sum(CountOf);
        }

        if (missing > MostReplayedVersions || count > mostReplayed)
        {
            throw new GraphQLProblem(ErrorCodes.LimitExceeded,
                $"The graph of version {version.Number} is made from the log, over at most {MostReplayedVersions} versions and {mostReplayed} changes, and more lie between version {start.Number} and it. Ask for one before it first, or for the newest.");
        }
    }

    private static long CountOf(GraphVersion version) =>
        (long)version.Counts.EntitiesPut + version.Counts.EntitiesRemoved + version.Counts.LinksPut + version.Counts.LinksRemoved;

    // The newest graph before the version that is kept, and that its log still has.
    private async Task<GraphSnapshot> NearestAsync(GraphVersion version)
    {
        var nearest = graphs.All().Where(reader => reader.Version.Number < version.Number).MaxBy(reader => reader.Version.Number);
        return nearest is not null && await FindAsync(nearest.Version.Number, version, CancellationToken.None).ConfigureAwait(false) == nearest.Version
            ? nearest.Snapshot : GraphSnapshot.Empty;
    }

    private static async Task<T> ReadAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (StoreUnavailableException)
        {
            throw new GraphQLProblem(ErrorCodes.Unavailable, "The store is away, and older versions are read from its log. Try again soon.") { RetryAfter = TimeSpan.FromSeconds(2) };
        }
    }

    private static StoreRefusedException Damaged(long number) =>
        new($"The log of the store lacks version {number}: it was changed by hand. Restore the store from a copy.");
}
