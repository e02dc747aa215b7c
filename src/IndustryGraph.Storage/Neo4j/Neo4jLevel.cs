using IndustryGraph.Model;

namespace IndustryGraph.Storage.Neo4j;

/// <summary>
/// One level of a question as one statement, of few texts, so that their plans are made once. It has a branch for each list of
/// the query and each direction of links, not one for each type: Neo4j took seconds to plan those, and planned them anew for each
/// of the questions that came meanwhile. So the links of an entity are all looked at, for the few of the types that are asked for.
/// </summary>
internal sealed class Neo4jLevel
{
    /// <summary>The part of a row that holds what links lead to; each such entity is sent once.</summary>
    private const int OtherEnds = -1;

    /// <summary>The part of a row that holds a link that was asked for by its id.</summary>
    private const int ById = -2;

    // For each set of lists that a level may need, in the order of Text.
    private static readonly string[] Texts = [.. Enumerable.Range(0, 8).Select(lists => string.Join(
        "\nUNION ALL\n", (string[])[Entities, .. ((string[])[Links, LinkIds, LinksById]).Where((_, i) => (lists & (1 << i)) != 0)]))];

    private readonly LevelQuery query;
    private readonly List<HashSet<EntityId>> sets = [];
    private readonly Dictionary<string, object?> links;
    private readonly Dictionary<string, object?> linkIds;

    public Neo4jLevel(LevelQuery query)
    {
        this.query = query;
        links = Wants(query.Links, first: 0);
        linkIds = Wants(query.LinkIds, first: query.Links.Count);
    }

    /// <summary>The branches.</summary>
    public string Text => Texts[(query.Links.Count > 0 ? 1 : 0) + (query.LinkIds.Count > 0 ? 2 : 0) + (query.LinksById.Count > 0 ? 4 : 0)];

    public IReadOnlyDictionary<string, object?> Parameters => Neo4jParameters.Of(
        ("ids", Ids(query.Entities)), ("sets", sets.ConvertAll(object? (set) => Ids(set))), ("links", links), ("linkIds", linkIds),
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
        {{Around("links.out", "-[l]->", $"l, m ORDER BY {Letter}, m.id, {Qualifier}", "[l, m]")}}
        {{Whole}}
        UNION ALL
        {{Around("links.in", "<-[l]-", $"l, m ORDER BY m.id, {Letter}, {Qualifier}", "[l, m]")}}
        {{Whole}}
        """;

    private static string LinkIds => $$"""
        {{Around("linkIds.out", "-[l]->", $"{Letter} + ' ' + m.id + ' ' + {Qualifier} AS ends ORDER BY ends", "ends")}}
        {{Neo4jRow.Return("want.part", "id", value: "first")}}
        UNION ALL
        {{Around("linkIds.in", "<-[l]-", $"m.id + ' ' + {Letter} + ' ' + {Qualifier} AS ends ORDER BY ends", "ends")}}
        {{Neo4jRow.Return("want.part", "id", value: "first")}}
        """;

    private static string LinksById => $$"""
        UNWIND $p.byId AS asked
        WITH split(asked, ' ') AS asked
        MATCH (n:Entity {id: asked[0]})
        USING INDEX n:Entity(id)
        MATCH (m:Entity {id: asked[2]})
        USING INDEX m:Entity(id)
        MATCH (n)-[l]->(m)
        WHERE type(l) = asked[1] AND {{Qualifier}} = asked[3] AND {{Neo4jSchema.IsThere("l")}}
        {{Neo4jRow.Return($"{ById}", "n.id", "type(l)", "properties(l)", value: "m.id")}}
        """;

    // Nothing for kinds that were not asked for.
    private static string Letter => "kinds[type(l)]";

    private static string Qualifier => "coalesce(l.qualifier, '')";

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
        RETURN row
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

    // In the order of LinkId, so that the first are the first of the answer: no id has a blank, which comes before all that ids have.
    private static string Around(string wants, string link, string ordered, string give) => $$"""
        UNWIND $p.{{wants}} AS want
        UNWIND $p.sets[want.set] AS id
        MATCH (n:Entity {id: id})
        USING INDEX n:Entity(id)
        CALL (n, want, v) {
          WITH n, want, v, want.kinds AS kinds, want.others = [] AS every
          MATCH (n){{link}}(m:Entity)
          WHERE {{Letter}} IS NOT NULL AND {{Neo4jSchema.IsThere("l")}} AND (every OR any(label IN labels(m) WHERE label IN want.others))
          WITH {{ordered}} LIMIT $p.limit
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
            var entities = ask.Entities.ToHashSet();
            var place = sets.FindIndex(entities.SetEquals);
            if (place < 0)
            {
                place = sets.Count;
                sets.Add(entities);
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

    private static Dictionary<string, object?> Want(int part, LinkQuery links, int set) => Neo4jParameters.Row(
        ("part", part), ("set", set), ("limit", links.LimitPerEntity),
        ("kinds", Neo4jLinkTypes.Letters(links.Kinds)),
        ("others", (string[])[.. links.OtherKinds.Select(other => other.Code())]));

    private static string[] Ids(IReadOnlyCollection<EntityId> ids) => [.. ids.Distinct().Select(id => id.Value)];

    // Each direction gives as many as the limit says.
    private static List<T> Cut<T>(List<T> found, LinkQuery ask, Func<T, EntityId> near, Func<T, LinkId> link) =>
        ask.Direction != LinkDirection.Both || found.Count <= ask.LimitPerEntity
            ? found : [.. found.GroupBy(near).SelectMany(ofOne => ofOne.OrderBy(link).Take(ask.LimitPerEntity))];
}
