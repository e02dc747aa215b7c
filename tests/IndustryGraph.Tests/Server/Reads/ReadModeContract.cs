using System.Text.Json.Nodes;
using IndustryGraph.Model;
using IndustryGraph.Server.Reads;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;
using IndustryGraph.Tests.Generators;
using IndustryGraph.Tests.Server.Loads;
using Xunit;

namespace IndustryGraph.Tests.Server.Reads;

/// <summary>Whether answers are read from a snapshot or from the store question by question, they are the same.</summary>
public abstract class ReadModeContract
{
    // A graph that has grown this long gives way to an empty one.
    private const int ChangesOfGraph = 20;

    private const int QuestionsOfVersion = 2;

    // A statement that Neo4j plans for the first time may take long on a busy machine.
    private protected static readonly InProcessService Service = new(options: new() { Limits = new() { ExecutionSeconds = 300 } });

    /// <summary>How many change sets are tried, each with questions after it.</summary>
    protected virtual int Sequences => Sweeps.AreOn ? 10_000 : 500;

    /// <summary>An open store without any data.</summary>
    protected abstract Task<IGraphStore> OpenEmptyAsync();

    [Fact]
    public async Task Both_read_modes_answer_alike_along_random_sequences()
    {
        for (var first = 0; first < Sequences; first += ChangesOfGraph)
        {
            await using var store = await OpenEmptyAsync();
            var snapshot = GraphSnapshot.Empty;
            for (var seed = first; seed < first + ChangesOfGraph; seed++)
            {
                var changes = seed == first
                    ? RandomGraphs.ChangeTo(snapshot, seed, new(Entities: 24, Links: 60)) : RandomGraphs.Change(snapshot, seed);
                var outcome = await store.ApplyAsync(changes, snapshot.Version.Number, CancellationToken.None);
                Assert.Equal(ApplyResult.Applied, outcome.Result);
                snapshot = RandomGraphs.After(snapshot, changes, outcome.Version);
                await CompareAsync(store, snapshot, seed);
            }

            if (Sweeps.AreOn)
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"{first + ChangesOfGraph} sequences alike");
            }
        }
    }

    // More than a page of entities, so that a scan goes through several, beside questions asked at once.
    [Fact]
    public async Task Both_read_modes_answer_alike_while_links_are_scanned_and_after_it()
    {
        var changes = RandomGraphs.ChangeTo(GraphSnapshot.Empty, 1, new(Entities: 5_000, Links: 12_000));
        await using var store = new HeldStore(await OpenEmptyAsync());
        store.Open.SetResult();
        var snapshot = RandomGraphs.After(GraphSnapshot.Empty, changes, (await store.ApplyAsync(changes, 0, CancellationToken.None)).Version);
        var graph = new StoreGraph(store);
        await graph.RefreshAsync(CancellationToken.None);
        var random = new Random(1);
        for (var round = 0; round < 20; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(async number =>
            {
                var (one, other) = (Some(), Some());
                var question = number % 2 == 0
                    ? $$"""{ paths(from: "{{one}}", to: "{{other}}", maxHops: 4) { complete paths { length entities { id } } } }"""
                    : $$"""{ upstream(of: "{{one}}", maxHops: 3) { complete levels { level count } entities { level entity { id } } } }""";
                var (expected, given) = (await Service.AskAsync(snapshot, question), await Service.AskAsync(graph, question));
                Assert.Null(expected["errors"]);
                Assert.True(JsonNode.DeepEquals(expected, given), $"Round {round}: {question}\nfrom memory {expected}\nfrom the store {given}");
            }));
        }

        var pages = store.PagesRead.ToArray();
        Assert.Equal((snapshot.EntityCount / LinkScan.Page) + 1, pages.Length);
        Assert.Equal(pages.Distinct(), pages);

        EntityId Some()
        {
            lock (random)
            {
                return snapshot.EntityAt(random.Next(snapshot.EntityCount)).Id;
            }
        }
    }

    private static async Task CompareAsync(IGraphStore store, GraphSnapshot snapshot, int seed)
    {
        var graph = new StoreGraph(store);
        await graph.RefreshAsync(CancellationToken.None);

        // At once, as users ask.
        await Task.WhenAll(RandomQuestions.About(snapshot, seed, QuestionsOfVersion).Select(async question =>
        {
            var (expected, given) = (await Service.AskAsync(snapshot, question), await Service.AskAsync(graph, question));
            Assert.True(JsonNode.DeepEquals(expected, given), $"Seed {seed}, version {snapshot.Version.Number}: {question}\nfrom memory {expected}\nfrom the store {given}");
        }));
    }
}
