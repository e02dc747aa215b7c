using System.Diagnostics;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;
using IndustryGraph.Tests.Generators;
using Xunit;

namespace IndustryGraph.Tests.Storage.Sqlite;

// Files that cannot be used: said with the file and what to do, and left as they are.
public sealed class SqliteFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string File => folder.At("graph.db");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_file_in_folders_that_do_not_exist_is_made_with_them()
    {
        var path = folder.At("a/b/c/graph.db");

        var snapshot = await SqliteTestStore.CreateAsync(path);

        await using var store = await SqliteTestStore.OpenAsync(path);
        SnapshotAssert.Same(snapshot, await SqliteTestStore.ReadAsync(store));
        Assert.Contains(path, store.Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text, and no database")]
    [InlineData("SQLite format 3\0 but cut off")]
    public async Task What_is_no_database_is_refused_and_left_as_it_is(string text)
    {
        await System.IO.File.WriteAllTextAsync(File, text);

        await AssertRefusedAtOpenAsync("is no SQLite database");
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_refused_and_left_as_it_is()
    {
        await SqliteTestStore.CreateAsync(File);
        SqliteTestStore.Run(File, "PRAGMA user_version = 2");

        await AssertRefusedAtOpenAsync("newer version");
    }

    [Theory]
    [InlineData("CREATE TABLE theirs (a)")]
    [InlineData("CREATE TABLE theirs (a); PRAGMA user_version = 1")]
    [InlineData("CREATE TABLE theirs (a); PRAGMA application_id = 1196444487")]
    public async Task A_database_of_another_program_is_refused_and_left_as_it_is(string sql)
    {
        SqliteTestStore.Run(File, sql);

        await AssertRefusedAtOpenAsync("another program");
    }

    [Fact]
    public async Task A_database_without_any_table_is_taken()
    {
        SqliteTestStore.Run(File, "PRAGMA journal_mode = WAL");

        await using var store = await SqliteTestStore.OpenAsync(File);

        Assert.Equal(GraphVersion.Empty, await store.ReadVersionAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_said()
    {
        await System.IO.File.WriteAllTextAsync(folder.At("plain"), "");
        foreach (var path in (string[])[folder.At("plain/graph.db"), "/proc/industrygraph/graph.db", folder.Path])
        {
            var refused = await Assert.ThrowsAsync<StoreRefusedException>(() => SqliteTestStore.OpenAsync(path));
            Assert.Contains(Path.GetDirectoryName(path)!, refused.Message, StringComparison.Ordinal);
            Assert.Contains("choose another file", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_damaged_file_is_refused_or_reads_as_before_and_is_left_as_it_is()
    {
        var snapshot = await SqliteTestStore.CreateAsync(File, new(Entities: 60, Links: 200));
        var whole = await System.IO.File.ReadAllBytesAsync(File);
        var random = new Random(1);
        var refused = 0;
        for (var i = 0; i < 60; i++)
        {
            var damaged = whole.ToArray();
            if (i % 3 == 0)
            {
                damaged = damaged[..random.Next(101, whole.Length)];
            }
            else
            {
                random.NextBytes(damaged.AsSpan(random.Next(100, whole.Length - 64), i % 3 == 1 ? 1 : 64));
            }

            // A new name each time, so that no other file's log or connection is met.
            var path = folder.At($"damaged-{i}.db");
            await System.IO.File.WriteAllBytesAsync(path, damaged);
            try
            {
                await using var store = await SqliteTestStore.OpenAsync(path);
                var read = await SqliteTestStore.ReadAsync(store);
                // A flipped byte in a text cannot be told from another text; the graph's shape is as it was.
                Assert.Equal((snapshot.EntityCount, snapshot.LinkCount), (read.EntityCount, read.LinkCount));
            }
            catch (StoreRefusedException exception)
            {
                Assert.Contains(path, exception.Message, StringComparison.Ordinal);
                refused++;
            }

            Assert.Equal(damaged, await System.IO.File.ReadAllBytesAsync(path));
        }

        Assert.InRange(refused, 20, 60);
    }

    [Theory]
    [InlineData("PRAGMA foreign_keys = OFF; UPDATE entity SET id = 'No Id' WHERE id = (SELECT min(id) FROM entity)", "No Id")]
    [InlineData("UPDATE entity SET kind = 'Spaceship' WHERE id = (SELECT min(id) FROM entity)", "Spaceship")]
    [InlineData("UPDATE entity SET alt_names = '{' WHERE id = (SELECT min(id) FROM entity)", "the entity")]
    [InlineData("UPDATE entity SET alt_names = '[1, null]' WHERE id = (SELECT min(id) FROM entity)", "the entity")]
    [InlineData("UPDATE entity SET name_zh = NULL, name_en = ' ' WHERE id = (SELECT min(id) FROM entity)", "name")]
    [InlineData("UPDATE entity SET valid_from = 'yesterday'", "yesterday")]
    [InlineData("UPDATE entity SET valid_from = '2020', valid_to = '2019'", "valid_to")]
    [InlineData("UPDATE entity SET evidence = 'heard'", "heard")]
    [InlineData("UPDATE entity SET citations = 9999999999", "the entity")]
    [InlineData("UPDATE entity SET citations = 7", "7 citations")]
    [InlineData("UPDATE entity SET level = 0", "level")]
    [InlineData("UPDATE link SET kind = 'EATS' WHERE kind = 'INPUT_TO'", "EATS")]
    [InlineData("UPDATE link SET qualifier = 'Not One!' WHERE kind = 'PROMOTES'", "Not One!")]
    [InlineData("UPDATE link SET coefficient = 7.5", "coefficient")]
    [InlineData("UPDATE link SET source = 'x'", "the link")]
    [InlineData("PRAGMA foreign_keys = OFF; DELETE FROM entity WHERE id = (SELECT from_id FROM link LIMIT 1)", "not in the graph")]
    [InlineData("UPDATE version SET loaded_at = 'noon'", "noon")]
    [InlineData("UPDATE version SET entities_put = 99999999999", "version 1")]
    [InlineData("DROP TABLE further_citation", "further_citation")]
    [InlineData("ALTER TABLE link RENAME COLUMN stage TO phase", "stage")]
    public async Task What_someone_changed_by_hand_is_said_and_left_as_it_is(string sql, string said)
    {
        await SqliteTestStore.CreateAsync(File);
        SqliteTestStore.Run(File, sql);
        var before = await System.IO.File.ReadAllBytesAsync(File);

        var refused = await Assert.ThrowsAsync<StoreRefusedException>(async () =>
        {
            await using var store = await SqliteTestStore.OpenAsync(File);
            await SqliteTestStore.ReadAsync(store);
        });

        Assert.Contains(File, refused.Message, StringComparison.Ordinal);
        Assert.Contains("by hand", refused.Message, StringComparison.Ordinal);
        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await System.IO.File.ReadAllBytesAsync(File));
    }

    [Theory]
    [InlineData("DELETE FROM change_part")]
    [InlineData("UPDATE change_part SET content = x'7b'")]
    public async Task A_change_set_that_someone_changed_by_hand_is_said(string sql)
    {
        await SqliteTestStore.CreateAsync(File);
        SqliteTestStore.Run(File, sql);
        await using var store = await SqliteTestStore.OpenAsync(File);

        await Assert.ThrowsAsync<StoreRefusedException>(() => store.ReadChangesAsync(1, CancellationToken.None));
    }

    [Fact]
    public async Task A_file_that_may_not_be_written_is_read_and_a_change_refused()
    {
        var snapshot = await SqliteTestStore.CreateAsync(File);
        using var readOnly = Made("chattr", "+i", File) ? new Undo(() => Made("chattr", "-i", File)) : null;
        Assert.SkipWhen(readOnly is null, "This user or file system cannot make a file immutable (chattr +i).");
        await using var store = await SqliteTestStore.OpenAsync(File);

        SnapshotAssert.Same(snapshot, await SqliteTestStore.ReadAsync(store));
        var refused = await Assert.ThrowsAsync<StoreRefusedException>(
            () => store.ApplyAsync(RandomGraphs.Change(snapshot, 2), 1, CancellationToken.None));
        Assert.Contains($"{File} cannot be written", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_said_and_the_old_version_stays()
    {
        var disk = folder.At("disk");
        Directory.CreateDirectory(disk);
        using var mounted = Made("mount", "-t", "tmpfs", "-o", "size=1m", "none", disk) ? new Undo(() => Made("umount", "-l", disk)) : null;
        Assert.SkipWhen(mounted is null, "This user cannot mount a small disk (mount -t tmpfs).");
        var path = Path.Combine(disk, "graph.db");
        var snapshot = await SqliteTestStore.CreateAsync(path, new(Entities: 30, Links: 100));
        await using (var store = await SqliteTestStore.OpenAsync(path))
        {
            var full = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.ApplyAsync(
                RandomGraphs.ChangeTo(snapshot, 2, new(Entities: 2_000, Links: 8_000)), 1, CancellationToken.None));

            Assert.Contains("full", full.Message, StringComparison.Ordinal);
            SnapshotAssert.Same(snapshot, await SqliteTestStore.ReadAsync(store));
            await store.ApplyAsync(RandomGraphs.Change(snapshot, 3), 1, CancellationToken.None);
        }

        Assert.Equal(["ok"], SqliteTestStore.Run(path, "PRAGMA integrity_check"));
    }

    private async Task AssertRefusedAtOpenAsync(string said)
    {
        var before = await System.IO.File.ReadAllBytesAsync(File);

        var refused = await Assert.ThrowsAsync<StoreRefusedException>(() => SqliteTestStore.OpenAsync(File));

        Assert.Contains(File, refused.Message, StringComparison.Ordinal);
        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await System.IO.File.ReadAllBytesAsync(File));
        Assert.Equal([File], Directory.GetFiles(folder.Path));
    }

    private static bool Made(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true });
            return process is not null && process.WaitForExit(10_000) && process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private sealed class Undo(Action undo) : IDisposable
    {
        public void Dispose() => undo();
    }
}
