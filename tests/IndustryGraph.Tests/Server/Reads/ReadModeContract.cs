using System.Text.Json.Nodes;
using IndustryGraph.Server.Reads;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;
using IndustryGraph.Tests.Generators;
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
    private static int Sequences => Sweeps.AreOn ? 10_000 : 500;

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
