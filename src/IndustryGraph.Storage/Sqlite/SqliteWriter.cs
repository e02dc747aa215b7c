using System.Text.Encodings.Web;
using System.Text.Json;
using IndustryGraph.Changes;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;
using Microsoft.Data.Sqlite;

namespace IndustryGraph.Storage.Sqlite;

/// <summary>Writes one change set within an open transaction.</summary>
internal sealed class SqliteWriter : IDisposable
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly bool onEmpty;
    private readonly CancellationToken cancellation;
    private readonly SqliteCommand putEntity;
    private readonly SqliteCommand putLink;
    private readonly SqliteCommand putFurther;
    private readonly SqliteCommand removeEntity;
    private readonly SqliteCommand removeLink;
    private readonly SqliteCommand removeFurther;
    private readonly SqliteCommand removeTokens;
    private readonly SqliteCommand putTokens;
    private readonly SqliteCommand putVersion;
    private readonly SqliteCommand putPart;
    private int written;

    /// <param name="connection">In a transaction.</param>
    /// <param name="onEmpty">Whether nothing is in the file yet, so that nothing needs to be cleared before it is set.</param>
    /// <param name="cancellation">Asked between rows.</param>
    public SqliteWriter(SqliteConnection connection, bool onEmpty, CancellationToken cancellation)
    {
        (this.onEmpty, this.cancellation) = (onEmpty, cancellation);
        putEntity = Put(connection, "entity", SqliteSchema.EntityColumns, ["id"]);
        putLink = Put(connection, "link", SqliteSchema.LinkColumns, ["from_id", "kind", "to_id", "qualifier"]);
        putFurther = Put(connection, "further_citation", ["source", "locator", "evidence", "quote", "subject"], []);
        putTokens = connection.Prepare(SqliteNameTokens.Put, ("@id", ""), ("@tokens", ""));
        putVersion = Put(connection, "version", SqliteSchema.VersionColumns, []);
        putPart = Put(connection, "change_part", ["version", "part", "content"], []);
        removeEntity = connection.Prepare("DELETE FROM entity WHERE id = @id", ("@id", ""));
        removeLink = connection.Prepare(
            "DELETE FROM link WHERE from_id = @from AND kind = @kind AND to_id = @to AND qualifier = @qualifier",
            ("@from", ""), ("@kind", ""), ("@to", ""), ("@qualifier", ""));
        removeFurther = connection.Prepare("DELETE FROM further_citation WHERE subject = @subject", ("@subject", ""));
        removeTokens = connection.Prepare("DELETE FROM name_token WHERE rowid = (SELECT search_row FROM entity WHERE id = @id)", ("@id", ""));
    }

    public void Dispose()
    {
        foreach (var command in (SqliteCommand[])
            [putEntity, putLink, putFurther, putTokens, putVersion, putPart, removeEntity, removeLink, removeFurther, removeTokens])
        {
            command.Dispose();
        }
    }

    /// <summary>Writes the version, what it changes, and the change set itself.</summary>
    public void Write(GraphVersion version, ChangeSet changes)
    {
        Write(version);
        foreach (var link in changes.RemovedLinks)
        {
            Remove(link);
        }

        foreach (var entity in changes.PutEntities)
        {
            Write(entity);
        }

        foreach (var link in changes.PutLinks)
        {
            Write(link);
        }

        foreach (var entity in changes.RemovedEntities)
        {
            Remove(entity);
        }

        var part = 0L;
        foreach (var content in ChangeSetCodec.Encode(changes))
        {
            Run(putPart, version.Number, part++, content);
        }
    }

    private static SqliteCommand Put(
        SqliteConnection connection, string table, IReadOnlyList<string> columns, IReadOnlyList<string> key)
    {
        var set = string.Join(", ", columns.Except(key).Select(column => $"{column} = excluded.{column}"));
        return connection.Prepare(
            $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select((_, i) => $"@p{i}"))})"
            + (key.Count == 0 ? "" : $" ON CONFLICT ({string.Join(", ", key)}) DO UPDATE SET {set}"),
            [.. columns.Select((_, i) => ($"@p{i}", (object?)null))]);
    }

    private void Write(GraphVersion version)
    {
        var (provenance, counts) = (version.Provenance, version.Counts);
        Run(putVersion, version.Number, version.ChangeSetId, SqliteRows.FromMoment(version.LoadedAt),
            provenance.Who, provenance.Message, provenance.Origin, provenance.ContentHash,
            counts.EntitiesPut, counts.EntitiesRemoved, counts.LinksPut, counts.LinksRemoved);
    }

    private void Write(Entity entity)
    {
        var row = new Row(putEntity);
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
        Run(putTokens, entity.Id.Value, NameTokens.Of(entity.Names));
        WriteFurther(entity.Id.Value, entity.Citations);
    }

    private void Write(Link link)
    {
        var row = new Row(putLink);
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
            var row = new Row(putFurther);
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

    private void Run(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        Run(command);
    }

    private void Run(SqliteCommand command)
    {
        // An interrupt ends only the statement that runs at the moment: rows are too short to be met.
        if ((++written & 255) == 0)
        {
            cancellation.ThrowIfCancellationRequested();
        }

        command.ExecuteNonQuery();
    }

    // Fills a statement's parameters from left to right.
    private struct Row(SqliteCommand command)
    {
        private int next;

        public void Add(object? value) => command.Parameters[next++].Value = value ?? DBNull.Value;

        public void Add(Attributes attributes, IReadOnlyList<AttributeName> columns)
        {
            var at = 0;
            for (var i = 0; i < columns.Count; i++)
            {
                // Both lists are in the order of the names' numbers.
                var here = at < attributes.Count && attributes[at].Key == columns[i];
                Add(here ? ToObject(attributes[at++].Value) : null);
            }

            if (at < attributes.Count)
            {
                throw new ArgumentException($"The attribute '{attributes[at].Key.Code()}' is none that it may carry.");
            }
        }

        public void Add(Validity validity, Citations citations)
        {
            Add(validity.From?.ToString());
            Add(validity.To?.ToString());
            Add(citations[0]);
            Add(citations.Count);
        }

        public void Add(Citation citation)
        {
            Add(citation.Source.Value);
            Add(citation.Locator);
            Add(citation.Evidence.Code());
            Add(citation.Quote);
        }

        private static object ToObject(AttributeValue value) => value.Type switch
        {
            AttributeType.Whole => value.Whole,
            AttributeType.Number => value.Number,
            _ => value.Text,
        };
    }
}
