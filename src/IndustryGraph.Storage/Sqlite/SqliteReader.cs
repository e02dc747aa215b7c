using IndustryGraph.Changes;
using IndustryGraph.Model;
using IndustryGraph.Search;
using IndustryGraph.Snapshots;
using Microsoft.Data.Sqlite;

namespace IndustryGraph.Storage.Sqlite;

/// <summary>Answers questions about one version: all within one read transaction.</summary>
internal sealed class SqliteReader : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly CancellationToken cancellation;
    private readonly SqliteRows rows;

    public SqliteReader(SqliteConnection connection, CancellationToken cancellation)
    {
        (this.connection, this.cancellation) = (connection, cancellation);
        connection.Execute("BEGIN");
        Version = ReadVersion(connection);
        rows = new SqliteRows(connection);
    }

    /// <summary>The version that is read: the first read of the transaction fixes it.</summary>
    public GraphVersion Version { get; }

    public void Dispose() => rows.Dispose();

    /// <summary>The current version.</summary>
    public static GraphVersion ReadVersion(SqliteConnection connection) =>
        ReadVersions(connection, "ORDER BY number DESC LIMIT 1").SingleOrDefault() ?? GraphVersion.Empty;

    /// <summary>The versions that a clause selects.</summary>
    public static List<GraphVersion> ReadVersions(
        SqliteConnection connection, string clause, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = connection.Prepare($"SELECT {SqliteRows.VersionColumns} FROM version {clause}", parameters);
        using var row = command.ExecuteReader();
        var versions = new List<GraphVersion>();
        while (row.Read())
        {
            versions.Add(SqliteRows.ToVersion(row));
        }

        return versions;
    }

    public void ReadAll(GraphSnapshotBuilder into)
    {
        into.Clear();
        Read($"SELECT {SqliteRows.EntityColumns} FROM entity e", row => into.Add(rows.ToEntity(row)));
        Read($"SELECT {SqliteRows.LinkColumns} FROM link l", row => into.Add(rows.ToLink(row)));
        if (into.Problems.Count > 0)
        {
            throw new FormatException(into.Problems[0].Message);
        }
    }

    public ChangeSet? ReadChanges(long version)
    {
        if (version < 1 || version > Version.Number)
        {
            return null;
        }

        // One buffer for all parts. With its rowid, a BLOB is read without an array of its own.
        var (decoder, buffer) = (new ChangeSetDecoder(), Array.Empty<byte>());
        Read(
            "SELECT content, rowid FROM change_part WHERE version = @version ORDER BY part",
            row =>
            {
                using var content = row.GetStream(0);
                var length = checked((int)content.Length);
                buffer = buffer.Length < length ? new byte[length + (length / 4)] : buffer;
                content.ReadExactly(buffer, 0, length);
                decoder.Add(buffer.AsSpan(0, length));
            },
            ("@version", version));
        return decoder.Finish();
    }

    public LevelAnswer ReadLevel(LevelQuery query)
    {
        using var byId = EntityById();
        return new LevelAnswer(
            [.. query.Entities.Distinct().Select(id => Find(byId, id)).OfType<Entity>()],
            [.. query.Links.Select(links => ReadLinks(links, byId))])
        {
            LinkIds = [.. query.LinkIds.Select(ReadLinkIds)],
            LinksById = ReadLinksById(query.LinksById),
        };
    }

    public LinkIdPage? ReadLinkIds(EntityId? after, int entities, int limit)
    {
        var (ids, links) = (new List<EntityId>(), new List<LinkId>());
        Read(
            "SELECT e.id FROM entity e WHERE e.id > @after ORDER BY e.id LIMIT @limit", row => ids.Add(SqliteRows.ToId(row)),
            ("@after", after?.Value ?? ""), ("@limit", entities));
        if (ids.Count > 0)
        {
            Read(
                $"SELECT {SqliteRows.LinkIdColumns} FROM link l WHERE l.from_id BETWEEN @first AND @last LIMIT @limit", row => links.Add(SqliteRows.ToLinkId(row)),
                ("@first", ids[0].Value), ("@last", ids[^1].Value), ("@limit", limit + 1L));
        }

        return links.Count > limit ? null : new LinkIdPage(ids, links);
    }

    public IReadOnlyList<Entity> ReadKind(EntityKind kind, EntityId? after, int limit) => ReadEntities(
        "WHERE e.kind = @kind AND e.id > @after ORDER BY e.id LIMIT @limit",
        ("@kind", kind.Code()), ("@after", after?.Value ?? ""), ("@limit", limit));

    public Found FindNames(NameQuery query, IReadOnlyCollection<EntityKind> kinds, int limit)
    {
        if (query.Terms.Count == 0)
        {
            return new Found([], false);
        }

        // Where the list is cut, short names stay: they are the likelier answers.
        var found = ReadEntities(
            $"""
            WHERE e.search_row IN (SELECT rowid FROM name_token WHERE name_token MATCH @asked){OfKinds("e.kind", kinds)}
            ORDER BY length(coalesce(e.name_zh, e.name_en)), e.id LIMIT @limit
            """,
            ("@asked", string.Join(" AND ", NameTokens.Of(query).Select(Asked))), ("@limit", limit + 1L));
        return new Found([.. found.Take(limit)], found.Count > limit);

        static string Asked(NameTokens.Term term) =>
            $"(({string.Join(" AND ", term.All)}){string.Concat(term.Any.Select(token => $" OR {token}"))})";
    }

    public KindCounts Count()
    {
        var (entities, links) = (new Dictionary<EntityKind, long>(), new Dictionary<LinkKind, long>());
        Read("SELECT kind, count(*) FROM entity GROUP BY kind", row => entities.Add(SqliteRows.ToEntityKind(row.GetString(0)), row.GetInt64(1)));
        Read("SELECT kind, count(*) FROM link GROUP BY kind", row => links.Add(SqliteRows.ToLinkKind(row.GetString(0)), row.GetInt64(1)));
        return new KindCounts(entities, links);
    }

    private List<AdjacentLink> ReadLinks(LinkQuery query, SqliteCommand byId)
    {
        var others = new Dictionary<EntityId, Entity>();
        return Around(query, SqliteRows.LinkColumns, rows.ToLink, link => link.Id, (near, link) =>
            new AdjacentLink(near, link, Other(link.From == near ? link.To : link.From)));

        Entity Other(EntityId id)
        {
            if (!others.TryGetValue(id, out var other))
            {
                other = Find(byId, id) ?? throw new FormatException($"a link names the entity {id}, which is not there");
                others.Add(id, other);
            }

            return other;
        }
    }

    private List<AdjacentLinkId> ReadLinkIds(LinkQuery query) =>
        Around(query, SqliteRows.LinkIdColumns, SqliteRows.ToLinkId, id => id, (near, id) => new AdjacentLinkId(near, id));

    private List<TResult> Around<TLink, TResult>(
        LinkQuery query, string columns, Func<SqliteDataReader, TLink> read, Func<TLink, LinkId> id, Func<EntityId, TLink, TResult> seen)
    {
        var found = new List<TResult>();
        if (query.Kinds.Count == 0)
        {
            return found;
        }

        using var outgoing = query.Direction == LinkDirection.In ? null : new SqliteLinks<TLink>(connection, columns, read, query, outgoing: true);
        using var incoming = query.Direction == LinkDirection.Out ? null : new SqliteLinks<TLink>(connection, columns, read, query, outgoing: false);
        foreach (var near in query.Entities.Distinct())
        {
            cancellation.ThrowIfCancellationRequested();
            found.AddRange((outgoing?.Around(near) ?? []).Concat(incoming?.Around(near) ?? [])
                .OrderBy(id)
                .Take(query.LimitPerEntity)
                .Select(link => seen(near, link)));
        }

        return found;
    }

    private List<Link> ReadLinksById(IReadOnlyCollection<LinkId> ids)
    {
        var links = new List<Link>(ids.Count);
        using var byId = connection.Prepare(
            $"SELECT {SqliteRows.LinkColumns} FROM link l WHERE l.from_id = @from AND l.kind = @kind AND l.to_id = @to AND l.qualifier = @qualifier",
            ("@from", ""), ("@kind", ""), ("@to", ""), ("@qualifier", ""));
        foreach (var id in ids.Distinct())
        {
            cancellation.ThrowIfCancellationRequested();
            (byId.Parameters[0].Value, byId.Parameters[1].Value) = (id.From.Value, id.Kind.Code());
            (byId.Parameters[2].Value, byId.Parameters[3].Value) = (id.To.Value, id.Qualifier ?? "");
            using var row = byId.ExecuteReader();
            if (row.Read())
            {
                links.Add(rows.ToLink(row));
            }
        }

        return links;
    }

    /// <summary>A condition on a kind; empty where every kind is wanted. The codes of the closed list are letters and underscores.</summary>
    public static string OfKinds(string column, IReadOnlyCollection<EntityKind> kinds) =>
        kinds.Count == 0 ? "" : $" AND {column} IN ({string.Join(", ", kinds.Distinct().Select(kind => $"'{kind.Code()}'"))})";

    private SqliteCommand EntityById() =>
        connection.Prepare($"SELECT {SqliteRows.EntityColumns} FROM entity e WHERE e.id = @id", ("@id", ""));

    private Entity? Find(SqliteCommand byId, EntityId id)
    {
        cancellation.ThrowIfCancellationRequested();
        byId.Parameters[0].Value = id.Value;
        using var row = byId.ExecuteReader();
        return row.Read() ? rows.ToEntity(row) : null;
    }

    private List<Entity> ReadEntities(string clause, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var entities = new List<Entity>();
        Read($"SELECT {SqliteRows.EntityColumns} FROM entity e {clause}", row => entities.Add(rows.ToEntity(row)), parameters);
        return entities;
    }

    private void Read(string sql, Action<SqliteDataReader> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = connection.Prepare(sql, parameters);
        using var row = command.ExecuteReader();
        for (var count = 1; row.Read(); count++)
        {
            read(row);
            if ((count & 1023) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }
}
