using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace IndustryGraph.Storage.Sqlite;

/// <summary>
/// The columns of the row that a reader stands on, by SQLite's own calls: the reader's checks take most of the time of reading a whole
/// graph (measured), and the tables are <c>STRICT</c>, so that a column holds no other type than it says.
/// </summary>
internal readonly struct SqliteRow(SqliteDataReader reader)
{
    private readonly sqlite3_stmt statement = reader.Handle ?? throw new InvalidOperationException("The reader has no statement.");

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    /// <summary>The text of a column that has one.</summary>
    public string Text(int column) => OptionalText(column) ?? throw new FormatException("a text is missing");

    public string? OptionalText(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    public long Whole(int column) => raw.sqlite3_column_int64(statement, column);

    public double Number(int column) => raw.sqlite3_column_double(statement, column);
}
