using IndustryGraph.Search;
using Microsoft.Data.Sqlite;

namespace IndustryGraph.Storage.Sqlite;

/// <summary>The index that a search finds its candidates by.</summary>
internal static class SqliteNameTokens
{
    /// <summary>Sets the tokens (the first parameter) of an entity (the second, its id) that is in its table.</summary>
    public const string Put =
        "INSERT OR REPLACE INTO name_token (rowid, tokens) SELECT search_row, ?1 FROM entity WHERE id = ?2";

    /// <summary>Sets the tokens of the entity that was inserted last, which has none yet.</summary>
    public const string PutNew = "INSERT INTO name_token (rowid, tokens) VALUES (last_insert_rowid(), ?1)";

    private const string MadeBy = $"SELECT value FROM setting WHERE name = '{SqliteSchema.NameKeys}'";

    /// <summary>Makes the index anew where it was made by other rules than this program's.</summary>
    public static void Refresh(SqliteConnection connection)
    {
        if (connection.Scalar<long>(MadeBy) == NameKeys.Version)
        {
            return;
        }

        connection.Execute("BEGIN IMMEDIATE");
        connection.Execute("INSERT INTO name_token (name_token) VALUES ('delete-all')");
        using (var put = new SqliteStatement(connection, Put))
        using (var rows = new SqliteRows(connection))
        using (var all = connection.Prepare($"SELECT {SqliteRows.EntityColumns} FROM entity e"))
        using (var row = all.ExecuteReader())
        {
            while (row.Read())
            {
                var entity = rows.ToEntity(row);
                put.Set(0, NameTokens.Of(entity.Names));
                put.Set(1, entity.Id.Value);
                put.Run();
            }
        }

        connection.Execute($"UPDATE setting SET value = {NameKeys.Version} WHERE name = '{SqliteSchema.NameKeys}'");
        connection.Execute("COMMIT");
    }
}
