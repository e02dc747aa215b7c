using IndustryGraph.Model;

namespace IndustryGraph.Storage.Neo4j;

/// <summary>
/// One level of a question as one statement, whose text is the same for every level, so that its plan is made once. It has a
/// branch for the entities and one for each direction of links, not one for each type: Neo4j took seconds to plan those, and
/// planned them anew for each of the questions that came meanwhile. So the links of an entity are all looked at, for the few
/// of the types that are asked for.
/// </summary>
internal sealed class Neo4jLevel
{
    /// <summary>The part of a row that holds what links lead to; each such entity is sent once.</summary>
    private const int OtherEnds = -1;

    private readonly LevelQuery query;
    private readonly List<object?> outgoing = [];
    private readonly List<object?> incoming = [];
    private readonly List<object?> sets = [];

    public Neo4jLevel(LevelQuery query)
    {
        this.query = query;
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

            if (links.Direction != LinkDirection.In)
            {
                outgoing.Add(Want(PartOf(i, isOut: true), links, place));
            }

            if (links.Direction != LinkDirection.Out)
            {
                incoming.Add(Want(PartOf(i, isOut: false), links, place));
            }
        }
    }

    /// <summary>The branches.</summary>
    public static string Text { get; } = $$"""
        UNWIND $p.ids AS id
        MATCH (e:Entity {id: id})
        USING INDEX e:Entity(id)
        WHERE {{Neo4jSchema.IsThere("e")}}
        {{Neo4jRow.Return("0", labels: "labels(e)", value: "properties(e)")}}
        UNION ALL
        {{Links("out", "-[l]->", "want.ranks[type(l)], m.id")}}
        UNION ALL
        {{Links("in", "<-[l]-", "m.id, want.ranks[type(l)]")}}
        """;

    public IReadOnlyDictionary<string, object?> Parameters => Neo4jParameters.Of(
        ("ids", Ids(query.Entities)), ("sets", sets), ("out", outgoing), ("in", incoming),
        ("limit", query.Links.Select(links => links.LimitPerEntity).DefaultIfEmpty(1).Max()));

    /// <summary>The answer from the rows.</summary>
    public LevelAnswer Read(Neo4jFacts facts, IReadOnlyList<Neo4jRow> rows)
    {
        var entities = new List<Entity>();
        var links = query.Links.Select(_ => new List<AdjacentLink>()).ToArray();
        var others = new Dictionary<string, Entity>(StringComparer.Ordinal);
        foreach (var other in rows.Where(row => row.Part == OtherEnds).Select(row => facts.ToEntity(row.Labels, row.Value)))
        {
            // It stands once in each direction.
            others[other.Id.Value] = other;
        }

        foreach (var row in rows.Where(row => row.Part >= 0))
        {
            if (row.Part == 0)
            {
                entities.Add(facts.ToEntity(row.Labels, row.Value));
                continue;
            }

            var other = others[(string)row.Value!];
            var link = (row.Part & 1) == 1
                ? facts.ToLink(row.Near, row.Kind, other.Id.Value, row.Link)
                : facts.ToLink(other.Id.Value, row.Kind, row.Near, row.Link);
            links[(row.Part - 1) / 2].Add(new AdjacentLink(EntityId.Parse(row.Near), link, other));
        }

        return new LevelAnswer(entities, [.. links.Select((list, i) => Cut(list, query.Links[i].LimitPerEntity))]);
    }

    // In the order of LinkId, so that the first are the first of the answer.
    private static string Links(string wants, string link, string order) => $$"""
        UNWIND $p.{{wants}} AS want
        UNWIND $p.sets[want.set] AS id
        MATCH (n:Entity {id: id})
        USING INDEX n:Entity(id)
        CALL (n, want, v) {
          MATCH (n){{link}}(m:Entity)
          WHERE type(l) IN want.kinds AND {{Neo4jSchema.IsThere("l")}}
            AND (want.others = [] OR any(label IN labels(m) WHERE label IN want.others))
          WITH l, m ORDER BY {{order}}, coalesce(l.qualifier, '') LIMIT $p.limit
          WITH collect([l, m]) AS pairs
          RETURN pairs[..want.limit] AS first
        }
        UNWIND first AS pair
        WITH collect([want.part, n.id, pair[0], pair[1].id]) AS found, collect(DISTINCT pair[1]) AS others
        CALL (found, others) {
          UNWIND found AS one
          {{Neo4jRow.Return("one[0]", "one[1]", "type(one[2])", "properties(one[2])", value: "one[3]")}}
          UNION ALL
          UNWIND others AS m
          {{Neo4jRow.Return($"{OtherEnds}", labels: "labels(m)", value: "properties(m)")}}
        }
        {{Neo4jRow.Return("part", "near", "kind", "link", "labels", "value")}}
        """;

    private static Dictionary<string, object?> Want(int part, LinkQuery links, int set)
    {
        var kinds = links.Kinds.Distinct().ToArray();
        return Neo4jParameters.Row(
            ("part", part), ("set", set), ("limit", links.LimitPerEntity),
            ("kinds", (string[])[.. kinds.Select(kind => kind.Code())]),
            ("ranks", kinds.ToDictionary(kind => kind.Code(), kind => (object?)(long)kind, StringComparer.Ordinal)),
            ("others", (string[])[.. links.OtherKinds.Select(other => other.Code())]));
    }

    private static int PartOf(int number, bool isOut) => (2 * number) + (isOut ? 1 : 2);

    private static string[] Ids(IReadOnlyCollection<EntityId> ids) => [.. ids.Distinct().Select(id => id.Value)];

    // Each direction gives as many as the limit says.
    private static IReadOnlyList<AdjacentLink> Cut(List<AdjacentLink> links, int limit) =>
        [.. links.GroupBy(link => link.Near).SelectMany(near => near.OrderBy(item => item.Link.Id).Take(limit))];
}
