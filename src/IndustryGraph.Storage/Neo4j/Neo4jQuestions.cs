using IndustryGraph.Changes;
using IndustryGraph.Model;
using IndustryGraph.Search;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Storage.Neo4j;

/// <summary>The questions about a part of the graph and about its log, each one statement of constant text.</summary>
internal sealed class Neo4jQuestions(Neo4jReader reader)
{
    /// <summary>Parts of a change set in one answer: each is about a megabyte.</summary>
    private const int PartsAtOnce = 8;

    private static readonly string Version =
        $"OPTIONAL MATCH (g:GraphVersion {{number: v}}) USING INDEX g:GraphVersion(number) {Neo4jRow.Return("0", value: "properties(g)")}";

    private static readonly string History = $$"""
        MATCH (g:GraphVersion)
        USING INDEX g:GraphVersion(number)
        WHERE g.number > $p.after AND g.number <= v
        WITH g ORDER BY g.number LIMIT $p.limit
        {{Neo4jRow.Return("0", value: "properties(g)")}}
        """;

    private static readonly string Chunks = $$"""
        MATCH (c:ChangeChunk)
        USING INDEX c:ChangeChunk(version, part)
        WHERE c.version = $p.version AND c.part >= $p.from AND c.part < $p.to AND $p.version <= v
        WITH c ORDER BY c.part
        {{Neo4jRow.Return("0", value: "c.content")}}
        """;

    private static readonly string LinkIds = $$"""
        MATCH (n:Entity)
        USING INDEX n:Entity(id)
        WHERE n.id > $p.after AND {{Neo4jSchema.IsThere("n")}}
        WITH n ORDER BY n.id LIMIT $p.entities
        OPTIONAL MATCH (n)-[l]->(m:Entity)
        WHERE $p.kinds[type(l)] IS NOT NULL AND {{Neo4jSchema.IsThere("l")}}
        WITH n.id AS id, $p.kinds[type(l)] + ' ' + m.id + ' ' + coalesce(l.qualifier, '') AS ends LIMIT $p.rows
        WITH id, collect(ends) AS ends ORDER BY id
        {{Neo4jRow.Return("0", "id", value: "ends")}}
        """;

    private static readonly string Found = $$"""
        CALL db.index.fulltext.queryNodes('{{Neo4jSchema.NameKeys}}', $p.asked) YIELD node AS k
        MATCH (e:Entity {id: k.entity})
        USING INDEX e:Entity(id)
        WHERE {{Neo4jSchema.IsThere("e")}} AND ($p.kinds = [] OR any(label IN labels(e) WHERE label IN $p.kinds))
        WITH DISTINCT e LIMIT $p.limit
        {{Neo4jRow.Return("0", labels: "labels(e)", value: "properties(e)")}}
        """;

    // A count without a condition is kept by Neo4j and costs nothing.
    private static readonly string KeptCounts = string.Join("\nUNION ALL\n", (string[])
    [
        .. EntityKinds.All.Select(kind => $"MATCH (e:{kind.Code()}) {Neo4jRow.Return("0", kind: $"'{kind.Code()}'", value: "count(e)")}"),
        .. LinkKinds.All.Select(kind => $"MATCH ()-[l:{kind.Code()}]->() {Neo4jRow.Return("1", kind: $"'{kind.Code()}'", value: "count(l)")}"),
        $"MATCH (p:GraphState {{id: 'graph'}}) {Neo4jRow.Return("2", value: "p.phase")}",
    ]);

    private static readonly string CountedCounts = string.Join("\nUNION ALL\n", (string[])
    [
        .. EntityKinds.All.Select(kind =>
            $"MATCH (e:{kind.Code()}) WHERE {Neo4jSchema.IsThere("e")} {Neo4jRow.Return("0", kind: $"'{kind.Code()}'", value: "count(e)")}"),
        .. LinkKinds.All.Select(kind =>
            $"MATCH ()-[l:{kind.Code()}]->() WHERE {Neo4jSchema.IsThere("l")} {Neo4jRow.Return("1", kind: $"'{kind.Code()}'", value: "count(l)")}"),
    ]);

    private static readonly Dictionary<EntityKind, string> OfKind = EntityKinds.All.ToDictionary(kind => kind, kind => $$"""
        MATCH (e:{{kind.Code()}})
        USING INDEX e:{{kind.Code()}}(id)
        WHERE e.id > $p.after AND {{Neo4jSchema.IsThere("e")}}
        WITH e ORDER BY e.id LIMIT $p.limit
        {{Neo4jRow.Return("0", labels: "labels(e)", value: "properties(e)")}}
        """);

    public async Task<GraphVersion> ReadVersionAsync(CancellationToken cancellation) => (await reader.ReadAsync(
        Version, Neo4jClient.NoParameters, (facts, rows) => ToVersion(facts, rows[0].Value), cancellation).ConfigureAwait(false)).Value;

    public async Task<IReadOnlyList<GraphVersion>> ReadHistoryAsync(long after, int limit, CancellationToken cancellation) => (await reader.ReadAsync(
        History, Neo4jParameters.Of(("after", after), ("limit", limit)),
        (_, rows) => (GraphVersion[])[.. rows.Select(row => Neo4jFacts.ToVersion(row.Value))], cancellation).ConfigureAwait(false)).Value;

    public async Task<ChangeSet?> ReadChangesAsync(long version, CancellationToken cancellation)
    {
        var decoder = new ChangeSetDecoder();
        for (var from = 0; ; from += PartsAtOnce)
        {
            var (current, parts) = await reader.ReadAsync(
                Chunks, Neo4jParameters.Of(("version", version), ("from", from), ("to", from + PartsAtOnce)),
                (_, rows) => (string[])[.. rows.Select(row => (string)row.Value!)], cancellation).ConfigureAwait(false);
            if (version < 1 || version > current)
            {
                return null;
            }

            foreach (var part in parts)
            {
                decoder.Add(Neo4jChunks.ToBytes(part));
            }

            if (parts.Length < PartsAtOnce)
            {
                return decoder.Finish();
            }
        }
    }

    public Task<AsOf<LevelAnswer>> ReadLevelAsync(LevelQuery query, CancellationToken cancellation)
    {
        var level = new Neo4jLevel(query);
        return reader.ReadAsync(level.Text, level.Parameters, level.Read, cancellation);
    }

    public Task<AsOf<LinkIdPage?>> ReadLinkIdsAsync(EntityId? after, int entities, int limit, CancellationToken cancellation)
    {
        // An entity without links has a row too.
        var parameters = Neo4jParameters.Of(
            ("after", after?.Value ?? ""), ("entities", entities), ("rows", (long)entities + limit), ("kinds", Neo4jLinkTypes.Letters(LinkKinds.All)));
        return reader.ReadAsync(LinkIds, parameters, ToPage, cancellation);

        LinkIdPage? ToPage(Neo4jFacts facts, IReadOnlyList<Neo4jRow> rows)
        {
            var (ids, links) = (new List<EntityId>(rows.Count), new List<LinkId>());
            foreach (var row in rows)
            {
                ids.Add(facts.ToId(row.Near));
                links.AddRange(((IReadOnlyList<object?>)row.Value!).Select(ends => facts.ToLinkId(row.Near, isOut: true, (string)ends!).Link));
            }

            return links.Count > limit ? null : new LinkIdPage(ids, links);
        }
    }

    public Task<AsOf<IReadOnlyList<Entity>>> ReadKindAsync(EntityKind kind, EntityId? after, int limit, CancellationToken cancellation) =>
        reader.ReadAsync(OfKind[kind], Neo4jParameters.Of(("after", after?.Value ?? ""), ("limit", limit)), ToEntities, cancellation);

    public async Task<AsOf<Found>> FindNamesAsync(
        NameQuery query, IReadOnlyCollection<EntityKind> kinds, int limit, CancellationToken cancellation)
    {
        if (query.Terms.Count == 0)
        {
            return new((await ReadVersionAsync(cancellation).ConfigureAwait(false)).Number, new Found([], false));
        }

        var asked = string.Join(' ', NameTokens.Of(query).Select(Asked));
        var (version, found) = await reader.ReadAsync(
            Found, Neo4jParameters.Of(("asked", asked), ("kinds", (string[])[.. kinds.Select(kind => kind.Code())]), ("limit", limit + 1L)),
            ToEntities, cancellation).ConfigureAwait(false);
        return new(version, new Found([.. found.Take(limit)], found.Count > limit));

        // In the language of Lucene: each term must be met, by all of some tokens or by one of others.
        static string Asked(NameTokens.Term term) => $"+(({string.Join(' ', term.All.Select(token => "+" + token))}) {string.Join(' ', term.Any)})";
    }

    public async Task<AsOf<KindCounts>> CountAsync(CancellationToken cancellation)
    {
        var (version, kept) = await reader.ReadAsync(
            KeptCounts, Neo4jClient.NoParameters,
            (_, rows) => rows.Any(row => row.Part == 2 && row.Value is Neo4jState.Idle) ? ToCounts(rows) : null, cancellation).ConfigureAwait(false);

        // While a change set is being written there is more in the database than the version has.
        return kept is not null ? new(version, kept)
            : await reader.ReadAsync(CountedCounts, Neo4jClient.NoParameters, (_, rows) => ToCounts(rows), cancellation).ConfigureAwait(false);
    }

    public static GraphVersion ToVersion(Neo4jFacts facts, object? properties) =>
        properties is not null ? Neo4jFacts.ToVersion(properties)
        : facts.Version == 0 ? GraphVersion.Empty
        : throw new FormatException($"version {facts.Version} is not in the log (there is no :GraphVersion node of this number)");

    private static IReadOnlyList<Entity> ToEntities(Neo4jFacts facts, IReadOnlyList<Neo4jRow> rows) =>
        [.. rows.Select(row => facts.ToEntity(row.Labels, row.Value))];

    private static KindCounts ToCounts(IReadOnlyList<Neo4jRow> rows)
    {
        var (entities, links) = (new Dictionary<EntityKind, long>(), new Dictionary<LinkKind, long>());
        foreach (var row in rows)
        {
            if (row.Value is not long count || count == 0)
            {
                continue;
            }

            if (row.Part == 0 && EntityKinds.TryParse(row.Kind, out var entity))
            {
                entities.Add(entity, count);
            }
            else if (row.Part == 1 && LinkKinds.TryParse(row.Kind, out var link))
            {
                links.Add(link, count);
            }
        }

        return new KindCounts(entities, links);
    }
}
