using IndustryGraph.Model;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;

namespace IndustryGraph.Server.Reads;

/// <summary>
/// Reads the part of the graph around some entities from a store: breadth-first, for a path question from both ends until the
/// levels of the two sides make up its hops. The search reads ids of links alone, and those once for each version. Where what
/// entities and links carry decides the answer, it is read at the end, of those alone that lie in the part: where paths are asked
/// for, of those through which a chain of at most so many links leads from one end to the other, which are few of those that are met.
/// </summary>
internal sealed class SurroundingsSearch(
    SurroundingsQuery query, KeptAnswers kept, Func<LevelQuery, CancellationToken, Task<LevelAnswer>> read,
    Func<EntityId?, int, int, CancellationToken, Task<LinkIdPage?>> readPage)
{
    /// <summary>The most links of an entity that are followed, in each direction.</summary>
    public const int MostLinksOfOne = 2_000;

    // Each may be met from both of its ends.
    private const int MostLinks = 400_000;

    private const int MostAhead = 500;

    private readonly KnownLinks known = kept.Links;
    private readonly int kinds = KnownStep.SetOf(query.Kinds);
    private readonly Dictionary<EntityId, Entity> entities = [];

    /// <summary>The part.</summary>
    public async Task<Surroundings> RunAsync(GraphVersion version, CancellationToken cancellation)
    {
        var start = new SearchSide(query.Direction, kinds, query.From.Select(id => known[id]));
        var end = new SearchSide(query.Direction.Against(), kinds, query.To.Select(id => known[id]));
        EntityId[] seeds = [.. query.From.Concat(query.To).Distinct()];
        var unread = Unread(seeds);
        var cut = false;
        for (var sides = Due(start, end); sides.Length > 0 || unread.Count > 0; sides = Due(start, end))
        {
            cut = start.Walked + end.Walked > MostLinks || sides.Sum(side => side.Next.Count) > IGraphStore.MaxIds;
            if (cut)
            {
                break;
            }

            await ReadLinkIdsAsync(unread, sides, Ahead(start, end), cancellation).ConfigureAwait(false);
            unread = [];
            foreach (var side in sides)
            {
                side.Advance();
            }
        }

        var (inside, links) = query.To.Count == 0 ? Around(start) : start.Meets(end) ? Between(start, end) : ([], []);
        GraphTopology part = query.Carried
            ? await ReadPartAsync(version, [.. seeds, .. inside], links, cancellation).ConfigureAwait(false)
            : BareGraph.Of(entities.Keys, links);
        return new Surroundings(part, !(cut || start.Cut || end.Cut));
    }

    // Both at once, as that takes fewer reads; the last level from where there is less to read. Where a side has come to its end,
    // it has met all that lies on a path.
    private SearchSide[] Due(SearchSide start, SearchSide end) => (query.Hops - start.Depth - end.Depth) switch
    {
        <= 0 => [],
        _ when start.Next.Count == 0 => [],
        _ when query.To.Count == 0 => [start],
        _ when end.Next.Count == 0 => [],
        1 => start.Next.Count <= end.Next.Count ? [start] : [end],
        _ => [start, end],
    };

    // What a longer path needs next, from the other side: a read costs more than what few entities add to it.
    private SearchSide[] Ahead(SearchSide start, SearchSide end) =>
        query.MayDeepen ? [.. new[] { start, end }.Where(side => side.Next.Count <= MostAhead)] : [];

    private async Task ReadLinkIdsAsync(List<EntityId> unread, SearchSide[] due, SearchSide[] ahead, CancellationToken cancellation)
    {
        bool[] ways = [true, false];
        if (unread.Count == 0 && ways.All(leaving => due.All(side => !side.Unread(leaving).Any())))
        {
            return;
        }

        var asks = ways
            .Select(leaving => (Leaving: leaving, Near: due.Union(ahead).SelectMany(side => side.Unread(leaving)).Distinct().ToList()))
            .Where(ask => ask.Near.Count > 0).ToList();
        var reading = read(
            new LevelQuery(unread, [])
            {
                LinkIds = asks.ConvertAll(ask => new LinkQuery(
                    ask.Near.ConvertAll(entity => entity.Id), ask.Leaving ? LinkDirection.Out : LinkDirection.In, query.Kinds, MostLinksOfOne + 1)),
            }, cancellation);
        var scanning = known.Scan?.AdvanceAsync((after, entities, limit) => readPage(after, entities, limit, cancellation)) ?? Task.CompletedTask;
        await Task.WhenAll(reading, scanning).ConfigureAwait(false);
        var answer = await reading.ConfigureAwait(false);
        Take(answer.Entities);
        foreach (var (ask, links) in asks.Zip(answer.LinkIds))
        {
            known.Scan?.Note(ask.Near.Count + links.Count);
            var found = links.ToLookup(item => item.Near, item => item.Link);
            foreach (var entity in ask.Near)
            {
                var cut = found[entity.Id].Count() > MostLinksOfOne;
                known.Add(entity, ask.Leaving, kinds, cut ? found[entity.Id].Order().Take(MostLinksOfOne) : found[entity.Id], cut);
            }
        }
    }

    // What is on a chain of links from one end to the other that is not longer than asked.
    private (IEnumerable<EntityId> Entities, HashSet<LinkId> Links) Between(SearchSide start, SearchSide end)
    {
        start.Complete(end, query.Hops);
        end.Complete(start, query.Hops);
        var links = new HashSet<LinkId>();
        foreach (var entity in start.Followed.Where(IsInside))
        {
            var sofar = start.Distances[entity];
            foreach (var (leaving, step) in start.StepsOf(entity))
            {
                if (end.Distances.TryGetValue(step.Other, out var rest) && sofar + 1 + rest <= query.Hops)
                {
                    links.Add(step.IdFrom(entity, leaving));
                }
            }
        }

        foreach (var entity in end.Followed.Where(IsInside))
        {
            var rest = end.Distances[entity];
            foreach (var (leaving, step) in end.StepsOf(entity))
            {
                if (start.Distances.TryGetValue(step.Other, out var sofar) && sofar + 1 + rest <= query.Hops)
                {
                    links.Add(step.IdFrom(entity, leaving));
                }
            }
        }

        return (start.Distances.Keys.Where(IsInside).Select(entity => entity.Id), links);

        bool IsInside(KnownEntity entity) => start.Distances.TryGetValue(entity, out var sofar)
            && end.Distances.TryGetValue(entity, out var rest) && sofar + rest <= query.Hops;
    }

    private static (IEnumerable<EntityId> Entities, HashSet<LinkId> Links) Around(SearchSide start)
    {
        var links = new HashSet<LinkId>();
        foreach (var entity in start.Followed)
        {
            foreach (var (leaving, step) in start.StepsOf(entity))
            {
                links.Add(step.IdFrom(entity, leaving));
            }
        }

        return (start.Distances.Keys.Select(entity => entity.Id), links);
    }

    private async Task<GraphSnapshot> ReadPartAsync(
        GraphVersion version, IReadOnlyCollection<EntityId> ids, HashSet<LinkId> linkIds, CancellationToken cancellation)
    {
        var (links, unreadLinks) = (new List<Link>(linkIds.Count), new List<LinkId>());
        foreach (var id in linkIds)
        {
            if (kept.TryGet<Link>(id, out var link))
            {
                links.Add(link!);
            }
            else
            {
                unreadLinks.Add(id);
            }
        }

        var unread = Unread(ids);
        if (unread.Count + unreadLinks.Count > 0)
        {
            var answer = await read(new LevelQuery(unread, []) { LinksById = unreadLinks }, cancellation).ConfigureAwait(false);
            Take(answer.Entities);
            links.AddRange(answer.LinksById);
        }

        var builder = new GraphSnapshotBuilder();
        foreach (var entity in entities.Values)
        {
            builder.Add(entity);
        }

        foreach (var link in links)
        {
            builder.Add(link);
        }

        return builder.Build(version);
    }

    // Those that are not kept; the others are taken.
    private List<EntityId> Unread(IEnumerable<EntityId> ids)
    {
        var unread = new List<EntityId>();
        foreach (var id in ids.Where(id => !entities.ContainsKey(id)))
        {
            if (kept.TryGet<Entity>(id, out var entity))
            {
                entities.TryAdd(id, entity!);
            }
            else
            {
                unread.Add(id);
            }
        }

        return unread;
    }

    private void Take(IReadOnlyList<Entity> read)
    {
        foreach (var entity in read)
        {
            entities.TryAdd(entity.Id, entity);
        }
    }
}
