using System.Buffers.Binary;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace IndustryGraph.Storage.Sqlite;

/// <summary>One file: how it is opened, checked and worked on, and what its errors mean.</summary>
internal sealed class SqliteFile(string path)
{
    private static ReadOnlySpan<byte> Magic => "SQLite format 3\0"u8;

    /// <summary>The full path.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>
    /// Does work on a connection, on another thread: SQLite's calls block. A cancellation interrupts the statement that runs, and a
    /// transaction that is left open is undone.
    /// </summary>
    /// <param name="writes">Whether it writes.</param>
    /// <param name="isLong">Whether it may take seconds: then it keeps no thread of the pool from those who ask meanwhile.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task<T> RunAsync<T>(bool writes, bool isLong, Func<SqliteConnection, T> work, CancellationToken cancellation) =>
        Task.Factory.StartNew(
            () => Guard(() =>
            {
                // A writer's connection is not kept: it has settings and a cache that readers do not want.
                using var connection = SqliteConnections.Open(Path, SqliteOpenMode.ReadWrite, pooled: !writes);
                return Run(connection, work, cancellation);
            }, cancellation),
            cancellation, isLong ? TaskCreationOptions.LongRunning : TaskCreationOptions.None, TaskScheduler.Default);

    /// <summary>Makes the file ready, or says why it cannot be used and leaves it as it is.</summary>
    public Task PrepareAsync(CancellationToken cancellation) => Task.Run(() => Guard(() =>
    {
        CreateFolder();
        CheckHeader();
        using var connection = SqliteConnections.Open(Path, SqliteOpenMode.ReadWriteCreate, pooled: false);
        return Run(connection, Prepare, cancellation);
    }, cancellation), cancellation);

    /// <summary>Closes the connections that are kept for readers.</summary>
    public void Close()
    {
        using var connection = new SqliteConnection(SqliteConnections.Text(Path, SqliteOpenMode.ReadWrite, pooled: true));
        SqliteConnection.ClearPool(connection);
    }

    private T Guard<T>(Func<T> work, CancellationToken cancellation)
    {
        try
        {
            return work();
        }
        catch (SqliteException error) when (error.SqliteErrorCode == raw.SQLITE_INTERRUPT)
        {
            throw new OperationCanceledException("The statement was interrupted.", error, cancellation);
        }
        catch (SqliteException error) when (SqliteFaults.Translate(error, Path) is { } translated)
        {
            throw translated;
        }
        catch (FormatException error)
        {
            throw SqliteFaults.ChangedByHand(Path, error.Message, error);
        }
    }

    private static T Run<T>(SqliteConnection connection, Func<SqliteConnection, T> work, CancellationToken cancellation)
    {
        using var interrupt = cancellation.Register(() => raw.sqlite3_interrupt(connection.Handle));
        cancellation.ThrowIfCancellationRequested();
        try
        {
            return work(connection);
        }
        finally
        {
            connection.RollBack();
        }
    }

    private void CreateFolder()
    {
        var folder = System.IO.Path.GetDirectoryName(Path);
        try
        {
            if (folder is not null)
            {
                Directory.CreateDirectory(folder);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreRefusedException(
                $"The folder {folder} cannot be made ({error.Message.TrimEnd('.')}). Give this user the right to, or choose another file.", error);
        }
    }

    // Reads the header without SQLite, which may write to a file merely by opening it.
    private void CheckHeader()
    {
        Span<byte> header = stackalloc byte[100];
        int length;
        try
        {
            if (!File.Exists(Path) && !Directory.Exists(Path))
            {
                return;
            }

            using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            length = file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreRefusedException(
                $"{Path} cannot be read ({error.Message.TrimEnd('.')}). Give this user the right to, or choose another file.", error);
        }

        if (length == 0)
        {
            return;
        }

        if (length < header.Length || !header.StartsWith(Magic))
        {
            throw SqliteFaults.NoDatabase(Path);
        }

        Check(BinaryPrimitives.ReadInt32BigEndian(header[68..]), BinaryPrimitives.ReadInt32BigEndian(header[60..]));
    }

    // 0 and 0 is a file in which no program has written yet.
    private void Check(int applicationId, int version)
    {
        if ((applicationId, version) != (0, 0) && applicationId != SqliteSchema.ApplicationId)
        {
            throw new StoreRefusedException($"{Path} is a database of another program. It was left as it is. Choose another file.");
        }

        if (version > SqliteSchema.Version)
        {
            throw new StoreRefusedException(
                $"{Path} was made by a newer version of this program (format {version}; this one knows up to {SqliteSchema.Version}). "
                + "It was left as it is. Use the newer program, or choose another file.");
        }
    }

    private bool Prepare(SqliteConnection connection)
    {
        // In one transaction: another process may make the tables between one question and the next.
        connection.Execute("BEGIN");
        var format = ReadFormat(connection);
        connection.Execute("COMMIT");
        if (format == SqliteSchema.Version)
        {
            SqliteNameTokens.Refresh(connection);
            return false;
        }

        if (connection.Scalar<string>("PRAGMA journal_mode = WAL") is var mode && mode != "wal")
        {
            throw new StoreRefusedException(
                $"The disk of {Path} does not let SQLite keep a write-ahead log (journal mode '{mode}'). Choose a file on a local disk.");
        }

        connection.Execute("BEGIN IMMEDIATE");
        // Another process may have been first.
        if (ReadFormat(connection) == 0)
        {
            SqliteSchema.Create(connection);
            connection.Execute("COMMIT");
        }

        return true;
    }

    private int ReadFormat(SqliteConnection connection)
    {
        var version = (int)connection.Scalar<long>("PRAGMA user_version");
        Check((int)connection.Scalar<long>("PRAGMA application_id"), version);
        return version == 0 && connection.Scalar<long>("SELECT count(*) FROM sqlite_master") > 0
            ? throw new StoreRefusedException($"{Path} is a database of another program. It was left as it is. Choose another file.")
            : version;
    }
}
