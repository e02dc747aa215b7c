using IndustryGraph.Model;
using IndustryGraph.Search;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;

namespace IndustryGraph.Server.Reads;

/// <summary>Answers from a snapshot in memory. One reader serves every request of its version.</summary>
internal sealed class SnapshotReader(GraphSnapshot snapshot) : IGraphReader
{
    private readonly Lazy<KindCounts> counts = new(() => KindCounts.Of(snapshot));

    /// <summary>The snapshot.</summary>
    public GraphSnapshot Snapshot => snapshot;

    /// <inheritdoc/>
    public GraphVersion Version => snapshot.Version;

    /// <inheritdoc/>
    public Pending<Entity?> Entity(EntityId id) => Pending<Entity?>.Here(snapshot.Find(id));

    /// <inheritdoc/>
    public Pending<AdjacentLink> Link(LinkId id) =>
        Pending<AdjacentLink>.Here(new(id.From, snapshot.Find(id)!, snapshot.Find(id.To)!));

    /// <inheritdoc/>
    public Pending<Page<AdjacentLink>> Links(LinkPageQuery query)
    {
        var entity = snapshot.IndexOf(query.Of);
        if (entity < 0)
        {
            return Pending<Page<AdjacentLink>>.Here(new([], 0, false, false));
        }

        var links = new List<(int Link, int Other)>();
        Gather(query, entity, links);
        if (query.Order == LinkOrder.Id && query.IsPlain)
        {
            // The numbers are in the order of the ids: only the links of the page are made.
            var (start, end) = Paging.Cut(links, query.Page, item => snapshot.LinkAt(item.Link).Id.ToString());
            var items = links[start..end].ConvertAll(item => Adjacent(query.Of, item));
            return Pending<Page<AdjacentLink>>.Here(new(items, links.Count, start > 0, end < links.Count));
        }

        return Pending<Page<AdjacentLink>>.Here(
            LinkLists.PageOf(query, links.ConvertAll(item => Adjacent(query.Of, item))));
    }

    /// <inheritdoc/>
    public Task<Page<Entity>> OfKindAsync(EntityKind kind, PageRequest page, CancellationToken cancellation)
    {
        var numbers = snapshot.OfKind(kind);
        var entities = new Entity[numbers.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            entities[i] = snapshot.EntityAt(numbers[i]);
        }

        return Task.FromResult(Paging.Of(entities, page, entity => entity.Id.Value));
    }

    /// <inheritdoc/>
    public Task<KindCounts> CountAsync(CancellationToken cancellation) => Task.FromResult(counts.Value);

    /// <inheritdoc/>
    public Task<Surroundings> AroundAsync(SurroundingsQuery query, CancellationToken cancellation) =>
        Task.FromResult(new Surroundings(snapshot, Complete: true, Whole: true));

    /// <inheritdoc/>
    public Task<GraphSnapshot> WholeAsync(CancellationToken cancellation) => Task.FromResult(snapshot);

    /// <inheritdoc/>
    public Task<SearchAnswer> SearchAsync(
        NameQuery query, IReadOnlyCollection<EntityKind> kinds, int limit, int offset, CancellationToken cancellation) =>
        Task.FromResult(new SearchAnswer(NameSearch.Of(snapshot).Search(query, kinds, limit, offset), Complete: true));

    /// <inheritdoc/>
    public Task<SearchAnswer> SuggestAsync(
        NameQuery query, IReadOnlyCollection<EntityKind> kinds, int limit, CancellationToken cancellation) =>
        Task.FromResult(new SearchAnswer(NameSearch.Of(snapshot).Suggest(query, kinds, limit), Complete: true));

    /// <inheritdoc/>
    public Task<IReadOnlyList<NameCandidates>> MatchAsync(
        IReadOnlyList<string> names, IReadOnlyCollection<EntityKind> kinds, int limit, CancellationToken cancellation) =>
        Task.FromResult(NameSearch.Of(snapshot).Match(names, kinds, limit, cancellation));

    private void Gather(LinkPageQuery query, int entity, List<(int Link, int Other)> into)
    {
        if (query.Direction != LinkDirection.In)
        {
            var targets = snapshot.OutTargets(entity);
            var traits = snapshot.OutTraits(entity);
            var first = snapshot.FirstOut(entity);
            for (var i = 0; i < targets.Length; i++)
            {
                if (query.Filter.Passes(traits[i]) && Wanted(query, targets[i]))
                {
                    into.Add((first + i, targets[i]));
                }
            }
        }

        if (query.Direction != LinkDirection.Out)
        {
            var links = snapshot.InLinks(entity);
            var sources = snapshot.InSources(entity);
            var traits = snapshot.InTraits(entity);
            for (var i = 0; i < links.Length; i++)
            {
                // Read either way, a self-loop was met on its way out.
                var seen = sources[i] == entity && query.Direction == LinkDirection.Both;
                if (!seen && query.Filter.Passes(traits[i]) && Wanted(query, sources[i]))
                {
                    into.Add((links[i], sources[i]));
                }
            }

            if (query.Direction == LinkDirection.Both)
            {
                into.Sort();
            }
        }
    }

    private bool Wanted(LinkPageQuery query, int other) =>
        query.OtherKinds.Count == 0 || query.OtherKinds.Contains(snapshot.EntityAt(other).Kind);

    private AdjacentLink Adjacent(EntityId near, (int Link, int Other) item) =>
        new(near, snapshot.LinkAt(item.Link), snapshot.EntityAt(item.Other));
}
