using IndustryGraph.Model;
using IndustryGraph.Search;
using IndustryGraph.Server.GraphQL;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;

namespace IndustryGraph.Server.Reads;

/// <summary>
/// Answers one request from the store, one read for each level of the query, all of one version: where the store has moved on
/// meanwhile, the request starts anew.
/// </summary>
internal sealed class StoreReader : IGraphReader
{
    /// <summary>The most links of an entity that a field reads.</summary>
    public const int MostLinks = 10_000;

    private const int PageOfKind = 5_000;
    private const int MostOfKind = 10_000;
    private const int MostCandidates = 5_000;

    private readonly StoreGraph graph;
    private readonly KeptAnswers kept;
    private readonly LevelBatch batch;

    /// <summary>Answers from the version that the answers are of.</summary>
    public StoreReader(StoreGraph graph, KeptAnswers kept)
    {
        (this.graph, this.kept) = (graph, kept);
        batch = new LevelBatch(ReadLevelAsync);
    }

    /// <inheritdoc/>
    public GraphVersion Version => kept.Version;

    /// <inheritdoc/>
    public Pending<Entity?> Entity(EntityId id) => kept.TryGet<Entity>(id, out var entity)
        ? Pending<Entity?>.Here(entity)
        : Pending<Entity?>.Coming(batch.Entity(id));

    /// <inheritdoc/>
    public Pending<AdjacentLink> Link(LinkId id) => kept.TryGet<Link>(id, out var link) && kept.TryGet<Entity>(id.To, out var other)
        ? Pending<AdjacentLink>.Here(new(id.From, link!, other!))
        : Pending<AdjacentLink>.Coming(batch.Link(id));

    /// <inheritdoc/>
    public Pending<Page<AdjacentLink>> Links(LinkPageQuery query)
    {
        var key = new LinksKey(query.Of, new LinkShape(query.Direction, query.Kinds, query.OtherKinds));
        var links = kept.TryGet<IReadOnlyList<AdjacentLink>>(key, out var known)
            ? Pending<IReadOnlyList<AdjacentLink>>.Here(known!)
            : Pending<IReadOnlyList<AdjacentLink>>.Coming(batch.Links(key)).Then(read => Keep(key, read));
        return links.Then(all => LinkLists.PageOf(query, all.Where(item => query.Filter.Passes(
            LinkFilter.Traits(item.Link.Kind, item.Link.Citations.Strongest)))));
    }

    /// <inheritdoc/>
    public async Task<Page<Entity>> OfKindAsync(EntityKind kind, PageRequest page, CancellationToken cancellation)
    {
        var total = (await CountAsync(cancellation).ConfigureAwait(false)).Entities.GetValueOrDefault(kind);
        if (total <= MostOfKind)
        {
            return Paging.Of(await AllOfKindAsync(kind, cancellation).ConfigureAwait(false), page, entity => entity.Id.Value);
        }

        if (page.First is not { } first || page.Last is not null || page.Before is not null)
        {
            throw new GraphQLProblem(ErrorCodes.InvalidArgument,
                $"There are {total} entities of this kind, and they are read from the store: go through them by `first` and `after`.");
        }

        var after = page.After is null ? (EntityId?)null : Schema.Asked.ToId(page.After, "after");
        var items = await ReadAsync(store => store.ReadKindAsync(kind, after, first + 1, cancellation), cancellation).ConfigureAwait(false);
        return new Page<Entity>([.. items.Take(first)], (int)total, after is not null, items.Count > first);
    }

    /// <inheritdoc/>
    public async Task<KindCounts> CountAsync(CancellationToken cancellation)
    {
        if (!kept.TryGet<KindCounts>(nameof(KindCounts), out var counts))
        {
            counts = await ReadAsync(store => store.CountAsync(cancellation), cancellation).ConfigureAwait(false);
            kept.Keep(nameof(KindCounts), counts);
        }

        return counts!;
    }

    /// <inheritdoc/>
    public async Task<Surroundings> AroundAsync(SurroundingsQuery query, CancellationToken cancellation)
    {
        var key = (string.Join(' ', query.From), string.Join(' ', query.To), new LinkShape(query.Direction, query.Kinds, []), query.Hops, query.Carried);
        if (!kept.TryGet<Surroundings>(key, out var part))
        {
            part = await new SurroundingsSearch(query, kept, ReadLevelAsync, ReadPageAsync).RunAsync(Version, cancellation).ConfigureAwait(false);
            kept.Keep(key, part, part.Graph.EntityCount + part.Graph.LinkCount);
        }

        return part!;
    }

    /// <inheritdoc/>
    public Task<GraphSnapshot> WholeAsync(CancellationToken cancellation) => throw new GraphQLProblem(ErrorCodes.WholeGraphNeeded,
        "This question looks at the whole graph, and this service reads from its store only what a question needs. Ask one that runs with Graph:Reads=Memory.");

    /// <inheritdoc/>
    public async Task<SearchAnswer> SearchAsync(
        NameQuery query, IReadOnlyCollection<EntityKind> kinds, int limit, int offset, CancellationToken cancellation)
    {
        var found = await FindAsync(query, kinds, cancellation).ConfigureAwait(false);
        return new SearchAnswer(NameSearch.Rank(query, found.Entities, limit, offset), !found.Cut);
    }

    /// <inheritdoc/>
    public async Task<SearchAnswer> SuggestAsync(
        NameQuery query, IReadOnlyCollection<EntityKind> kinds, int limit, CancellationToken cancellation)
    {
        var found = await FindAsync(query, kinds, cancellation).ConfigureAwait(false);
        return new SearchAnswer(NameSearch.RankSuggestions(query, found.Entities, limit), !found.Cut);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<NameCandidates>> MatchAsync(
        IReadOnlyList<string> names, IReadOnlyCollection<EntityKind> kinds, int limit, CancellationToken cancellation)
    {
        var matched = new List<NameCandidates>(names.Count);
        foreach (var name in names)
        {
            matched.Add(NameQuery.TryParse(name, out var query, out var problem)
                ? await MatchAsync(query, kinds, limit, cancellation).ConfigureAwait(false)
                : new NameCandidates(name, [], IsCertain: false, problem));
        }

        return matched;
    }

    private async Task<NameCandidates> MatchAsync(
        NameQuery query, IReadOnlyCollection<EntityKind> kinds, int limit, CancellationToken cancellation)
    {
        foreach (var asked in query.Shortened())
        {
            var found = await FindAsync(asked, kinds, cancellation).ConfigureAwait(false);
            if (NameSearch.RankMatches(query, asked, found.Entities, limit) is { Candidates.Count: > 0 } candidates)
            {
                return candidates;
            }
        }

        return new NameCandidates(query.Text, [], IsCertain: false, null);
    }

    private Task<Found> FindAsync(NameQuery query, IReadOnlyCollection<EntityKind> kinds, CancellationToken cancellation) =>
        ReadAsync(store => store.FindNamesAsync(query, kinds, MostCandidates, cancellation), cancellation);

    private async Task<IReadOnlyList<Entity>> AllOfKindAsync(EntityKind kind, CancellationToken cancellation)
    {
        if (kept.TryGet<IReadOnlyList<Entity>>(kind, out var known))
        {
            return known!;
        }

        var all = new List<Entity>();
        IReadOnlyList<Entity> part;
        do
        {
            var after = all.Count > 0 ? all[^1].Id : (EntityId?)null;
            part = await ReadAsync(store => store.ReadKindAsync(kind, after, PageOfKind, cancellation), cancellation).ConfigureAwait(false);
            all.AddRange(part);
        }
        while (part.Count == PageOfKind);

        kept.Keep<IReadOnlyList<Entity>>(kind, all, all.Count);
        return all;
    }

    private async Task<LevelAnswer> ReadLevelAsync(LevelQuery query, CancellationToken cancellation)
    {
        var answer = await LevelParts.ReadAsync(
            query, part => ReadAsync(store => store.ReadLevelAsync(part, cancellation), cancellation)).ConfigureAwait(false);
        foreach (var entity in answer.Entities.Concat(answer.Links.SelectMany(links => links).Select(link => link.Other)))
        {
            kept.Keep(entity.Id, entity);
        }

        foreach (var link in answer.LinksById)
        {
            kept.Keep(link.Id, link);
        }

        return answer;
    }

    private Task<LinkIdPage?> ReadPageAsync(EntityId? after, int entities, int limit, CancellationToken cancellation) =>
        ReadAsync(store => store.ReadLinkIdsAsync(after, entities, limit, cancellation), cancellation);

    private IReadOnlyList<AdjacentLink> Keep(LinksKey key, IReadOnlyList<AdjacentLink> links)
    {
        if (links.Count > MostLinks)
        {
            throw new GraphQLProblem(ErrorCodes.LimitExceeded,
                $"{key.Of} has more than {MostLinks} links of these kinds, and they are read from the store: ask for fewer kinds of link or of entity.");
        }

        // Read either way, the store gives a self-loop twice; a list of links has it once.
        links = key.Shape.Direction == LinkDirection.Both ? [.. links.DistinctBy(link => link.Link.Id)] : links;
        kept.Keep(key, links, links.Count);
        return links;
    }

    private async Task<T> ReadAsync<T>(Func<IGraphStore, Task<AsOf<T>>> read, CancellationToken cancellation)
    {
        try
        {
            var answer = await read(graph.Store).ConfigureAwait(false);
            if (answer.Version == Version.Number)
            {
                return answer.Value;
            }

            await graph.RefreshAsync(cancellation).ConfigureAwait(false);
        }
        catch (StoreUnavailableException)
        {
            throw new GraphQLProblem(ErrorCodes.Unavailable, "The store is away, and answers are read from it. Try again soon.") { RetryAfter = TimeSpan.FromSeconds(2) };
        }

        throw new GraphQLProblem(ErrorCodes.VersionMoved, "The graph moved on to another version while the request ran. Send it again.") { RetryAfter = TimeSpan.FromSeconds(1) };
    }
}
