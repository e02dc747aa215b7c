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
    private const int QuestionsOfVersion = 4;

    private static readonly InProcessService Service = new();

    /// <summary>How many histories are tried.</summary>
    protected virtual int Histories => Environment.GetEnvironmentVariable("INDUSTRYGRAPH_SWEEPS") == "1" ? 10_000 : 500;

    /// <summary>An open store without any data.</summary>
    protected abstract Task<IGraphStore> OpenEmptyAsync();

    [Fact]
    public async Task Both_read_modes_answer_alike_along_random_histories()
    {
        for (var seed = 0; seed < Histories; seed++)
        {
            await using var store = await OpenEmptyAsync();
            foreach (var (changes, after) in RandomGraphs.History(seed, 2, new(Entities: 24, Links: 60)))
            {
                var outcome = await store.ApplyAsync(changes, after.Version.Number - 1, CancellationToken.None);
                var snapshot = after.As(outcome.Version);
                await CompareAsync(store, snapshot, seed);
            }
        }
    }

    private static async Task CompareAsync(IGraphStore store, GraphSnapshot snapshot, int seed)
    {
        var graph = new StoreGraph(store);
        await graph.RefreshAsync(CancellationToken.None);
        foreach (var question in RandomQuestions.About(snapshot, seed, QuestionsOfVersion))
        {
            var (expected, given) = (await Service.AskAsync(snapshot, question), await Service.AskAsync(graph, question));
            Assert.True(JsonNode.DeepEquals(expected, given), $"Seed {seed}, version {snapshot.Version.Number}: {question}\nfrom memory {expected}\nfrom the store {given}");
        }
    }
}
