using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace IndustryGraph.Storage.Sqlite;

/// <summary>What SQLite's errors mean for who uses the store.</summary>
internal static class SqliteFaults
{
    /// <summary>The exception to throw instead; null where the error is none of the file's, and so a mistake of this program.</summary>
    public static Exception? Translate(SqliteException error, string path) => error.SqliteErrorCode switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_PROTOCOL => new StoreUnavailableException(
            $"Another process holds {path}. Try again; if it lasts, find the process that has the file open.", error),
        raw.SQLITE_FULL => new StoreUnavailableException(
            $"The disk of {path} is full. Nothing was changed. Free space and try again.", error) { IsFull = true },
        raw.SQLITE_IOERR or raw.SQLITE_NOMEM => new StoreUnavailableException(
            $"{path} could not be read or written: {error.Message} Nothing was changed. Check the disk and try again.", error),
        raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH => new StoreRefusedException(
            $"{path} cannot be written. Give this user the right to write the file and its folder, or choose another file.", error),
        raw.SQLITE_CANTOPEN => new StoreRefusedException(
            $"{path} cannot be opened. Check that the folder exists and that this user may read and write it, or choose another file.", error),
        raw.SQLITE_NOTADB => NoDatabase(path, error),
        raw.SQLITE_CORRUPT or raw.SQLITE_FORMAT => new StoreRefusedException(
            $"{path} is damaged ({error.Message.TrimEnd('.')}). It was left as it is. Put a backup in its place, or move it away: "
            + "the service then makes a new one and loads its seed.", error),
        raw.SQLITE_ERROR when error.Message.Contains("no such", StringComparison.Ordinal) => ChangedByHand(
            path, error.Message, error),
        _ => null,
    };

    public static StoreRefusedException NoDatabase(string path, Exception? cause = null) => new(
        $"{path} is no SQLite database. It was left as it is. Choose another file, or move this one away.", cause);

    public static StoreRefusedException ChangedByHand(string path, string what, Exception? cause = null) => new(
        $"{path} holds what this program did not write: {what.TrimEnd('.')}. It was left as it is. Undo the change that was made by hand, "
        + "put a backup in its place, or move the file away.", cause);
}
