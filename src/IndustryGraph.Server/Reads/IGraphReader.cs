using IndustryGraph.Model;
using IndustryGraph.Search;
using IndustryGraph.Server.GraphQL;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;

namespace IndustryGraph.Server.Reads;

/// <summary>
/// Answers the questions of one request, all from one version of the graph: from a snapshot in memory, or from the store,
/// one read for each level of the query.
/// </summary>
internal interface IGraphReader
{
    /// <summary>The version that everything is answered from.</summary>
    GraphVersion Version { get; }

    /// <summary>The entity; null where there is none of this id.</summary>
    Pending<Entity?> Entity(EntityId id);

    /// <summary>A link that is in the graph, as seen from its start.</summary>
    Pending<AdjacentLink> Link(LinkId id);

    /// <summary>Links of an entity.</summary>
    Pending<Page<AdjacentLink>> Links(LinkPageQuery query);

    /// <summary>The wanted part of the entities of a kind, in the order of their ids.</summary>
    Task<Page<Entity>> OfKindAsync(EntityKind kind, PageRequest page, CancellationToken cancellation);

    /// <summary>How many entities and links of each kind there are.</summary>
    Task<KindCounts> CountAsync(CancellationToken cancellation);

    /// <summary>A graph that holds at least all that can be reached from the seeds by a number of links, each way as asked.</summary>
    Task<Surroundings> AroundAsync(SurroundingsQuery query, CancellationToken cancellation);

    /// <summary>The whole version as a snapshot, for questions that no part of it can answer.</summary>
    /// <exception cref="GraphQLProblem"><see cref="ErrorCodes.WholeGraphNeeded"/>: the version is not held in memory.</exception>
    Task<GraphSnapshot> WholeAsync(CancellationToken cancellation);

    /// <summary>The entities of these kinds, of every kind where empty, that a search finds; see <see cref="NameSearch.Search"/>.</summary>
    Task<SearchAnswer> SearchAsync(NameQuery query, IReadOnlyCollection<EntityKind> kinds, int limit, int offset, CancellationToken cancellation);

    /// <summary>What somebody who is typing may mean; see <see cref="NameSearch.Suggest"/>.</summary>
    Task<SearchAnswer> SuggestAsync(NameQuery query, IReadOnlyCollection<EntityKind> kinds, int limit, CancellationToken cancellation);

    /// <summary>What each name of a list may stand for; see <see cref="NameSearch.Match"/>.</summary>
    Task<IReadOnlyList<NameCandidates>> MatchAsync(
        IReadOnlyList<string> names, IReadOnlyCollection<EntityKind> kinds, int limit, CancellationToken cancellation);
}
