using System.Text.Encodings.Web;
using System.Text.Json;
using IndustryGraph.Changes;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;
using Microsoft.Data.Sqlite;

namespace IndustryGraph.Storage.Sqlite;

/// <summary>Writes one change set within an open transaction.</summary>
/// <remarks>
/// Names are broken into tokens and the change set is encoded on other threads meanwhile. Where most of the links are new, they go in by
/// the entity that they leave, and the index of where they lead is made once all of them are there: rows in no order touch every page of
/// a table or an index again and again.
/// </remarks>
internal sealed class SqliteWriter : IDisposable
{
    private const int RowsBetweenParts = 1_024;
    private const int PartsAhead = 4;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly SqliteConnection connection;
    private readonly bool onEmpty;
    private readonly CancellationToken cancellation;
    private readonly SqliteStatement putEntity;
    private readonly SqliteStatement putLink;
    private readonly SqliteStatement putFurther;
    private readonly SqliteStatement removeEntity;
    private readonly SqliteStatement removeLink;
    private readonly SqliteStatement removeFurther;
    private readonly SqliteStatement removeTokens;
    private readonly SqliteStatement putTokens;
    private readonly SqliteStatement putVersion;
    private readonly SqliteStatement putPart;
    private int written;

    /// <param name="connection">In a transaction.</param>
    /// <param name="onEmpty">Whether nothing is in the file yet, so that nothing needs to be cleared before it is set.</param>
    /// <param name="cancellation">Asked between rows.</param>
    public SqliteWriter(SqliteConnection connection, bool onEmpty, CancellationToken cancellation)
    {
        (this.connection, this.onEmpty, this.cancellation) = (connection, onEmpty, cancellation);
        putEntity = Put("entity", SqliteSchema.EntityColumns, ["id"]);
        putLink = Put("link", SqliteSchema.LinkColumns, ["from_id", "kind", "to_id", "qualifier"]);
        putFurther = Put("further_citation", ["source", "locator", "evidence", "quote", "subject"], []);
        putTokens = new(connection, onEmpty ? SqliteNameTokens.PutNew : SqliteNameTokens.Put);
        putVersion = Put("version", SqliteSchema.VersionColumns, []);
        putPart = Put("change_part", ["version", "part", "content"], []);
        removeEntity = new(connection, "DELETE FROM entity WHERE id = ?");
        removeLink = new(connection, "DELETE FROM link WHERE from_id = ? AND kind = ? AND to_id = ? AND qualifier = ?");
        removeFurther = new(connection, "DELETE FROM further_citation WHERE subject = ?");
        removeTokens = new(connection, "DELETE FROM name_token WHERE rowid = (SELECT search_row FROM entity WHERE id = ?)");
    }

    public void Dispose()
    {
        foreach (var statement in (SqliteStatement[])
            [putEntity, putLink, putFurther, putTokens, putVersion, putPart, removeEntity, removeLink, removeFurther, removeTokens])
        {
            statement.Dispose();
        }
    }

    /// <summary>Writes the version, what it changes, and the change set itself.</summary>
    /// <exception cref="ArgumentException">A link of the first change set has no entity at its end.</exception>
    public void Write(GraphVersion version, ChangeSet changes)
    {
        if (onEmpty)
        {
            CheckEnds(changes);
        }

        var mostAreNew = changes.PutLinks.Count > connection.Scalar<long>("SELECT coalesce(sum(links_put), 0) FROM version");
        Write(version);
        using var parts = new MadeAhead<byte[]>(ChangeSetCodec.Encode(changes), PartsAhead);
        var part = 0L;
        foreach (var link in changes.RemovedLinks)
        {
            Remove(link);
            WriteParts(parts.Waiting());
        }

        using (var entities = new MadeAhead<(Entity Entity, string Tokens)[]>(
            changes.PutEntities.Chunk(RowsBetweenParts).Select(some => Array.ConvertAll(some, entity => (entity, NameTokens.Of(entity.Names)))), PartsAhead))
        {
            foreach (var some in entities.Rest(cancellation))
            {
                foreach (var (entity, tokens) in some)
                {
                    Write(entity, tokens);
                }

                WriteParts(parts.Waiting());
            }
        }

        if (mostAreNew)
        {
            connection.Execute(SqliteSchema.DropLinkByEnd);
        }

        foreach (var some in (mostAreNew ? ByStart(changes.PutLinks) : changes.PutLinks).Chunk(RowsBetweenParts))
        {
            foreach (var link in some)
            {
                Write(link);
            }

            WriteParts(parts.Waiting());
        }

        if (mostAreNew)
        {
            connection.Execute(SqliteSchema.CreateLinkByEnd);
        }

        foreach (var entity in changes.RemovedEntities)
        {
            Remove(entity);
        }

        WriteParts(parts.Rest(cancellation));

        void WriteParts(IEnumerable<byte[]> some)
        {
            foreach (var content in some)
            {
                putPart.Set(0, version.Number);
                putPart.Set(1, part++);
                putPart.Set(2, content);
                Run(putPart);
            }
        }
    }

    // In place of the foreign keys of the table: see SqliteStore.
    private static void CheckEnds(ChangeSet changes)
    {
        var ids = changes.PutEntities.Select(entity => entity.Id).ToHashSet();
        foreach (var link in changes.PutLinks)
        {
            if (!ids.Contains(link.From) || !ids.Contains(link.To))
            {
                throw SqliteStore.Dangling(link.Id.ToString());
            }
        }
    }

    private static Link[] ByStart(IReadOnlyList<Link> links)
    {
        var ranks = links.Select(link => link.From).Distinct().Order().Select((id, rank) => (id, rank)).ToDictionary();
        Link[] sorted = [.. links];
        Array.Sort(Array.ConvertAll(sorted, link => ranks[link.From]), sorted);
        return sorted;
    }

    private SqliteStatement Put(string table, IReadOnlyList<string> columns, IReadOnlyList<string> key)
    {
        var set = string.Join(", ", columns.Except(key).Select(column => $"{column} = excluded.{column}"));
        return new SqliteStatement(
            connection,
            $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select(_ => "?"))})"
            + (key.Count == 0 ? "" : $" ON CONFLICT ({string.Join(", ", key)}) DO UPDATE SET {set}"));
    }

    private void Write(GraphVersion version)
    {
        var (provenance, counts) = (version.Provenance, version.Counts);
        var row = new SqliteParameters(putVersion);
        row.Add(version.Number);
        row.Add(version.ChangeSetId);
        row.Add(SqliteRows.FromMoment(version.LoadedAt));
        row.Add(provenance.Who);
        row.Add(provenance.Message);
        row.Add(provenance.Origin);
        row.Add(provenance.ContentHash);
        row.Add(counts.EntitiesPut);
        row.Add(counts.EntitiesRemoved);
        row.Add(counts.LinksPut);
        row.Add(counts.LinksRemoved);
        Run(putVersion);
    }

    private void Write(Entity entity, string tokens)
    {
        var row = new SqliteParameters(putEntity);
        row.Add(entity.Id.Value);
        row.Add(entity.Kind.Code());
        row.Add(entity.Names.Chinese);
        row.Add(entity.Names.English);
        row.Add(entity.Names.Alternatives.Count == 0 ? null : JsonSerializer.Serialize<IReadOnlyList<string>>(entity.Names.Alternatives, Readable));
        row.Add(entity.DefinitionChinese);
        row.Add(entity.DefinitionEnglish);
        row.Add(entity.Attributes, SqliteSchema.EntityAttributes);
        row.Add(entity.Validity, entity.Citations);
        Run(putEntity);
        putTokens.Set(0, tokens);
        if (!onEmpty)
        {
            putTokens.Set(1, entity.Id.Value);
        }

        Run(putTokens);
        WriteFurther(entity.Id.Value, entity.Citations);
    }

    private void Write(Link link)
    {
        var row = new SqliteParameters(putLink);
        row.Add(link.From.Value);
        row.Add(link.Kind.Code());
        row.Add(link.To.Value);
        row.Add(link.Id.Qualifier ?? "");
        row.Add(link.Attributes, SqliteSchema.LinkAttributes);
        row.Add(link.Validity, link.Citations);
        Run(putLink);
        if (!onEmpty || link.Citations.Count > 1)
        {
            WriteFurther(link.Id.ToString(), link.Citations);
        }
    }

    private void WriteFurther(string subject, Citations citations)
    {
        if (!onEmpty)
        {
            Run(removeFurther, subject);
        }

        for (var i = 1; i < citations.Count; i++)
        {
            var row = new SqliteParameters(putFurther);
            row.Add(citations[i]);
            row.Add(subject);
            Run(putFurther);
        }
    }

    private void Remove(LinkId link)
    {
        Run(removeLink, link.From.Value, link.Kind.Code(), link.To.Value, link.Qualifier ?? "");
        Run(removeFurther, link.ToString());
    }

    private void Remove(EntityId entity)
    {
        Run(removeTokens, entity.Value);
        Run(removeEntity, entity.Value);
        Run(removeFurther, entity.Value);
    }

    private void Run(SqliteStatement statement, params ReadOnlySpan<string?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            statement.Set(i, values[i]);
        }

        Run(statement);
    }

    private void Run(SqliteStatement statement)
    {
        // An interrupt ends only the statement that runs at the moment: rows are too short to be met.
        if ((++written & 255) == 0)
        {
            cancellation.ThrowIfCancellationRequested();
        }

        statement.Run();
    }
}
