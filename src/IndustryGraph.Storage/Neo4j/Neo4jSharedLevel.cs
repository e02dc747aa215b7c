using IndustryGraph.Model;

namespace IndustryGraph.Storage.Neo4j;

/// <summary>Several levels as one, in which what they have in common stands once; and its answer divided among them again.</summary>
internal sealed class Neo4jSharedLevel
{
    private readonly IReadOnlyList<LevelQuery> queries;
    private readonly Lists links = new();
    private readonly Lists linkIds = new();

    public Neo4jSharedLevel(IReadOnlyList<LevelQuery> queries)
    {
        this.queries = queries;
        foreach (var query in queries)
        {
            links.Add(query.Links);
            linkIds.Add(query.LinkIds);
        }

        Query = new LevelQuery(queries.SelectMany(query => query.Entities).ToHashSet(), links.Queries)
        {
            LinkIds = linkIds.Queries,
            LinksById = queries.SelectMany(query => query.LinksById).ToHashSet(),
        };
    }

    /// <summary>All of them.</summary>
    public LevelQuery Query { get; }

    /// <summary>The answer to each.</summary>
    public IReadOnlyList<LevelAnswer> Answers(LevelAnswer answer)
    {
        var entities = answer.Entities.ToDictionary(entity => entity.Id);
        var byId = answer.LinksById.ToDictionary(link => link.Id);
        var found = links.Divide(answer.Links, link => link.Near);
        var ids = linkIds.Divide(answer.LinkIds, link => link.Near);
        return [.. queries.Select((query, i) => new LevelAnswer(Those(query.Entities, entities), found[i])
        {
            LinkIds = ids[i],
            LinksById = Those(query.LinksById, byId),
        })];
    }

    private static List<TValue> Those<TKey, TValue>(IEnumerable<TKey> keys, Dictionary<TKey, TValue> all)
        where TKey : notnull
    {
        var those = new List<TValue>();
        foreach (var key in keys.Distinct())
        {
            if (all.TryGetValue(key, out var value))
            {
                those.Add(value);
            }
        }

        return those;
    }

    // Queries that differ in nothing but the entities are one.
    private sealed class Lists
    {
        private readonly Dictionary<(LinkDirection, string Kinds, string OtherKinds, int Limit), int> places = [];
        private readonly List<(LinkQuery Query, HashSet<EntityId> Entities)> together = [];
        private readonly List<(LinkQuery Query, int Place)[]> each = [];

        public IReadOnlyList<LinkQuery> Queries => [.. together.Select(one => one.Query with { Entities = one.Entities })];

        public void Add(IReadOnlyList<LinkQuery> queries) => each.Add([.. queries.Select(query => (query, PlaceOf(query)))]);

        public IReadOnlyList<IReadOnlyList<IReadOnlyList<T>>> Divide<T>(IReadOnlyList<IReadOnlyList<T>> found, Func<T, EntityId> near)
        {
            var nearBy = found.Select(list => list.ToLookup(near)).ToArray();
            return [.. each.Select(queries => (IReadOnlyList<T>[])[.. queries.Select(item =>
                (List<T>)[.. item.Query.Entities.Distinct().SelectMany(id => nearBy[item.Place][id])])])];
        }

        private int PlaceOf(LinkQuery query)
        {
            var key = (query.Direction, string.Join(' ', query.Kinds.Distinct().Order()), string.Join(' ', query.OtherKinds.Distinct().Order()), query.LimitPerEntity);
            if (!places.TryGetValue(key, out var place))
            {
                places.Add(key, place = together.Count);
                together.Add((query, []));
            }

            together[place].Entities.UnionWith(query.Entities);
            return place;
        }
    }
}
