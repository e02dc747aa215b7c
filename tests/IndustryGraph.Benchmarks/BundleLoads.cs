using System.Diagnostics;
using System.Globalization;
using IndustryGraph.Loads;
using IndustryGraph.Model;
using IndustryGraph.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace IndustryGraph.Benchmarks;

/// <summary>
/// A bundle loaded into an empty SQLite store beside bare prepared inserts of the same rows in one transaction. Each side is a process
/// of its own, by turns, so that its memory is its own; of each side the round of the least processor time counts.
/// </summary>
internal static class BundleLoads
{
    private const string Side = "--side";

    public static async Task RunAsync(Arguments arguments)
    {
        var (entities, links) = (arguments.Number("--entities", 100_000), arguments.Number("--links", 500_000));
        if (arguments.Text(Side) is { } side)
        {
            await (side == "ours" ? OursAsync(arguments.Text("--bundle")!, arguments.Text("--file")!) : BareAsync(entities, links, arguments.Text("--file")!));
            return;
        }

        var folder = Directory.CreateTempSubdirectory("industrygraph-loads-").FullName;
        try
        {
            var bundle = Path.Combine(folder, "bundle");
            LargeGraph.WriteBundle(entities, links, bundle);
            var (ours, bare) = (new List<Measured>(), new List<Measured>());
            for (var round = 0; round < arguments.Rounds(3); round++)
            {
                ours.Add(await RunSideAsync("ours", entities, links, bundle, Path.Combine(folder, $"ours-{round}.db")));
                bare.Add(await RunSideAsync("bare", entities, links, bundle, Path.Combine(folder, $"bare-{round}.db")));
            }

            Print(entities, links, ours.MinBy(item => item.Processor)!, bare.MinBy(item => item.Processor)!);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed record Measured(double Seconds, double Processor, double Mebibytes);

    private static async Task<Measured> RunSideAsync(string side, int entities, int links, string bundle, string file)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!,
        [
            "loads", Side, side, "--bundle", bundle, "--file", file,
            "--entities", entities.ToString(CultureInfo.InvariantCulture), "--links", links.ToString(CultureInfo.InvariantCulture),
        ])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The process was not started.");
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"The side {side} failed.");
        }

        double[] figures = [.. output.Split(' ').Select(figure => double.Parse(figure, CultureInfo.InvariantCulture))];
        return new Measured(figures[0], figures[1], figures[2]);
    }

    private static async Task OursAsync(string bundle, string file)
    {
        var store = new SqliteStore(new SqliteOptions { Path = file }, TimeProvider.System);
        await using (store.ConfigureAwait(false))
        {
            await store.OpenAsync(CancellationToken.None);
            var clock = Clock.Start();
            var report = await new GraphLoader(store, TimeProvider.System).LoadAsync(
                new LoadRequest { Path = bundle, Who = "benchmark", Message = "load" }, null, null, CancellationToken.None);
            clock.Tell();
            if (report.Outcome != LoadOutcome.Loaded)
            {
                throw new InvalidOperationException($"The load is {report.Outcome}, with {report.ProblemCount} problems.");
            }
        }
    }

    // The rows are made before the clock starts: what is measured is the database at its barest.
    private static async Task BareAsync(int entities, int links, string file)
    {
        var (entityRows, linkRows) = (LargeGraph.Entities(entities).ToList(), LargeGraph.Links(entities, links, seed: 42).ToList());
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        await connection.OpenAsync();
        Execute(connection, """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA cache_size = -65536;
            CREATE TABLE entity (id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, name_zh TEXT, name_en TEXT, source TEXT NOT NULL, evidence TEXT NOT NULL) STRICT;
            CREATE TABLE link (from_id TEXT NOT NULL, kind TEXT NOT NULL, to_id TEXT NOT NULL, coefficient REAL, source TEXT NOT NULL, evidence TEXT NOT NULL,
                PRIMARY KEY (from_id, kind, to_id)) STRICT, WITHOUT ROWID;
            """);
        var clock = Clock.Start();
        await using var transaction = (SqliteTransaction)await connection.BeginTransactionAsync();
        Insert(connection, transaction, "INSERT INTO entity VALUES (@p0, @p1, @p2, @p3, @p4, @p5)", 6, entityRows.Select(entity => (object[])
            [entity.Id.Value, entity.Kind.Code(), entity.Names.Chinese!, entity.Names.English!, entity.Citations[0].Source.Value, entity.Citations[0].Evidence.Code()]));
        Insert(connection, transaction, "INSERT INTO link VALUES (@p0, @p1, @p2, @p3, @p4, @p5)", 6, linkRows.Select(link => (object[])
        [
            link.From.Value, link.Kind.Code(), link.To.Value, link.Attributes[AttributeName.Coefficient] is { } value ? value.Number : DBNull.Value,
            link.Citations[0].Source.Value, link.Citations[0].Evidence.Code(),
        ]));
        await transaction.CommitAsync();
        clock.Tell();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static void Insert(SqliteConnection connection, SqliteTransaction transaction, string sql, int columns, IEnumerable<object[]> rows)
    {
        using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        for (var i = 0; i < columns; i++)
        {
            command.Parameters.AddWithValue($"@p{i}", "");
        }

        command.Prepare();
        foreach (var row in rows)
        {
            for (var i = 0; i < columns; i++)
            {
                command.Parameters[i].Value = row[i];
            }

            command.ExecuteNonQuery();
        }
    }

    private static void Print(int entities, int links, Measured ours, Measured bare) => Console.WriteLine(FormattableString.Invariant($"""
        | {entities:N0} entities, {links:N0} links | seconds | seconds of the processor | peak memory, MiB |
        | --- | ---: | ---: | ---: |
        | bundle loaded | {ours.Seconds:0.0} | {ours.Processor:0.0} | {ours.Mebibytes:0} |
        | bare prepared inserts | {bare.Seconds:0.0} | {bare.Processor:0.0} | {bare.Mebibytes:0} |
        | ratio | {ours.Seconds / bare.Seconds:0.00} | {ours.Processor / bare.Processor:0.00} | |
        """));

    private sealed record Clock(long Started, TimeSpan Processor)
    {
        public static Clock Start() => new(Stopwatch.GetTimestamp(), Process.GetCurrentProcess().TotalProcessorTime);

        public void Tell()
        {
            var process = Process.GetCurrentProcess();
            Console.Write(FormattableString.Invariant(
                $"{Stopwatch.GetElapsedTime(Started).TotalSeconds} {(process.TotalProcessorTime - Processor).TotalSeconds} {process.PeakWorkingSet64 / 1048576.0}"));
        }
    }
}
