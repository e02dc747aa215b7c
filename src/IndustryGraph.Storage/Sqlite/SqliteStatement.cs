using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace IndustryGraph.Storage.Sqlite;

/// <summary>
/// A statement that is run for row after row, by SQLite's own calls: the library's command looks up each parameter by its name for each
/// row, and that takes longer than the row (measured). A parameter keeps its value until it is set anew.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private static readonly object NoText = new();

    private readonly SqliteConnection connection;
    private readonly sqlite3_stmt statement;

    // What each parameter holds: a text, nothing, or another value.
    private readonly object?[] held;
    private byte[] utf8 = new byte[1024];

    /// <param name="connection">Where it runs.</param>
    /// <param name="sql">Its text, with parameters that have no name: <c>?</c>.</param>
    public SqliteStatement(SqliteConnection connection, string sql)
    {
        this.connection = connection;
        SqliteException.ThrowExceptionForRC(
            raw.sqlite3_prepare_v3(connection.Handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out statement), connection.Handle);
        held = new object?[raw.sqlite3_bind_parameter_count(statement)];
    }

    public void Dispose() => statement.Dispose();

    /// <summary>Sets a parameter, counted from 0.</summary>
    public void Set(int parameter, string? value)
    {
        if (value is null)
        {
            SetNull(parameter);
            return;
        }

        // Rows share the texts of kinds and sources.
        if (ReferenceEquals(held[parameter], value))
        {
            return;
        }

        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (utf8.Length < most)
        {
            utf8 = new byte[most];
        }

        // Of no bytes it would be NULL.
        var length = Encoding.UTF8.GetBytes(value, utf8);
        Check(length == 0 ? raw.sqlite3_bind_text(statement, parameter + 1, "") : raw.sqlite3_bind_text(statement, parameter + 1, utf8.AsSpan(0, length)));
        held[parameter] = value;
    }

    /// <inheritdoc cref="Set(int, string?)"/>
    public void Set(int parameter, long value)
    {
        Check(raw.sqlite3_bind_int64(statement, parameter + 1, value));
        held[parameter] = NoText;
    }

    /// <inheritdoc cref="Set(int, string?)"/>
    public void Set(int parameter, double value)
    {
        Check(raw.sqlite3_bind_double(statement, parameter + 1, value));
        held[parameter] = NoText;
    }

    /// <inheritdoc cref="Set(int, string?)"/>
    public void Set(int parameter, ReadOnlySpan<byte> value)
    {
        Check(raw.sqlite3_bind_blob(statement, parameter + 1, value));
        held[parameter] = NoText;
    }

    /// <inheritdoc cref="Set(int, string?)"/>
    public void SetNull(int parameter)
    {
        // Most columns of most rows are empty.
        if (held[parameter] is not null)
        {
            Check(raw.sqlite3_bind_null(statement, parameter + 1));
            held[parameter] = null;
        }
    }

    /// <summary>Runs it; a row that it gives is left.</summary>
    public void Run()
    {
        _ = raw.sqlite3_step(statement);

        // Gives what the step gave.
        Check(raw.sqlite3_reset(statement));
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(result, connection.Handle);
        }
    }
}
