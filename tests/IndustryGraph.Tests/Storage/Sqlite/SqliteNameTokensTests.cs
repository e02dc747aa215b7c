using IndustryGraph.Search;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage.Sqlite;
using IndustryGraph.Tests.Generators;
using Microsoft.Data.Sqlite;
using Xunit;

namespace IndustryGraph.Tests.Storage.Sqlite;

public sealed class SqliteNameTokensTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_index_made_by_other_rules_is_made_anew_when_the_file_is_opened()
    {
        var path = folder.At("a.db");
        var changes = RandomGraphs.ChangeTo(GraphSnapshot.Empty, 1, new(Entities: 50, Links: 0));
        await using (var store = await OpenAsync(path))
        {
            await store.ApplyAsync(changes, 0, CancellationToken.None);
        }

        await using (var file = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            await file.OpenAsync();
            await using var command = file.CreateCommand();
            command.CommandText =
                "INSERT INTO name_token (name_token) VALUES ('delete-all'); UPDATE setting SET value = value - 1 WHERE name = 'name_keys'";
            await command.ExecuteNonQueryAsync();
        }

        await using var again = await OpenAsync(path);

        Assert.True(NameQuery.TryParse("battery", out var query, out _));
        var found = (await again.FindNamesAsync(query, [], 100, CancellationToken.None)).Value.Entities;
        Assert.NotEmpty(found);
        var snapshot = RandomGraphs.After(GraphSnapshot.Empty, changes);
        Assert.Equal(NameSearch.Of(snapshot).Search(query, [], 100).Total, NameSearch.Rank(query, found, 100).Total);
    }

    private static async Task<SqliteStore> OpenAsync(string path)
    {
        var store = new SqliteStore(new SqliteOptions { Path = path }, TimeProvider.System);
        await store.OpenAsync(CancellationToken.None);
        return store;
    }
}
