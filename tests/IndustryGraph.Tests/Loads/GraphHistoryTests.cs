using System.Text.Json;
using IndustryGraph.Changes;
using IndustryGraph.Loads;
using IndustryGraph.Snapshots;
using IndustryGraph.Tests.Generators;
using IndustryGraph.Tests.Server.Loads;
using Xunit;

namespace IndustryGraph.Tests.Loads;

public sealed class GraphHistoryTests
{
    private static int Histories => Sweeps.AreOn ? 200 : 8;

    [Fact]
    public async Task Any_two_versions_differ_as_their_graphs_do()
    {
        for (var seed = 0; seed < Histories; seed++)
        {
            await using var store = await LoadedStore.OpenAsync();
            var graphs = await FillAsync(store, seed, length: 9);
            foreach (var (before, after) in graphs.SelectMany(before => graphs.Select(after => (before, after))))
            {
                var expected = GraphDifference.Of(before, GraphDiff.Between(before, after, "", after.Version.Provenance), 1_000);

                var difference = await GraphHistory.DifferenceAsync(store.Store, before.Version.Number, after.Version.Number, 1_000, CancellationToken.None);

                Assert.Equal(JsonSerializer.Serialize(expected), JsonSerializer.Serialize(difference));
            }
        }
    }

    [Fact]
    public async Task Only_as_much_of_the_log_is_read_as_says_what_was_before()
    {
        await using var store = await LoadedStore.OpenAsync();
        var graphs = await FillAsync(store, seed: 1, length: 5);
        var last = graphs[^1];
        var altered = last.EntityAt(0) with { DefinitionEnglish = "Altered." };
        foreach (var entity in new[] { altered, altered with { DefinitionEnglish = "Altered again." } })
        {
            await store.Store.ApplyAsync(
                new ChangeSet(entity.DefinitionEnglish!, last.Version.Provenance) { PutEntities = [entity] }, (await store.ReadAsync()).Version.Number, CancellationToken.None);
        }

        var watched = new HeldStore(store.Store);
        watched.Open.SetResult();
        Assert.Equal(1, (await GraphHistory.DifferenceAsync(watched, 6, 7, 10, CancellationToken.None))!.Changed);
        Assert.Equal([7L, 6], watched.ChangesRead);

        watched.ChangesRead.Clear();
        var report = await new GraphLoader(watched, TimeProvider.System).RevertAsync(
            new RevertRequest { Version = 7, Who = "tester", Message = "back" }, null, CancellationToken.None);
        Assert.Equal(LoadOutcome.Loaded, report.Outcome);
        Assert.Equal([7L, 6], watched.ChangesRead);
        Assert.Equal("Altered.", (await store.ReadAsync()).Find(altered.Id)!.DefinitionEnglish);

        // That nothing was there before is known at the start of the log alone; each version is read once.
        watched.ChangesRead.Clear();
        await GraphHistory.DifferenceAsync(watched, 5, 1, 10, CancellationToken.None);
        Assert.Equal([2L, 3, 4, 5, 1], watched.ChangesRead);
    }

    private static async Task<List<GraphSnapshot>> FillAsync(LoadedStore store, int seed, int length)
    {
        var graphs = new List<GraphSnapshot> { GraphSnapshot.Empty };
        foreach (var (changes, after) in RandomGraphs.History(seed, length))
        {
            await store.Store.ApplyAsync(changes, graphs[^1].Version.Number, CancellationToken.None);
            graphs.Add(after);
        }

        return graphs;
    }
}
