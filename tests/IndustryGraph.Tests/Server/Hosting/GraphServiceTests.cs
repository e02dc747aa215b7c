using System.Text.Json.Nodes;
using IndustryGraph.Storage;
using IndustryGraph.Tests.Generators;
using IndustryGraph.Tests.Server.Http;
using IndustryGraph.Tests.Server.Loads;
using Xunit;

namespace IndustryGraph.Tests.Server.Hosting;

public sealed class GraphServiceTests
{
    [Fact]
    public async Task A_store_that_moves_on_while_the_start_counts_what_it_holds_is_followed()
    {
        var history = RandomGraphs.History(seed: 1, length: 2).Select(step => step.Changes).ToList();
        await using var server = await ServeAsync(store => store.ApplyAsync(history[0], 0, CancellationToken.None));
        await IsAsync(server, graph => (long)graph["version"]! == 1);

        ((HeldStore)server.Store).Open.SetResult();
        await server.Store.ApplyAsync(history[1], 1, CancellationToken.None);
        await IsAsync(server, graph => (long)graph["version"]! == 2);
    }

    [Fact]
    public async Task A_store_that_goes_away_while_the_start_counts_what_it_holds_is_waited_for()
    {
        HeldStore held = null!;
        await using var server = await ServeAsync(
            _ =>
            {
                held.IsAway = true;
                return Task.CompletedTask;
            },
            store => held = store);
        await IsAsync(server, graph => (bool)graph["stale"]!);

        held.IsAway = false;
        await IsAsync(server, graph => !(bool)graph["stale"]!);
    }

    private static Task<GraphServer> ServeAsync(Func<IGraphStore, Task> beforeCounting, Action<HeldStore>? note = null) => GraphServer.StartAsync(
        store =>
        {
            var held = new HeldStore(store) { BeforeCounting = beforeCounting };
            note?.Invoke(held);
            return held;
        },
        settings: [("Graph:Reads", "Store")]);

    private static Task IsAsync(GraphServer server, Func<JsonNode, bool> condition) => Eventually.HoldsAsync(async () =>
        condition((await server.AskAsync("{ __typename }"))["extensions"]!["graph"]!));
}
