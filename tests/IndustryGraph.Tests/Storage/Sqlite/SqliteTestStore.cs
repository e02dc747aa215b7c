using IndustryGraph.Snapshots;
using IndustryGraph.Storage.Sqlite;
using IndustryGraph.Tests.Generators;
using Microsoft.Data.Sqlite;

namespace IndustryGraph.Tests.Storage.Sqlite;

/// <summary>Files for tests, and what is in them.</summary>
internal static class SqliteTestStore
{
    public static async Task<SqliteStore> OpenAsync(string path, TimeSpan? writerWait = null)
    {
        var store = new SqliteStore(new SqliteOptions { Path = path }, TimeProvider.System) { WriterWait = writerWait ?? TimeSpan.FromSeconds(30) };
        await store.OpenAsync(CancellationToken.None);
        return store;
    }

    /// <summary>Makes a file with a graph of version 1, and closes it.</summary>
    public static async Task<GraphSnapshot> CreateAsync(string path, GraphShape? shape = null)
    {
        await using var store = await OpenAsync(path);
        var changes = RandomGraphs.ChangeTo(GraphSnapshot.Empty, 1, shape ?? new(Entities: 100, Links: 400));
        var outcome = await store.ApplyAsync(changes, 0, CancellationToken.None);
        return RandomGraphs.After(GraphSnapshot.Empty, changes, outcome.Version);
    }

    public static async Task<GraphSnapshot> ReadAsync(SqliteStore store)
    {
        var builder = new GraphSnapshotBuilder();
        return builder.Build(await store.ReadAllAsync(builder, CancellationToken.None));
    }

    /// <summary>Runs SQL by hand, as someone with another program would, and gives the first column.</summary>
    public static List<string> Run(string path, string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var row = command.ExecuteReader();
        var values = new List<string>();
        while (row.Read())
        {
            values.Add(row.IsDBNull(0) ? "" : row.GetString(0));
        }

        return values;
    }
}
