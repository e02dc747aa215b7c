using IndustryGraph.Changes;
using IndustryGraph.Model;

namespace IndustryGraph.Storage.Neo4j;

/// <summary>
/// What is left to do once a staged version is current, and the undoing of one that will not be. Both can be done by
/// whoever knows the change set, more than once, and by two at once: every statement changes only what is not done yet.
/// </summary>
internal sealed class Neo4jSettling(Neo4jClient client, Neo4jLimits limits)
{
    private const string SetEntities = $$"""
        {{Neo4jSchema.KeepPlan}}
        UNWIND $p.rows AS row
        MATCH (e:Entity {id: row.id})
        USING INDEX e:Entity(id)
        WHERE e.staged_version = $p.version
        SET e += row
        """;

    private const string FinishEntities = $$"""
        {{Neo4jSchema.KeepPlan}}
        UNWIND $p.ids AS id
        MATCH (e:Entity {id: id})
        USING INDEX e:Entity(id)
        WHERE e.staged_version = $p.version
        REMOVE e.staged, e.staged_version
        WITH e
        MATCH (k:NameKeys {entity: e.id})
        USING INDEX k:NameKeys(entity)
        WHERE k.since < $p.version
        DELETE k
        """;

    private const string DeleteEntities = $$"""
        {{Neo4jSchema.KeepPlan}}
        UNWIND $p.ids AS id
        MATCH (e:Entity {id: id})
        USING INDEX e:Entity(id)
        WHERE e.staged_version = $p.version
        DETACH DELETE e
        WITH id
        MATCH (k:NameKeys {entity: id})
        USING INDEX k:NameKeys(entity)
        DELETE k
        """;

    private const string DropEntities = "UNWIND $p.ids AS id MATCH (e:Entity {id: id}) USING INDEX e:Entity(id) WHERE e.since = $p.version DETACH DELETE e";

    private const string DropKeys = "UNWIND $p.ids AS id MATCH (k:NameKeys {entity: id}) USING INDEX k:NameKeys(entity) WHERE k.since = $p.version DELETE k";

    private const string UnstageEntities = """
        UNWIND $p.ids AS id
        MATCH (e:Entity {id: id})
        USING INDEX e:Entity(id)
        WHERE e.staged_version = $p.version
        REMOVE e.staged, e.staged_version
        """;

    private const string DropLog = """
        OPTIONAL MATCH (g:GraphVersion {number: $p.version})
        USING INDEX g:GraphVersion(number)
        DETACH DELETE g
        WITH 1 AS one
        MATCH (c:ChangeChunk)
        USING INDEX c:ChangeChunk(version, part)
        WHERE c.version = $p.version AND c.part >= 0
        DELETE c
        """;

    private static readonly string SetLinks = InEach("row", "row.id", "WHERE l.staged_version = $p.version SET l += row");
    private static readonly string FinishLinks = InEach("id", "id", "WHERE l.staged_version = $p.version REMOVE l.staged, l.staged_version");
    private static readonly string DeleteLinks = InEach("id", "id", "WHERE l.staged_version = $p.version AND l.staged = '' DELETE l");
    private static readonly string DropLinks = InEach("id", "id", "WHERE l.since = $p.version DELETE l");

    /// <summary>Makes properties of what is staged for the current version.</summary>
    /// <param name="parts">The change set of the version, in its parts; asked for twice.</param>
    /// <param name="version">The version.</param>
    /// <param name="writer">Who does it.</param>
    /// <param name="cancellation">Ends it between transactions; then it is left to others.</param>
    public async Task SettleAsync(
        Func<IAsyncEnumerable<ChangeSet>> parts, long version, string writer, CancellationToken cancellation)
    {
        // Two rounds, and never in one transaction: until its properties are wholly written, an element is read as it was staged.
        await Work().RunAsync(Units(parts(), Set), cancellation).ConfigureAwait(false);
        await Work().RunAsync(
            Units(parts(), Finish).Append(Leave(Neo4jState.Idle, writer)), cancellation).ConfigureAwait(false);

        Neo4jWork Work() => new(client, limits, (transaction, batch, token) => EnterAsync(transaction, Neo4jState.Settling, version, writer, batch, token));

        IEnumerable<Neo4jUnit> Set(ChangeSet part) =>
        [
            .. Entities(part.PutEntities, entity => Neo4jRows.Of(entity, inPlace: true), SetEntities, "rows", version),
            .. Links(part.PutLinks, link => link.Kind, link => Neo4jRows.Of(link, inPlace: true), SetLinks, version),
        ];

        IEnumerable<Neo4jUnit> Finish(ChangeSet part) =>
        [
            .. Entities(part.PutEntities, entity => entity.Id.Value, FinishEntities, "ids", version),
            .. Links(part.PutLinks, link => link.Kind, link => link.Id.ToString(), FinishLinks, version),
            .. Links(part.RemovedLinks, link => link.Kind, link => link.ToString(), DeleteLinks, version),
            .. Entities(part.RemovedEntities, id => id.Value, DeleteEntities, "ids", version),
        ];
    }

    /// <summary>Undoes what is staged for the version after the current one.</summary>
    /// <param name="parts">The change set as far as it is known: links of later parts before entities of earlier ones.</param>
    /// <param name="version">The version that will not be.</param>
    /// <param name="writer">Who does it.</param>
    /// <param name="cancellation">Ends it between transactions; then it is left to others.</param>
    public async Task DiscardAsync(IAsyncEnumerable<ChangeSet> parts, long version, string writer, CancellationToken cancellation)
    {
        var dropLog = new Neo4jUnit(1, (transaction, token) => transaction.RunAsync(DropLog, Neo4jParameters.Of(("version", version)), token));
        var work = new Neo4jWork(
            client, limits, (transaction, batch, token) => EnterAsync(transaction, Neo4jState.Staging, version - 1, writer, batch, token));
        await work.RunAsync(
            Units(parts, Drop).Append(dropLog).Append(Leave(Neo4jState.Idle, writer)), cancellation).ConfigureAwait(false);

        IEnumerable<Neo4jUnit> Drop(ChangeSet part) =>
        [
            .. Links(part.PutLinks, link => link.Kind, link => link.Id.ToString(), DropLinks, version),
            .. Links(part.PutLinks, link => link.Kind, link => link.Id.ToString(), FinishLinks, version),
            .. Links(part.RemovedLinks, link => link.Kind, link => link.ToString(), FinishLinks, version),
            .. Entities(part.PutEntities, entity => entity.Id.Value, DropEntities, "ids", version),
            .. Entities(part.PutEntities, entity => entity.Id.Value, DropKeys, "ids", version),
            .. Entities(part.PutEntities, entity => entity.Id.Value, UnstageEntities, "ids", version),
            .. Entities(part.RemovedEntities, id => id.Value, UnstageEntities, "ids", version),
        ];
    }

    private static async Task<bool> EnterAsync(
        Neo4jTransaction transaction, string phase, long version, string writer, long batch, CancellationToken cancellation)
    {
        var state = await Neo4jState.LockAsync(transaction, "", cancellation).ConfigureAwait(false);
        if (state.Phase != phase || state.Version != version || (phase == Neo4jState.Staging && state.Writer != writer))
        {
            // Somebody else did the rest.
            return false;
        }

        await Neo4jState.EnterAsync(transaction, phase, writer, batch, cancellation).ConfigureAwait(false);
        return true;
    }

    private static Neo4jUnit Leave(string phase, string writer) =>
        new(1, (transaction, token) => Neo4jState.EnterAsync(transaction, phase, writer, 0, token));

    private static async IAsyncEnumerable<Neo4jUnit> Units(IAsyncEnumerable<ChangeSet> parts, Func<ChangeSet, IEnumerable<Neo4jUnit>> of)
    {
        await foreach (var part in parts.ConfigureAwait(false))
        {
            foreach (var unit in of(part))
            {
                yield return unit;
            }
        }
    }

    private IEnumerable<Neo4jUnit> Entities<T>(
        IReadOnlyList<T> items, Func<T, object?> row, string statement, string parameter, long version) => Neo4jUnit.Of(
            items, limits.RowsPerStatement,
            (transaction, some, token) => transaction.RunAsync(
                statement, Neo4jParameters.Of((parameter, some.Select(row).ToArray()), ("version", version)), token));

    private IEnumerable<Neo4jUnit> Links<T>(
        IReadOnlyList<T> items, Func<T, LinkKind> kind, Func<T, object?> row, string statement, long version) => Neo4jUnit.Of(
            items, limits.RowsPerStatement,
            (transaction, some, token) =>
            {
                var rows = Neo4jLinkTypes.Rows(some, kind, row);
                rows.Add("version", version);
                return transaction.RunAsync(statement, Neo4jParameters.Of(rows), token);
            });

    private static string InEach(string item, string id, string change) => $$"""
        {{Neo4jSchema.KeepPlan}}
        CALL () {
        {{Neo4jLinkTypes.InEach(kind => $"UNWIND $p.{kind} AS {item} MATCH ()-[l:{kind} {{id: {id}}}]->() USING INDEX l:{kind}(id) {change} RETURN count(*) AS n")}}
        }
        RETURN sum(n) AS changed
        """;
}
