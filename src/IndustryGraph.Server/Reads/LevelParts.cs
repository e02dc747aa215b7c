using IndustryGraph.Model;
using IndustryGraph.Storage;

namespace IndustryGraph.Server.Reads;

/// <summary>A level of any size, in parts that a store takes: many fields together may ask for more than one read may name.</summary>
internal static class LevelParts
{
    /// <summary>Reads the level.</summary>
    public static async Task<LevelAnswer> ReadAsync(LevelQuery level, Func<LevelQuery, Task<LevelAnswer>> read)
    {
        if (Math.Max(level.Entities.Count, level.LinksById.Count) <= IGraphStore.MaxIds && level.Links.Count <= IGraphStore.MaxLinkQueries
            && level.Links.All(ask => ask.Entities.Count <= IGraphStore.MaxIds))
        {
            return await read(level).ConfigureAwait(false);
        }

        // Ids of links are asked for by searches alone, which keep to what a read takes.
        var asks = level.Links.SelectMany((ask, at) => ask.Entities.Chunk(IGraphStore.MaxIds).Select(some => (At: at, Query: ask with { Entities = some }))).ToArray();
        var parts = Enumerable.Max([
            Count(level.Entities.Count, IGraphStore.MaxIds), Count(level.LinksById.Count, IGraphStore.MaxIds), Count(asks.Length, IGraphStore.MaxLinkQueries)]);
        var (entities, byId) = (new List<Entity>(), new List<Link>());
        var links = level.Links.Select(_ => new List<AdjacentLink>()).ToArray();
        IReadOnlyList<IReadOnlyList<AdjacentLinkId>> linkIds = [];
        for (var part = 0; part < parts; part++)
        {
            var some = Some(asks, part, IGraphStore.MaxLinkQueries);
            var answer = await read(
                new LevelQuery(Some(level.Entities, part, IGraphStore.MaxIds), Array.ConvertAll(some, ask => ask.Query))
                {
                    LinkIds = part == 0 ? level.LinkIds : [],
                    LinksById = Some(level.LinksById, part, IGraphStore.MaxIds),
                }).ConfigureAwait(false);
            entities.AddRange(answer.Entities);
            byId.AddRange(answer.LinksById);
            linkIds = part == 0 ? answer.LinkIds : linkIds;
            for (var i = 0; i < some.Length; i++)
            {
                links[some[i].At].AddRange(answer.Links[i]);
            }
        }

        return new LevelAnswer(entities, links) { LinkIds = linkIds, LinksById = byId };
    }

    private static int Count(int items, int most) => (items + most - 1) / most;

    private static T[] Some<T>(IEnumerable<T> items, int part, int most) => [.. items.Skip(part * most).Take(most)];
}
