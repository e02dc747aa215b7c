using IndustryGraph.Model;
using Microsoft.Data.Sqlite;

namespace IndustryGraph.Storage.Sqlite;

/// <summary>
/// The tables. They are shaped as the files of a bundle, so that whoever knows one can query the other; an entity's or
/// link's strongest citation stands in its own row, further ones in <c>further_citation</c>, all of them in the view <c>citation</c>.
/// </summary>
internal static class SqliteSchema
{
    /// <summary>Goes up by one with every change of the tables. A file of a higher one is refused, of a lower one brought up to date.</summary>
    public const int Version = 1;

    /// <summary>"IdGr" in ASCII: says of a file that it is one of ours.</summary>
    public const int ApplicationId = 0x49644772;

    /// <summary>The setting that says of which <see cref="Search.NameKeys.Version"/> the tokens are.</summary>
    public const string NameKeys = "name_keys";

    /// <summary>Drops the index of links by the entity that they lead to.</summary>
    public const string DropLinkByEnd = "DROP INDEX IF EXISTS link_by_end";

    /// <summary>Creates it.</summary>
    public const string CreateLinkByEnd = "CREATE INDEX link_by_end ON link (to_id, kind, from_id, qualifier)";

    /// <summary>The attributes that entities carry: each a column of its own.</summary>
    public static IReadOnlyList<AttributeName> EntityAttributes { get; } =
        [.. EntityKinds.All.SelectMany(AttributeNames.Of).Distinct().Order()];

    /// <summary>The attributes that links carry: each a column of its own.</summary>
    public static IReadOnlyList<AttributeName> LinkAttributes { get; } =
        [.. LinkKinds.All.SelectMany(AttributeNames.Of).Distinct().Order()];

    /// <summary>The columns of <c>entity</c> that the model knows, in the order in which they are read and written.</summary>
    public static IReadOnlyList<string> EntityColumns { get; } =
    [
        "id", "kind", "name_zh", "name_en", "alt_names", "definition_zh", "definition_en",
        .. EntityAttributes.Select(Column), .. Carried,
    ];

    /// <summary>The columns of <c>link</c>, in the order in which they are read and written.</summary>
    public static IReadOnlyList<string> LinkColumns { get; } =
        ["from_id", "kind", "to_id", "qualifier", .. LinkAttributes.Select(Column), .. Carried];

    /// <summary>The columns of <c>version</c>, in the order in which they are read and written.</summary>
    public static IReadOnlyList<string> VersionColumns { get; } =
    [
        "number", "change_set", "loaded_at", "who", "message", "origin", "content_hash",
        "entities_put", "entities_removed", "links_put", "links_removed",
    ];

    private static string[] Carried => ["valid_from", "valid_to", "source", "locator", "evidence", "quote", "citations"];

    /// <summary>Creates the tables in an empty file.</summary>
    public static void Create(SqliteConnection connection) => connection.Execute($"""
        CREATE TABLE entity (
            search_row INTEGER PRIMARY KEY, -- what name_token knows it by; says nothing else
            id TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL,
            name_zh TEXT,
            name_en TEXT,
            alt_names TEXT, -- a JSON array
            definition_zh TEXT,
            definition_en TEXT,
            {Declare(EntityAttributes)}
            valid_from TEXT,
            valid_to TEXT,
            source TEXT NOT NULL,
            locator TEXT,
            evidence TEXT NOT NULL,
            quote TEXT,
            citations INTEGER NOT NULL -- how many it has; all but the first are in further_citation
        ) STRICT;
        CREATE INDEX entity_by_kind ON entity (kind, id);

        -- An index of names and nothing else: row ids are entity.search_row, and the texts are not kept.
        CREATE VIRTUAL TABLE name_token USING fts5 (tokens, content='', contentless_delete=1, detail=none, tokenize=ascii);

        CREATE TABLE setting (name TEXT NOT NULL PRIMARY KEY, value INTEGER NOT NULL) STRICT;
        INSERT INTO setting VALUES ('{NameKeys}', {Search.NameKeys.Version});

        CREATE TABLE link (
            from_id TEXT NOT NULL REFERENCES entity (id) DEFERRABLE INITIALLY DEFERRED,
            kind TEXT NOT NULL,
            to_id TEXT NOT NULL REFERENCES entity (id) DEFERRABLE INITIALLY DEFERRED,
            qualifier TEXT NOT NULL, -- '' where there is none
            {Declare(LinkAttributes)}
            valid_from TEXT,
            valid_to TEXT,
            source TEXT NOT NULL,
            locator TEXT,
            evidence TEXT NOT NULL,
            quote TEXT,
            citations INTEGER NOT NULL,
            PRIMARY KEY (from_id, kind, to_id, qualifier)
        ) STRICT, WITHOUT ROWID;
        {CreateLinkByEnd};

        CREATE TABLE further_citation (
            subject TEXT NOT NULL, -- the id of an entity or link
            source TEXT NOT NULL,
            locator TEXT,
            evidence TEXT NOT NULL,
            quote TEXT
        ) STRICT;
        CREATE INDEX further_citation_by_subject ON further_citation (subject);

        CREATE VIEW citation AS
            SELECT id AS subject, source, locator, evidence, quote FROM entity
            UNION ALL
            SELECT from_id || '|' || kind || '|' || to_id || iif(qualifier = '', '', '#' || qualifier), source, locator, evidence, quote FROM link
            UNION ALL
            SELECT subject, source, locator, evidence, quote FROM further_citation;

        CREATE TABLE version (
            number INTEGER NOT NULL PRIMARY KEY,
            change_set TEXT NOT NULL UNIQUE,
            loaded_at TEXT NOT NULL, -- UTC
            who TEXT NOT NULL,
            message TEXT NOT NULL,
            origin TEXT NOT NULL,
            content_hash TEXT,
            entities_put INTEGER NOT NULL,
            entities_removed INTEGER NOT NULL,
            links_put INTEGER NOT NULL,
            links_removed INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE change_part (
            version INTEGER NOT NULL REFERENCES version (number),
            part INTEGER NOT NULL,
            content BLOB NOT NULL, -- UTF-8 JSON
            PRIMARY KEY (version, part)
        ) STRICT;

        PRAGMA application_id = {ApplicationId};
        PRAGMA user_version = {Version};
        """);

    private static string Declare(IEnumerable<AttributeName> names) => string.Join(' ', names.Select(name =>
        $"{Column(name)} {name.Type() switch { AttributeType.Whole => "INTEGER", AttributeType.Number => "REAL", _ => "TEXT" }},"));

    // Some codes are words of SQL: "order", "match".
    private static string Column(AttributeName name) => $"\"{name.Code()}\"";
}
