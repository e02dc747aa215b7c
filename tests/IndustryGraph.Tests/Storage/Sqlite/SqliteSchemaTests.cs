using IndustryGraph.Model;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage.Sqlite;
using IndustryGraph.Tests.Generators;
using Xunit;

namespace IndustryGraph.Tests.Storage.Sqlite;

// What a person meets who opens the file with another program.
public sealed class SqliteSchemaTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string File => folder.At("graph.db");

    public void Dispose() => folder.Dispose();

    /// <summary>
    /// A difference here means files that older programs made: raise the version, bring older files up to date at opening, and add a test
    /// that opens one.
    /// </summary>
    [Fact]
    public async Task The_columns_of_version_1_are_these()
    {
        await SqliteTestStore.CreateAsync(File);

        Assert.Equal(1, SqliteSchema.Version);
        Assert.Equal(
            [
                "change_part: version INTEGER, part INTEGER, content BLOB",
                "citation: subject TEXT, source TEXT, locator TEXT, evidence TEXT, quote TEXT",
                "entity: search_row INTEGER, id TEXT, kind TEXT, name_zh TEXT, name_en TEXT, alt_names TEXT, definition_zh TEXT, definition_en TEXT, "
                + "scheme TEXT, code TEXT, level INTEGER, output REAL, issuer TEXT, number TEXT, date TEXT, address TEXT, "
                + "valid_from TEXT, valid_to TEXT, source TEXT, locator TEXT, evidence TEXT, quote TEXT, citations INTEGER",
                "further_citation: subject TEXT, source TEXT, locator TEXT, evidence TEXT, quote TEXT",
                "link: from_id TEXT, kind TEXT, to_id TEXT, qualifier TEXT, order INTEGER, stage TEXT, coefficient REAL, flow REAL, unit TEXT, "
                + "year INTEGER, match TEXT, practice TEXT, relation TEXT, note TEXT, "
                + "valid_from TEXT, valid_to TEXT, source TEXT, locator TEXT, evidence TEXT, quote TEXT, citations INTEGER",
                "name_token: tokens ",
                "setting: name TEXT, value INTEGER",
                "version: number INTEGER, change_set TEXT, loaded_at TEXT, who TEXT, message TEXT, origin TEXT, content_hash TEXT, "
                + "entities_put INTEGER, entities_removed INTEGER, links_put INTEGER, links_removed INTEGER",
            ],
            SqliteTestStore.Run(File, """
                SELECT t.name || ': ' || group_concat(c.name || ' ' || c.type, ', ' ORDER BY c.cid)
                FROM pragma_table_list t, pragma_table_info(t.name) c WHERE t.schema = 'main' AND t.type <> 'shadow' AND t.name NOT LIKE 'sqlite%' GROUP BY t.name ORDER BY t.name
                """));
    }

    [Fact]
    public async Task Questions_in_sql_have_the_answers_of_the_model()
    {
        var snapshot = await SqliteTestStore.CreateAsync(File);
        var links = SnapshotAssert.Links(snapshot);

        var weighty = links.Where(link => link.Kind == LinkKind.InputTo && link.Attributes[AttributeName.Coefficient] is { Number: > 0.5 }).ToArray();
        Assert.NotEmpty(weighty);
        Assert.Equal(
            weighty.Select(link => link.Id.ToString()),
            SqliteTestStore.Run(File, """
                SELECT from_id || '|' || kind || '|' || to_id || iif(qualifier = '', '', '#' || qualifier)
                FROM link WHERE kind = 'INPUT_TO' AND coefficient > 0.5 ORDER BY from_id, to_id, qualifier
                """));
        var named = snapshot.Entities.ToArray().Where(entity => entity.Names.Alternatives.Contains("steel")).ToArray();
        Assert.NotEmpty(named);
        Assert.Equal(
            named.Select(entity => entity.Id.Value),
            SqliteTestStore.Run(File, "SELECT DISTINCT e.id FROM entity e, json_each(e.alt_names) name WHERE name.value = 'steel' ORDER BY e.id"));
        Assert.Equal(
            Citations(snapshot).Order(StringComparer.Ordinal),
            SqliteTestStore.Run(File, "SELECT subject || ' ' || source || ' ' || evidence FROM citation").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_file_is_sound_after_changes()
    {
        await SqliteTestStore.CreateAsync(File);

        Assert.Equal(["ok"], SqliteTestStore.Run(File, "PRAGMA integrity_check"));
        Assert.Empty(SqliteTestStore.Run(File, "PRAGMA foreign_key_check"));
        Assert.Equal(["wal"], SqliteTestStore.Run(File, "PRAGMA journal_mode"));
        Assert.Equal([SqliteSchema.ApplicationId.ToString(System.Globalization.CultureInfo.InvariantCulture)], SqliteTestStore.Run(File, "PRAGMA application_id"));
    }

    [Fact]
    public async Task The_indexes_of_links_are_there_after_loads_that_make_them_anew()
    {
        await using var store = await SqliteTestStore.OpenAsync(File);
        var snapshot = GraphSnapshot.Empty;
        for (var number = 0; number < 2; number++)
        {
            var changes = RandomGraphs.ChangeTo(snapshot, number, new(Entities: 50, Links: number == 0 ? 100 : 500));
            var (_, version) = await store.ApplyAsync(changes, number, CancellationToken.None);
            snapshot = RandomGraphs.After(snapshot, changes, version);

            SnapshotAssert.Same(snapshot, await SqliteTestStore.ReadAsync(store));
            Assert.Contains("link_by_end", SqliteTestStore.Run(File, "SELECT name FROM pragma_index_list('link')"));
            Assert.Equal(["ok"], SqliteTestStore.Run(File, "PRAGMA integrity_check"));
            Assert.Empty(SqliteTestStore.Run(File, "PRAGMA foreign_key_check"));
        }
    }

    private static IEnumerable<string> Citations(GraphSnapshot snapshot) =>
        snapshot.Entities.ToArray().SelectMany(entity => entity.Citations.Select(citation => $"{entity.Id} {citation.Source} {citation.Evidence.Code()}"))
            .Concat(SnapshotAssert.Links(snapshot).SelectMany(link => link.Citations.Select(citation => $"{link.Id} {citation.Source} {citation.Evidence.Code()}")));
}
