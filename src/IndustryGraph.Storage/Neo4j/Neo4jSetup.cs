using IndustryGraph.Search;

namespace IndustryGraph.Storage.Neo4j;

/// <summary>Makes a database ready: constraints and indexes first, with the names of properties, then the state node.</summary>
internal sealed class Neo4jSetup(Neo4jClient client, Neo4jLimits limits)
{
    private const string State = "MATCH (s:GraphState {id: 'graph'}) RETURN s.format AS format, s.name_keys AS keys";

    private const string Foreign = "MATCH (n) WHERE n:Entity OR n:GraphVersion OR n:ChangeChunk OR n:NameKeys RETURN count(n) AS nodes";

    private const string Existing = "SHOW INDEXES YIELD name, state RETURN name, state";

    private const string Await = "CALL db.awaitIndexes(300)";

    private const string CreateProperties = "UNWIND $p.names AS name CALL db.createProperty(name)";

    private const string CreateState = """
        MERGE (s:GraphState {id: 'graph'})
        ON CREATE SET s.format = $p.format, s.name_keys = $p.keys, s.version = 0, s.revision = 0, s.phase = 'idle', s.writer = '', s.batch = 0,
          s.heartbeat = 0
        """;

    private const string ReadNames = """
        MATCH (e:Entity)
        USING INDEX e:Entity(id)
        WHERE e.id > $p.after
        RETURN e.id AS id, labels(e) AS labels, properties(e) AS properties ORDER BY e.id LIMIT $p.limit
        """;

    // What is staged has keys of its own beside these.
    private const string PutNames = """
        UNWIND $p.rows AS row
        MATCH (e:Entity {id: row.id})
        USING INDEX e:Entity(id)
        WHERE e.staged_version IS NULL
        MATCH (k:NameKeys {entity: row.id})
        USING INDEX k:NameKeys(entity)
        SET k.tokens = row.tokens
        """;

    private const string SetKeys = "MATCH (s:GraphState {id: 'graph'}) SET s.name_keys = $p.keys";

    public async Task PrepareAsync(CancellationToken cancellation)
    {
        var state = await client.RunAsync(State, null, Neo4jAccess.Read, cancellation).ConfigureAwait(false);
        if (state.Count > 0)
        {
            CheckFormat(state[0]);
        }
        else
        {
            await CheckForeignAsync(cancellation).ConfigureAwait(false);
        }

        await CreateIndexesAsync(cancellation).ConfigureAwait(false);
        await client.RunAsync(CreateProperties, Neo4jParameters.Of(("names", Neo4jSchema.Properties)), Neo4jAccess.Write, cancellation).ConfigureAwait(false);
        await client.RunAsync(
            CreateState, Neo4jParameters.Of(("format", Neo4jSchema.Format), ("keys", NameKeys.Version)), Neo4jAccess.Write, cancellation).ConfigureAwait(false);
        if (state.Count > 0 && state[0]["keys"] is not (long)NameKeys.Version)
        {
            await RefreshNamesAsync(cancellation).ConfigureAwait(false);
        }
    }

    private static void CheckFormat(Neo4jRecord state)
    {
        if (state["format"] is not long format)
        {
            throw new FormatException($"the node :GraphState: its format is {Neo4jFacts.Shown(state["format"])}");
        }

        if (format > Neo4jSchema.Format)
        {
            throw new StoreRefusedException(
                $"The database was made by a newer version of this program (format {format}; this one knows up to {Neo4jSchema.Format}). "
                + "It was left as it is. Use the newer program, or choose another database.");
        }
    }

    private async Task CheckForeignAsync(CancellationToken cancellation)
    {
        var nodes = (await client.RunAsync(Foreign, null, Neo4jAccess.Read, cancellation).ConfigureAwait(false))[0].Get<long>("nodes");
        if (nodes > 0)
        {
            throw new StoreRefusedException(
                $"The database has {nodes} nodes with labels of this program (Entity, GraphVersion, ChangeChunk, NameKeys) and not the node "
                + "(:GraphState {id: 'graph'}): another program's data, or a graph whose state somebody removed. It was left as it is. "
                + "Choose another database, restore a backup, or empty this one wholly.");
        }
    }

    private async Task CreateIndexesAsync(CancellationToken cancellation)
    {
        var existing = await client.RunAsync(Existing, null, Neo4jAccess.Read, cancellation).ConfigureAwait(false);
        var names = existing.Select(row => row.Get<string>("name")).ToHashSet(StringComparer.Ordinal);
        var missing = Neo4jSchema.Indexes.Where(index => !names.Contains(index.Key)).ToArray();
        foreach (var (_, create) in missing)
        {
            try
            {
                await client.RunAsync(create, null, Neo4jAccess.Write, cancellation).ConfigureAwait(false);
            }
            catch (Neo4jException error) when (error.IsKnownIndex)
            {
                // Another process that starts at the same moment made it.
            }
        }

        if (missing.Length > 0 || existing.Any(row => row.Get<string>("state") != "ONLINE"))
        {
            await client.RunAsync(Await, null, Neo4jAccess.Read, cancellation).ConfigureAwait(false);
        }
    }

    private async Task RefreshNamesAsync(CancellationToken cancellation)
    {
        for (var after = ""; ;)
        {
            var rows = await client.RunAsync(
                ReadNames, Neo4jParameters.Of(("after", after), ("limit", limits.RowsPerPage)), Neo4jAccess.Read, cancellation).ConfigureAwait(false);
            if (rows.Count == 0)
            {
                break;
            }

            after = rows[^1].Get<string>("id");
            await client.RunAsync(
                PutNames, Neo4jParameters.Of(("rows", rows.Select(Row).OfType<object>().ToArray())), Neo4jAccess.Write, cancellation).ConfigureAwait(false);
        }

        await client.RunAsync(SetKeys, Neo4jParameters.Of(("keys", NameKeys.Version)), Neo4jAccess.Write, cancellation).ConfigureAwait(false);
    }

    private static Dictionary<string, object?>? Row(Neo4jRecord record)
    {
        try
        {
            var entity = new Neo4jFacts(long.MaxValue).ToEntity(record["labels"], record["properties"]);
            return Neo4jParameters.Row(("id", entity.Id.Value), ("tokens", NameTokens.Of(entity.Names)));
        }
        catch (FormatException)
        {
            // Changed by hand: whoever reads the graph says it.
            return null;
        }
    }
}
