using IndustryGraph.Changes;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Storage.Neo4j;

/// <summary>The writing of a change set so that no reader sees it yet: see <see cref="Neo4jWriter"/>.</summary>
internal sealed class Neo4jStaging(ChangeSet changes, GraphVersion version, Neo4jLimits limits)
{
    /// <summary>A part of a change set is a megabyte and takes the memory of so many rows.</summary>
    private const int RowsOfPart = 1_000;

    private const string PutChunk = "CREATE (:ChangeChunk {version: $p.version, part: $p.part, content: $p.content})";

    private const string KnownEntities = Neo4jSchema.KeepPlan + "UNWIND $p.ids AS id MATCH (e:Entity {id: id}) USING INDEX e:Entity(id) RETURN e.id AS id";

    private const string NewKeys = "CREATE (:NameKeys {entity: row.id, tokens: row.tokens, since: $p.version})";

    private const string CreateEntities = $$"""
        {{Neo4jSchema.KeepPlan}}
        UNWIND $p.rows AS row
        CREATE (e:Entity:$(row.kind))
        SET e = row.properties
        {{NewKeys}}
        """;

    private const string StageEntities = $$"""
        {{Neo4jSchema.KeepPlan}}
        UNWIND $p.rows AS row
        MATCH (e:Entity {id: row.id})
        USING INDEX e:Entity(id)
        SET e.staged = row.staged, e.staged_version = $p.version
        {{NewKeys}}
        """;

    private const string StageEntityRemovals = "UNWIND $p.ids AS id MATCH (e:Entity {id: id}) USING INDEX e:Entity(id) SET e.staged = '', e.staged_version = $p.version";

    private const string CreateLinks = $$"""
        {{Neo4jSchema.KeepPlan}}
        UNWIND $p.rows AS row
        MATCH (a:Entity {id: row.from})
        USING INDEX a:Entity(id)
        MATCH (b:Entity {id: row.to})
        USING INDEX b:Entity(id)
        CREATE (a)-[l:$(row.kind)]->(b)
        SET l = row.properties
        RETURN count(*) AS made
        """;

    private const string MissingEnds = """
        UNWIND $p.rows AS row
        OPTIONAL MATCH (a:Entity {id: row.from})
        USING INDEX a:Entity(id)
        OPTIONAL MATCH (b:Entity {id: row.to})
        USING INDEX b:Entity(id)
        WITH row, a, b
        WHERE a IS NULL OR b IS NULL
        RETURN row.properties.id AS id LIMIT 1
        """;

    private const string PutVersion = """
        CREATE (g:GraphVersion)
        SET g = $p.row
        WITH g
        MATCH (p:GraphVersion {number: g.number - 1})
        USING INDEX p:GraphVersion(number)
        CREATE (p)-[:NEXT]->(g)
        """;

    private static readonly string KnownLinks = Neo4jSchema.KeepPlan + Neo4jLinkTypes.InEach(
        kind => $"UNWIND $p.{kind} AS id MATCH ()-[l:{kind} {{id: id}}]->() USING INDEX l:{kind}(id) RETURN l.id AS id");

    private static readonly string StageLinks = $$"""
        {{Neo4jSchema.KeepPlan}}
        CALL () {
        {{Neo4jLinkTypes.InEach(kind => $"UNWIND $p.{kind} AS row MATCH ()-[l:{kind} {{id: row.id}}]->() USING INDEX l:{kind}(id) SET l.staged = row.staged, l.staged_version = $p.version RETURN count(*) AS n")}}
        }
        RETURN sum(n) AS staged
        """;

    private static readonly string LinksLeft = $$"""
        UNWIND $p.ids AS id
        MATCH (e:Entity {id: id})-[l:{{Neo4jSchema.AnyLink}}]-()
        USING INDEX e:Entity(id)
        WHERE NOT coalesce(l.staged = '' AND l.staged_version = $p.version, false)
        RETURN l.id AS id LIMIT 1
        """;

    private readonly HashSet<EntityId> changedEntities = [];
    private readonly HashSet<LinkId> changedLinks = [];

    /// <summary>Whether something was there before, and so must settle once the version is current.</summary>
    public bool MustSettle => changedEntities.Count + changedLinks.Count + changes.RemovedEntities.Count + changes.RemovedLinks.Count > 0;

    /// <summary>The part of the change set that must settle.</summary>
    public ChangeSet Unsettled => changes with
    {
        PutEntities = [.. changes.PutEntities.Where(entity => changedEntities.Contains(entity.Id))],
        PutLinks = [.. changes.PutLinks.Where(link => changedLinks.Contains(link.Id))],
    };

    /// <summary>
    /// All of the writing, its rows in JSON already, for the most part. The change set itself comes first: whoever finds this
    /// unfinished knows by it what may be there.
    /// </summary>
    public IEnumerable<Neo4jUnit> Units()
    {
        var part = 0;
        foreach (var content in ChangeSetCodec.Encode(changes, limits.PartSize))
        {
            var number = part++;
            var text = Neo4jChunks.ToText(content);
            var rows = Math.Min(limits.RowsPerTransaction, 1 + (int)((long)RowsOfPart * content.Length / ChangeSetCodec.PartSize));
            yield return new Neo4jUnit(rows, (transaction, cancellation) => transaction.RunAsync(
                PutChunk, Neo4jParameters.Of(("version", version.Number), ("part", number), ("content", text)), cancellation));
        }

        foreach (var unit in Neo4jUnit.Of(changes.PutEntities.Select(Prepared), limits.RowsPerStatement, PutEntitiesAsync)
            .Concat(Neo4jUnit.Of(changes.RemovedLinks, limits.RowsPerStatement, RemoveLinksAsync))
            .Concat(Neo4jUnit.Of(changes.PutLinks.Select(Prepared), limits.RowsPerStatement, PutLinksAsync))
            .Concat(Neo4jUnit.Of(changes.RemovedEntities, limits.RowsPerStatement, RemoveEntitiesAsync)))
        {
            yield return unit;
        }

        yield return new Neo4jUnit(1, (transaction, cancellation) =>
            transaction.RunAsync(PutVersion, Neo4jParameters.Of(("row", Neo4jRows.Of(version))), cancellation));
    }

    private (Entity Entity, PlainJson New) Prepared(Entity entity)
    {
        var properties = Neo4jRows.Of(entity);
        properties["since"] = version.Number;
        return (entity, RequestJson.Prepare(Neo4jParameters.Row(
            ("id", entity.Id.Value), ("kind", entity.Kind.Code()), ("tokens", NameTokens.Of(entity.Names)), ("properties", properties))));
    }

    private (Link Link, string Id, PlainJson New) Prepared(Link link)
    {
        var properties = Neo4jRows.Of(link);
        properties["since"] = version.Number;
        return (link, link.Id.ToString(), RequestJson.Prepare(Neo4jParameters.Row(
            ("from", link.From.Value), ("kind", link.Kind.Code()), ("to", link.To.Value), ("properties", properties))));
    }

    private async Task PutEntitiesAsync(
        Neo4jTransaction transaction, IReadOnlyList<(Entity Entity, PlainJson New)> rows, CancellationToken cancellation)
    {
        var known = await KnownAsync(
            transaction, KnownEntities, Neo4jParameters.Of(("ids", rows.Select(row => row.Entity.Id.Value).ToArray())), cancellation).ConfigureAwait(false);
        await RunAsync(transaction, CreateEntities, rows.Where(row => !known.Contains(row.Entity.Id.Value)).Select(row => row.New), cancellation).ConfigureAwait(false);
        var changed = rows.Select(row => row.Entity).Where(entity => known.Contains(entity.Id.Value)).ToArray();
        await RunAsync(transaction, StageEntities, changed.Select(entity => Neo4jParameters.Row(
            ("id", entity.Id.Value), ("tokens", NameTokens.Of(entity.Names)), ("staged", Neo4jRows.Staged(writer => FactJson.Write(writer, entity))))),
            cancellation).ConfigureAwait(false);
        changedEntities.UnionWith(changed.Select(entity => entity.Id));
    }

    private async Task PutLinksAsync(
        Neo4jTransaction transaction, IReadOnlyList<(Link Link, string Id, PlainJson New)> rows, CancellationToken cancellation)
    {
        var known = await KnownAsync(
            transaction, KnownLinks, Neo4jParameters.Of(Neo4jLinkTypes.Rows(rows, row => row.Link.Kind, row => row.Id)), cancellation).ConfigureAwait(false);
        await CreateLinksAsync(transaction, [.. rows.Where(row => !known.Contains(row.Id)).Select(row => row.New)], cancellation).ConfigureAwait(false);
        Link[] changed = [.. rows.Where(row => known.Contains(row.Id)).Select(row => row.Link)];
        await StageLinksAsync(
            transaction, changed, link => link.Id, link => Neo4jRows.Staged(writer => FactJson.Write(writer, link)), cancellation).ConfigureAwait(false);
        changedLinks.UnionWith(changed.Select(link => link.Id));
    }

    private static async Task CreateLinksAsync(Neo4jTransaction transaction, PlainJson[] made, CancellationToken cancellation)
    {
        if (made.Length == 0)
        {
            return;
        }

        var rows = Neo4jParameters.Of(("rows", made));
        var count = (await transaction.RunAsync(CreateLinks, rows, cancellation).ConfigureAwait(false))[0].Get<long>("made");
        if (count < made.Length)
        {
            var missing = await transaction.RunAsync(MissingEnds, rows, cancellation).ConfigureAwait(false);
            throw new ArgumentException(
                $"The change set leaves the link {(missing.Count > 0 ? missing[0]["id"] : "(one)")} without an entity at its end. Nothing was changed.");
        }
    }

    private Task RemoveLinksAsync(Neo4jTransaction transaction, IReadOnlyList<LinkId> links, CancellationToken cancellation) =>
        StageLinksAsync(transaction, links, link => link, _ => "", cancellation);

    private async Task RemoveEntitiesAsync(Neo4jTransaction transaction, IReadOnlyList<EntityId> entities, CancellationToken cancellation)
    {
        var parameters = Neo4jParameters.Of(("ids", entities.Select(id => id.Value).ToArray()), ("version", version.Number));
        await transaction.RunAsync(StageEntityRemovals, parameters, cancellation).ConfigureAwait(false);
        if (await transaction.RunAsync(LinksLeft, parameters, cancellation).ConfigureAwait(false) is [var left, ..])
        {
            throw new ArgumentException($"The change set leaves the link {left["id"]} without an entity at its end. Nothing was changed.");
        }
    }

    private async Task StageLinksAsync<T>(
        Neo4jTransaction transaction, IReadOnlyList<T> links, Func<T, LinkId> id, Func<T, string> staged, CancellationToken cancellation)
    {
        if (links.Count == 0)
        {
            return;
        }

        var rows = Neo4jLinkTypes.Rows(
            links, link => id(link).Kind, link => (object?)Neo4jParameters.Row(("id", id(link).ToString()), ("staged", staged(link))));
        rows.Add("version", version.Number);
        await transaction.RunAsync(StageLinks, Neo4jParameters.Of(rows), cancellation).ConfigureAwait(false);
    }

    private async Task RunAsync(
        Neo4jTransaction transaction, string statement, IEnumerable<object> rows, CancellationToken cancellation)
    {
        var list = rows.ToArray();
        if (list.Length > 0)
        {
            await transaction.RunAsync(statement, Neo4jParameters.Of(("rows", list), ("version", version.Number)), cancellation).ConfigureAwait(false);
        }
    }

    private async Task<HashSet<string>> KnownAsync(
        Neo4jTransaction transaction, string statement, Dictionary<string, object?> parameters, CancellationToken cancellation) =>

        // Nothing was there before the first version; what somebody made by hand is met by the constraints.
        version.Number == 1 ? []
            : (await transaction.RunAsync(statement, parameters, cancellation).ConfigureAwait(false)).Select(row => row.Get<string>("id")).ToHashSet(StringComparer.Ordinal);

}
