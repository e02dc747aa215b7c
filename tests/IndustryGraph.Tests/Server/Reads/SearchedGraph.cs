using IndustryGraph.Model;
using IndustryGraph.Server.Reads;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;

namespace IndustryGraph.Tests.Server.Reads;

/// <summary>A graph that is searched as if it were read from a store, and what was read of it.</summary>
/// <param name="graph">The graph.</param>
/// <param name="page">How many entities a page of the scan has; null where nothing is scanned.</param>
internal sealed class SearchedGraph(GraphSnapshot graph, int? page)
{
    public KeptAnswers Kept { get; } = new(graph.Version, page);

    public List<LevelQuery> Levels { get; } = [];

    /// <summary>After which entities pages were asked for.</summary>
    public List<EntityId?> Pages { get; } = [];

    /// <summary>Runs before each page is read.</summary>
    public Action BeforePage { get; set; } = () => { };

    public Task<Surroundings> SearchAsync(SurroundingsQuery query) =>
        new SurroundingsSearch(query, Kept, (level, _) => Task.FromResult(Read(level)), ReadPageAsync).RunAsync(graph.Version, CancellationToken.None);

    private LevelAnswer Read(LevelQuery level)
    {
        Levels.Add(level);
        Entity[] entities = [.. level.Entities.Select(graph.Find).OfType<Entity>()];
        foreach (var entity in entities)
        {
            Kept.Keep(entity.Id, entity);
        }

        return new(entities, [])
        {
            LinkIds = [.. level.LinkIds.Select(ask => (AdjacentLinkId[])[.. ask.Entities.Where(id => graph.Find(id) is not null)
                .SelectMany(id => LinksOf(id, ask.Direction).Order().Where(link => ask.Kinds.Contains(link.Kind)).Take(ask.LimitPerEntity), (id, link) => new AdjacentLinkId(id, link))])],
        };
    }

    private async Task<LinkIdPage?> ReadPageAsync(EntityId? after, int entities, int limit, CancellationToken cancellation)
    {
        Pages.Add(after);
        await Task.Yield();
        BeforePage();
        EntityId[] ids = [.. graph.Entities.ToArray().Select(entity => entity.Id).Where(id => after is null || id.CompareTo(after.Value) > 0).Take(entities)];
        LinkId[] links = [.. ids.SelectMany(id => LinksOf(id, LinkDirection.Out))];
        return links.Length > limit ? null : new(ids, links);
    }

    private IEnumerable<LinkId> LinksOf(EntityId id, LinkDirection direction)
    {
        var near = graph.IndexOf(id);
        var links = direction == LinkDirection.Out ? Enumerable.Range(graph.FirstOut(near), graph.OutDegree(near)) : graph.InLinks(near).ToArray();
        return links.Select(graph.LinkIdOf);
    }
}
