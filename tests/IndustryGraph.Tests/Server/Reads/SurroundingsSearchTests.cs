using IndustryGraph.Model;
using IndustryGraph.Server.Reads;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;
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
        var graph = GraphText.Graph(
            "a -> m; x0 -> y -> z -> b\n" + string.Join('\n', Enumerable.Range(0, many).Select(i => $"m -> x{i}")));
        var kept = new KeptAnswers(GraphVersion.Empty);
        var reads = new List<LevelQuery>();
        Surroundings? around = null;
        for (var depth = 2; depth <= 5; depth++)
        {
            var query = new SurroundingsQuery([Id("a")], [Id("b")], LinkDirection.Out, depth, LinkKinds.All) { MayDeepen = true };
            around = await new SurroundingsSearch(query, kept, (level, _) => Task.FromResult(Read(level))).RunAsync(GraphVersion.Empty, CancellationToken.None);
            Assert.Equal(depth < 5 ? 0 : 5, around.Graph.LinkCount);
        }

        Assert.True(around!.Complete);
        Assert.Equal(3, reads.Count);
        Assert.Equal(asked, reads[^1].LinkIds.Sum(ask => ask.Entities.Count));

        LevelAnswer Read(LevelQuery level)
        {
            reads.Add(level);
            foreach (var id in level.Entities)
            {
                kept.Keep(id, graph.Find(id)!);
            }

            return new([.. level.Entities.Select(id => graph.Find(id)!)], [])
            {
                LinkIds = [.. level.LinkIds.Select(ask => (AdjacentLinkId[])[.. ask.Entities.Select(graph.IndexOf).SelectMany(
                    near => ask.Direction == LinkDirection.Out
                        ? Enumerable.Range(graph.FirstOut(near), graph.OutDegree(near)) : graph.InLinks(near).ToArray(),
                    (near, link) => new AdjacentLinkId(graph.IdOf(near), graph.LinkIdOf(link)))])],
            };
        }
    }

    private static EntityId Id(string name) => EntityId.Parse($"product:{name}");
}
