using IndustryGraph.Model;

namespace IndustryGraph.Storage.Neo4j;

/// <summary>
/// One level of a question as one statement, whose text is the same for every level: a branch for the entities, and one for
/// each type and direction of links. So its plan, which takes Neo4j far longer to make than to follow, is made once.
/// </summary>
internal sealed class Neo4jLevel
{
    private readonly LevelQuery query;
    private readonly Dictionary<string, object?> parameters;
    private readonly List<object?> sets = [];

    public Neo4jLevel(LevelQuery query)
    {
        this.query = query;
        parameters = LinkKinds.All.SelectMany(kind => (string[])[Name(kind, isOut: true), Name(kind, isOut: false)])
            .ToDictionary(name => name, _ => (object?)new List<object?>(), StringComparer.Ordinal);
        parameters.Add("ids", Ids(query.Entities));
        parameters.Add("limit", query.Links.Select(links => links.LimitPerEntity).DefaultIfEmpty(1).Max());
        parameters.Add("sets", sets);
        var places = new Dictionary<IReadOnlyCollection<EntityId>, int>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < query.Links.Count; i++)
        {
            var links = query.Links[i];

            // Fields of one level mostly ask about the same entities.
            if (!places.TryGetValue(links.Entities, out var place))
            {
                places.Add(links.Entities, place = sets.Count);
                sets.Add(Ids(links.Entities));
            }

            foreach (var kind in links.Kinds.Distinct())
            {
                Want(i, links, kind, place, isOut: true);
                Want(i, links, kind, place, isOut: false);
            }
        }
    }

    /// <summary>The branches.</summary>
    public static string Text { get; } = string.Join("\nUNION ALL\n", (string[])
    [
        $$"""
        UNWIND $p.ids AS id
        MATCH (e:Entity {id: id})
        WHERE {{Neo4jSchema.IsThere("e")}}
        {{Neo4jRow.Return("0", labels: "labels(e)", value: "properties(e)")}}
        """,
        .. LinkKinds.All.Select(kind => Links(kind, isOut: true)),
        .. LinkKinds.All.Select(kind => Links(kind, isOut: false)),
    ]);

    public IReadOnlyDictionary<string, object?> Parameters => Neo4jParameters.Of(parameters);

    /// <summary>The answer from the rows.</summary>
    public LevelAnswer Read(Neo4jFacts facts, IReadOnlyList<Neo4jRow> rows)
    {
        var entities = new List<Entity>();
        var links = query.Links.Select(_ => new List<AdjacentLink>()).ToArray();
        var known = new Dictionary<string, Entity>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (row.Part == 0)
            {
                entities.Add(Entity(row));
                continue;
            }

            var (near, other) = (EntityId.Parse(row.Near), Entity(row));
            var link = (row.Part & 1) == 1
                ? facts.ToLink(row.Near, row.Kind, other.Id.Value, row.Link)
                : facts.ToLink(other.Id.Value, row.Kind, row.Near, row.Link);
            links[(row.Part - 1) / 2].Add(new AdjacentLink(near, link, other));
        }

        return new LevelAnswer(entities, [.. links.Select((list, i) => Cut(list, query.Links[i].LimitPerEntity))]);

        // The entity at the end of many links is read once.
        Entity Entity(Neo4jRow row)
        {
            var id = ((IReadOnlyDictionary<string, object?>)row.Value!).GetValueOrDefault("id") as string ?? "";
            if (!known.TryGetValue(id, out var entity))
            {
                known.Add(id, entity = facts.ToEntity(row.Labels, row.Value));
            }

            return entity;
        }
    }

    // Links of one type and direction are in the order of LinkId by their other end and qualifier.
    private static string Links(LinkKind kind, bool isOut) => $$"""
        UNWIND $p.{{Name(kind, isOut)}} AS want
        UNWIND $p.sets[want.set] AS id
        MATCH (n:Entity {id: id})
        CALL (n, want, v) {
          MATCH (n){{(isOut ? "-" : "<-")}}[l:{{kind.Code()}}]{{(isOut ? "->" : "-")}}(m:Entity)
          WHERE {{Neo4jSchema.IsThere("l")}} AND (want.others = [] OR any(label IN labels(m) WHERE label IN want.others))
          WITH l, m ORDER BY m.id, coalesce(l.qualifier, '') LIMIT $p.limit
          WITH collect([l, m]) AS pairs
          RETURN pairs[..want.limit] AS first
        }
        UNWIND first AS pair
        WITH want, n, pair[0] AS l, pair[1] AS m
        {{Neo4jRow.Return("want.part", "n.id", $"'{kind.Code()}'", "properties(l)", "labels(m)", "properties(m)")}}
        """;

    private static string Name(LinkKind kind, bool isOut) => $"{(isOut ? "out" : "in")}_{kind.Code()}";

    private static string[] Ids(IReadOnlyCollection<EntityId> ids) => [.. ids.Distinct().Select(id => id.Value)];

    private void Want(int number, LinkQuery links, LinkKind kind, int set, bool isOut)
    {
        if (links.Direction == (isOut ? LinkDirection.In : LinkDirection.Out))
        {
            return;
        }

        ((List<object?>)parameters[Name(kind, isOut)]!).Add(Neo4jParameters.Row(
            ("part", (2 * number) + (isOut ? 1 : 2)), ("set", set), ("limit", links.LimitPerEntity),
            ("others", (string[])[.. links.OtherKinds.Select(other => other.Code())])));
    }

    // Each type and direction gives as many as the limit says.
    private static IReadOnlyList<AdjacentLink> Cut(List<AdjacentLink> links, int limit) =>
        [.. links.GroupBy(link => link.Near).SelectMany(near => near.OrderBy(item => item.Link.Id).Take(limit))];
}
