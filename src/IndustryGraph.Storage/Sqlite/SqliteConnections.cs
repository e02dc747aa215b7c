using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace IndustryGraph.Storage.Sqlite;

/// <summary>Connections to one file, and statements on them.</summary>
internal static class SqliteConnections
{
    /// <summary>
    /// How long a statement waits for another process that holds the file, in milliseconds. Readers and the writer do not wait for each
    /// other in write-ahead mode; this is for the moments in which the log is recovered or removed.
    /// </summary>
    private const int BriefWait = 5_000;

    public static SqliteConnection Open(string path, SqliteOpenMode mode, bool pooled)
    {
        var connection = new SqliteConnection(Text(path, mode, pooled));
        try
        {
            connection.Open();
            raw.sqlite3_busy_timeout(connection.Handle, BriefWait);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The connection string.</summary>
    public static string Text(string path, SqliteOpenMode mode, bool pooled) => new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = mode,
        Pooling = pooled,
        // The library's own wait on top of SQLite's, in seconds; its shortest.
        DefaultTimeout = 1,
    }.ToString();

    /// <summary>Begins the transaction of a writer; false where another one writes.</summary>
    public static bool TryBeginWriting(this SqliteConnection connection)
    {
        raw.sqlite3_busy_timeout(connection.Handle, 0);
        var result = raw.sqlite3_exec(connection.Handle, "BEGIN IMMEDIATE");
        raw.sqlite3_busy_timeout(connection.Handle, BriefWait);
        if (result == raw.SQLITE_BUSY)
        {
            return false;
        }

        SqliteException.ThrowExceptionForRC(result, connection.Handle);
        return true;
    }

    /// <summary>Undoes what was not committed; nothing where no transaction is open.</summary>
    public static void RollBack(this SqliteConnection connection)
    {
        if (raw.sqlite3_get_autocommit(connection.Handle) == 0)
        {
            // SQLite undoes the transaction even where this reports an error of the disk.
            _ = raw.sqlite3_exec(connection.Handle, "ROLLBACK");
        }
    }

    /// <summary>Runs statements one after another.</summary>
    public static void Execute(this SqliteConnection connection, string sql)
    {
        using var command = Command(connection, sql);
        command.ExecuteNonQuery();
    }

    /// <summary>The first value of the first row; the type's default where there is no row or the value is of another type.</summary>
    public static T? Scalar<T>(this SqliteConnection connection, string sql)
    {
        using var command = Command(connection, sql);
        return command.ExecuteScalar() is T value ? value : default;
    }

    /// <summary>One statement that is parsed once, to be run often.</summary>
    public static SqliteCommand Prepare(
        this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = Command(connection, sql);
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        command.Prepare();
        return command;
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        // The text is put together from this folder's own words and codes of closed lists; values are parameters.
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
