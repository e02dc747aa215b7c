using IndustryGraph.Model;
using IndustryGraph.Server.Reads;
using IndustryGraph.Tests.Generators;
using Xunit;

namespace IndustryGraph.Tests.Server.Reads;

public sealed class SurroundingsSearchTests
{
    // One path a → m → x → y → z → b of five links; m leads to many, of which one leads on.
    [Theory]
    [InlineData(400, 401)]
    [InlineData(600, 1)]
    public async Task The_next_level_is_read_with_what_a_search_needs_where_it_is_small(int many, int asked)
    {
        var graph = new SearchedGraph(
            GraphText.Graph("a -> m; x0 -> y -> z -> b\n" + string.Join('\n', Enumerable.Range(0, many).Select(i => $"m -> x{i}"))), page: null);
        Surroundings? around = null;
        for (var depth = 2; depth <= 5; depth++)
        {
            around = await graph.SearchAsync(
                new([Id("a")], [Id("b")], LinkDirection.Out, depth, LinkKinds.All) { MayDeepen = true });
            Assert.Equal(depth < 5 ? 0 : 5, around.Graph.LinkCount);
        }

        Assert.True(around!.Complete);
        Assert.Equal(3, graph.Levels.Count);
        Assert.Equal(asked, graph.Levels[^1].LinkIds.Sum(ask => ask.Entities.Count));
    }

    private static EntityId Id(string name) => EntityId.Parse($"product:{name}");
}
