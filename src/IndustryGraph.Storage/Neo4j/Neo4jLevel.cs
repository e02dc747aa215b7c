using IndustryGraph.Model;

namespace IndustryGraph.Storage.Neo4j;

/// <summary>
/// One level of a question as one statement, whose text is the same for every level, so that its plan is made once. It has a
/// branch for each list of the query and each direction of links, not one for each type: Neo4j took seconds to plan those, and
/// planned them anew for each of the questions that came meanwhile. So the links of an entity are all looked at, for the few
/// of the types that are asked for.
/// </summary>
internal sealed class Neo4jLevel
{
    /// <summary>The part of a row that holds what links lead to; each such entity is sent once.</summary>
    private const int OtherEnds = -1;

    /// <summary>The part of a row that holds a link that was asked for by its id.</summary>
    private const int ById = -2;

    private static readonly string WithLinks = $"{Entities}\nUNION ALL\n{Links}";
    private static readonly string WithIds = $"{Entities}\nUNION ALL\n{LinkIds}";
    private static readonly string WithBoth = $"{WithLinks}\nUNION ALL\n{LinkIds}";

    private readonly LevelQuery query;
    private readonly List<object?> sets = [];
    private readonly Dictionary<IReadOnlyCollection<EntityId>, int> places = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, object?> links;
    private readonly Dictionary<string, object?> linkIds;

    public Neo4jLevel(LevelQuery query)
    {
        this.query = query;
        links = Wants(query.Links, first: 0);
        linkIds = Wants(query.LinkIds, first: query.Links.Count);
    }

    /// <summary>The branches: of three texts, each for all levels that need no others, the shortest. The third is for none that the service asks.</summary>
    public string Text => query.LinkIds.Count + query.LinksById.Count == 0 ? WithLinks : query.Links.Count == 0 ? WithIds : WithBoth;

    public IReadOnlyDictionary<string, object?> Parameters => Neo4jParameters.Of(
        ("ids", Ids(query.Entities)), ("sets", sets), ("links", links), ("linkIds", linkIds),
        ("byId", (string[])[.. query.LinksById.Distinct().Select(id => $"{id.From} {id.Kind.Code()} {id.To} {id.Qualifier}")]),
        ("limit", query.Links.Concat(query.LinkIds).Select(ask => ask.LimitPerEntity).DefaultIfEmpty(1).Max()));

    private static string Entities => $$"""
        UNWIND $p.ids AS id
        MATCH (e:Entity {id: id})
        USING INDEX e:Entity(id)
        WHERE {{Neo4jSchema.IsThere("e")}}
        {{Neo4jRow.Return("0", labels: "labels(e)", value: "properties(e)")}}
        """;

    private static string Links => $$"""
        {{Around("links.out", "-[l]->", "want.ranks[type(l)], m.id", "[l, m]")}}
        {{Whole}}
        UNION ALL
        {{Around("links.in", "<-[l]-", "m.id, want.ranks[type(l)]", "[l, m]")}}
        {{Whole}}
        """;

    private static string LinkIds => $$"""
        {{Around("linkIds.out", "-[l]->", "want.ranks[type(l)], m.id", Ends)}}
        {{Neo4jRow.Return("want.part", "id", value: "first")}}
        UNION ALL
        {{Around("linkIds.in", "<-[l]-", "m.id, want.ranks[type(l)]", Ends)}}
        {{Neo4jRow.Return("want.part", "id", value: "first")}}
        UNION ALL
        UNWIND $p.byId AS asked
        WITH split(asked, ' ') AS asked
        MATCH (n:Entity {id: asked[0]})
        USING INDEX n:Entity(id)
        MATCH (m:Entity {id: asked[2]})
        USING INDEX m:Entity(id)
        MATCH (n)-[l]->(m)
        WHERE type(l) = asked[1] AND coalesce(l.qualifier, '') = asked[3] AND {{Neo4jSchema.IsThere("l")}}
        {{Neo4jRow.Return($"{ById}", "n.id", "type(l)", "properties(l)", value: "m.id")}}
        """;

    // What a link's id has beside the end that was asked about; no id has a blank.
    private static string Ends => "type(l) + ' ' + m.id + ' ' + coalesce(l.qualifier, '')";

    private static string Whole => $$"""
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

    /// <summary>The answer from the rows.</summary>
    public LevelAnswer Read(Neo4jFacts facts, IReadOnlyList<Neo4jRow> rows)
    {
        var entities = new List<Entity>();
        var found = query.Links.Select(_ => new List<AdjacentLink>()).ToArray();
        var ids = query.LinkIds.Select(_ => new List<AdjacentLinkId>()).ToArray();
        var byId = new List<Link>();
        var others = new Dictionary<string, Entity>(StringComparer.Ordinal);
        foreach (var other in rows.Where(row => row.Part == OtherEnds).Select(row => facts.ToEntity(row.Labels, row.Value)))
        {
            // It stands once in each direction.
            others[other.Id.Value] = other;
        }

        foreach (var row in rows)
        {
            var (number, isOut) = ((row.Part - 1) / 2, (row.Part & 1) == 1);
            switch (row.Part)
            {
                case OtherEnds:
                    break;
                case ById:
                    byId.Add(facts.ToLink(row.Near, row.Kind, row.Value, row.Link));
                    break;
                case 0:
                    entities.Add(facts.ToEntity(row.Labels, row.Value));
                    break;
                case var part when part <= 2 * found.Length:
                    var other = others[(string)row.Value!];
                    var link = isOut
                        ? facts.ToLink(row.Near, row.Kind, other.Id.Value, row.Link)
                        : facts.ToLink(other.Id.Value, row.Kind, row.Near, row.Link);
                    found[number].Add(new AdjacentLink(EntityId.Parse(row.Near), link, other));
                    break;
                default:
                    ids[number - found.Length].AddRange(
                        ((IReadOnlyList<object?>)row.Value!).Select(ends => facts.ToLinkId(row.Near, isOut, (string)ends!)));
                    break;
            }
        }

        return new LevelAnswer(entities, [.. found.Select((list, i) => Cut(list, query.Links[i], item => item.Near, item => item.Link.Id))])
        {
            LinkIds = [.. ids.Select((list, i) => Cut(list, query.LinkIds[i], item => item.Near, item => item.Link))],
            LinksById = byId,
        };
    }

    // In the order of LinkId, so that the first are the first of the answer.
    private static string Around(string wants, string link, string order, string give) => $$"""
        UNWIND $p.{{wants}} AS want
        UNWIND $p.sets[want.set] AS id
        MATCH (n:Entity {id: id})
        USING INDEX n:Entity(id)
        CALL (n, want, v) {
          MATCH (n){{link}}(m:Entity)
          WHERE type(l) IN want.kinds AND {{Neo4jSchema.IsThere("l")}}
            AND (want.others = [] OR any(label IN labels(m) WHERE label IN want.others))
          WITH l, m ORDER BY {{order}}, coalesce(l.qualifier, '') LIMIT $p.limit
          WITH collect({{give}}) AS found
          RETURN found[..want.limit] AS first
        }
        """;

    private Dictionary<string, object?> Wants(IReadOnlyList<LinkQuery> queries, int first)
    {
        var number = first;
        var (outgoing, incoming) = (new List<object?>(), new List<object?>());
        foreach (var ask in queries)
        {
            // Fields of one level mostly ask about the same entities.
            if (!places.TryGetValue(ask.Entities, out var place))
            {
                places.Add(ask.Entities, place = sets.Count);
                sets.Add(Ids(ask.Entities));
            }

            if (ask.Direction != LinkDirection.In)
            {
                outgoing.Add(Want((2 * number) + 1, ask, place));
            }

            if (ask.Direction != LinkDirection.Out)
            {
                incoming.Add(Want((2 * number) + 2, ask, place));
            }

            number++;
        }

        return Neo4jParameters.Row(("out", outgoing), ("in", incoming));
    }

    private static Dictionary<string, object?> Want(int part, LinkQuery links, int set)
    {
        var kinds = links.Kinds.Distinct().ToArray();
        return Neo4jParameters.Row(
            ("part", part), ("set", set), ("limit", links.LimitPerEntity),
            ("kinds", (string[])[.. kinds.Select(kind => kind.Code())]),
            ("ranks", kinds.ToDictionary(kind => kind.Code(), kind => (object?)(long)kind, StringComparer.Ordinal)),
            ("others", (string[])[.. links.OtherKinds.Select(other => other.Code())]));
    }

    private static string[] Ids(IReadOnlyCollection<EntityId> ids) => [.. ids.Distinct().Select(id => id.Value)];

    // Each direction gives as many as the limit says.
    private static List<T> Cut<T>(List<T> found, LinkQuery ask, Func<T, EntityId> near, Func<T, LinkId> link) =>
        ask.Direction != LinkDirection.Both || found.Count <= ask.LimitPerEntity
            ? found : [.. found.GroupBy(near).SelectMany(ofOne => ofOne.OrderBy(link).Take(ask.LimitPerEntity))];
}
