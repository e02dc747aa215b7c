using IndustryGraph.Search;
using Microsoft.Data.Sqlite;

namespace IndustryGraph.Storage.Sqlite;

/// <summary>The index that a search finds its candidates by.</summary>
internal static class SqliteNameTokens
{
    /// <summary>Sets the tokens of an entity that is in its table.</summary>
    public const string Put =
        "INSERT OR REPLACE INTO name_token (rowid, tokens) SELECT search_row, @tokens FROM entity WHERE id = @id";

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
        using (var put = connection.Prepare(Put, ("@id", ""), ("@tokens", "")))
        using (var rows = new SqliteRows(connection))
        using (var all = connection.Prepare($"SELECT {SqliteRows.EntityColumns} FROM entity e"))
        using (var row = all.ExecuteReader())
        {
            while (row.Read())
            {
                var entity = rows.ToEntity(row);
                (put.Parameters[0].Value, put.Parameters[1].Value) = (entity.Id.Value, NameTokens.Of(entity.Names));
                put.ExecuteNonQuery();
            }
        }

        connection.Execute($"UPDATE setting SET value = {NameKeys.Version} WHERE name = '{SqliteSchema.NameKeys}'");
        connection.Execute("COMMIT");
    }
}
