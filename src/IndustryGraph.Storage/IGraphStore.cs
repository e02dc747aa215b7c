using IndustryGraph.Changes;
using IndustryGraph.Model;
using IndustryGraph.Search;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Storage;

/// <summary>
/// Where the graph is kept. A store has one current version at a time and moves to the next by one change set, whole or not
/// at all. Every read is of one version and says which.
/// </summary>
/// <remarks>
/// Every call may throw <see cref="StoreUnavailableException"/>, where the store cannot be reached now and may be later, and
/// <see cref="StoreRefusedException"/>, where asking again does not help. What can never be asked or stored (more than
/// <see cref="MaxIds"/> ids, a limit below 1, text that is no text) is an <see cref="ArgumentException"/> before the store is touched.
/// </remarks>
public interface IGraphStore : IAsyncDisposable
{
    /// <summary>The most ids that one list of a question may name.</summary>
    const int MaxIds = 10_000;

    /// <summary>The most link queries that one level may ask.</summary>
    const int MaxLinkQueries = 64;

    /// <summary>The longest id of a change set, in UTF-16 units: what an index of any store takes.</summary>
    const int MaxChangeSetIdLength = 1_000;

    /// <summary>What the store is and where, for people: never with a secret.</summary>
    string Description { get; }

    /// <summary>Makes the store ready: creates what is missing in an empty one, and finishes or discards what a killed load left.</summary>
    Task OpenAsync(CancellationToken cancellation);

    /// <summary>The current version; <see cref="GraphVersion.Empty"/> before the first change set.</summary>
    Task<GraphVersion> ReadVersionAsync(CancellationToken cancellation);

    /// <summary>Reads the whole current version into the builder, which is cleared first.</summary>
    Task<GraphVersion> ReadAllAsync(GraphSnapshotBuilder into, CancellationToken cancellation);

    /// <summary>
    /// Applies a change set if the current version is the expected one. Safe to repeat: a change set that was applied
    /// already, by whom- and whenever, is not applied again.
    /// </summary>
    /// <param name="changes">
    /// What <see cref="ChangeRules.With"/> accepts for the expected version: the store does not check the graph's rules again.
    /// Text with NUL or half of a surrogate pair is refused, because not every store can keep it.
    /// </param>
    /// <param name="expectedVersion">The number of the version that the change set was made for.</param>
    /// <param name="cancellation">Cancelled before the change set is in the graph, nothing is changed.</param>
    /// <exception cref="ArgumentException">The change set has an id, a text or a qualifier that cannot be stored.</exception>
    Task<ApplyOutcome> ApplyAsync(ChangeSet changes, long expectedVersion, CancellationToken cancellation);

    /// <summary>The versions after <paramref name="after"/> up to the current one, oldest first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<GraphVersion>> ReadHistoryAsync(long after, int limit, CancellationToken cancellation);

    /// <summary>The change set that made a version; null where there is no such version.</summary>
    Task<ChangeSet?> ReadChangesAsync(long version, CancellationToken cancellation);

    /// <summary>Everything that one level of a question needs, of one version, in one statement of the store: entities, and links of many entities.</summary>
    Task<AsOf<LevelAnswer>> ReadLevelAsync(LevelQuery query, CancellationToken cancellation);

    /// <summary>
    /// The ids of the links that leave the entities after an id: of so many entities, in the order of their ids. Null where
    /// there are more such links than the limit says.
    /// </summary>
    Task<AsOf<LinkIdPage?>> ReadLinkIdsAsync(EntityId? after, int entities, int limit, CancellationToken cancellation);

    /// <summary>The entities of a kind after an id, in the order of their ids.</summary>
    Task<AsOf<IReadOnlyList<Entity>>> ReadKindAsync(EntityKind kind, EntityId? after, int limit, CancellationToken cancellation);

    /// <summary>
    /// Entities that may answer a search, for <see cref="NameSearch.Rank"/>, <see cref="NameSearch.RankSuggestions"/> and
    /// <see cref="NameSearch.RankMatches"/>: every one that does, and a few that do not, in no order. Where more than
    /// <paramref name="limit"/> may answer, the list is cut and says so; then some that answer may be missing.
    /// </summary>
    /// <param name="query">What to look for; one without terms finds nothing.</param>
    /// <param name="kinds">Only entities of these kinds; every kind where empty.</param>
    /// <param name="limit">The most entities to give.</param>
    /// <param name="cancellation">Ends the search.</param>
    Task<AsOf<Found>> FindNamesAsync(NameQuery query, IReadOnlyCollection<EntityKind> kinds, int limit, CancellationToken cancellation);

    /// <summary>How many entities and links of each kind there are.</summary>
    Task<AsOf<KindCounts>> CountAsync(CancellationToken cancellation);
}
