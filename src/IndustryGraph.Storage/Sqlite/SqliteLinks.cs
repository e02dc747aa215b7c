using IndustryGraph.Model;
using Microsoft.Data.Sqlite;

namespace IndustryGraph.Storage.Sqlite;

/// <summary>The links around one entity after another, in one direction.</summary>
/// <remarks>
/// Most entities have fewer links than the limit: one statement reads them all. Of a hub, one statement for each kind reads the first by
/// an index that has them in order, so that a hub costs what the limit says, not what it has.
/// </remarks>
internal sealed class SqliteLinks<TLink> : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly string columns;
    private readonly Func<SqliteDataReader, TLink> read;
    private readonly LinkQuery query;
    private readonly SqliteCommand all;
    private readonly Dictionary<LinkKind, SqliteCommand> first = [];
    private readonly LinkKind[] kinds;
    private readonly string near;
    private readonly string other;

    /// <param name="connection">In a read transaction.</param>
    /// <param name="columns">What is read of a link <c>l</c>.</param>
    /// <param name="read">What makes a link of a row.</param>
    /// <param name="query">What is asked; at least one kind.</param>
    /// <param name="outgoing">Whether links that leave an entity are read, or those that enter it.</param>
    public SqliteLinks(SqliteConnection connection, string columns, Func<SqliteDataReader, TLink> read, LinkQuery query, bool outgoing)
    {
        (this.connection, this.columns, this.read, this.query) = (connection, columns, read, query);
        (near, other) = outgoing ? ("from_id", "to_id") : ("to_id", "from_id");
        kinds = [.. query.Kinds.Distinct().Order()];
        var ofKinds = kinds.Length == LinkKinds.All.Count ? ""
            : $" AND l.kind IN ({string.Join(", ", kinds.Select(kind => $"'{kind.Code()}'"))})";
        all = Prepare($"{ofKinds} LIMIT {query.LimitPerEntity + 1L}");
    }

    /// <summary>Fewer than the limit: all of them; otherwise at least the first of them by <see cref="LinkId"/>.</summary>
    public List<TLink> Around(EntityId entity)
    {
        var links = Read(all, entity);
        return links.Count <= query.LimitPerEntity ? links : [.. kinds.SelectMany(kind => Read(FirstOf(kind), entity))];
    }

    public void Dispose()
    {
        all.Dispose();
        foreach (var command in first.Values)
        {
            command.Dispose();
        }
    }

    private SqliteCommand FirstOf(LinkKind kind)
    {
        if (!first.TryGetValue(kind, out var command))
        {
            command = Prepare($" AND l.kind = '{kind.Code()}' ORDER BY l.{other}, l.qualifier LIMIT {query.LimitPerEntity}");
            first.Add(kind, command);
        }

        return command;
    }

    // The limit is a number in the text: as a parameter it makes SQLite plan the statement anew at each run (measured: 30 times slower).
    private SqliteCommand Prepare(string clause)
    {
        // CROSS JOIN: links first, each with its other end; not the other way round.
        var ofOthers = SqliteReader.OfKinds("e.kind", query.OtherKinds);
        var join = ofOthers.Length == 0 ? "" : $" CROSS JOIN entity e ON e.id = l.{other}";
        return connection.Prepare(
            $"SELECT {columns} FROM link l{join} WHERE l.{near} = @near{ofOthers}{clause}", ("@near", ""));
    }

    private List<TLink> Read(SqliteCommand command, EntityId entity)
    {
        command.Parameters[0].Value = entity.Value;
        var links = new List<TLink>();
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            links.Add(read(row));
        }

        return links;
    }
}
