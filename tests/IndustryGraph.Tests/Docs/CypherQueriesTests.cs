using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IndustryGraph.Bundles;
using IndustryGraph.Changes;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage.Neo4j;
using IndustryGraph.Tests.Server;
using IndustryGraph.Tests.Storage;
using IndustryGraph.Tests.Storage.Neo4j;
using Xunit;

namespace IndustryGraph.Tests.Docs;

/// <summary>The Cypher queries of graph-seed/README.md on the real server, beside the GraphQL query behind each.</summary>
[Collection(Neo4jTests.Name)]
public sealed partial class CypherQueriesTests(Neo4jServer server, SeededService seeded)
{
    [Fact]
    public async Task Each_of_the_ten_gives_the_ids_that_GraphQL_gives()
    {
        var pairs = Pairs().Matches(Repository.Text("graph-seed", "README.md"));
        Assert.Equal(10, pairs.Count);
        await LoadSeedAsync();
        var service = await seeded.ReadyAsync();
        await using var client = new Neo4jClient(server.Options);
        foreach (Match pair in pairs)
        {
            var cypher = pair.Groups["cypher"].Value;
            var found = (await client.RunAsync(cypher, null, Neo4jAccess.Read, CancellationToken.None))
                .Select(record => record.Get<string>("id")).Order(StringComparer.Ordinal).ToList();
            var answer = await service.AskAsync(pair.Groups["graphql"].Value);
            Assert.True(answer["errors"] is null, $"{answer}");
            Assert.NotEmpty(found);
            Assert.True(found.SequenceEqual(Ids(answer["data"]).Order(StringComparer.Ordinal)), $"{cypher}\ngives {string.Join(' ', found)}\nand GraphQL gives\n{answer["data"]}");
        }
    }

    private async Task LoadSeedAsync()
    {
        await server.EmptyDataAsync();
        await using var store = new Neo4jStore(server.Options, new TestClock());
        await store.OpenAsync(CancellationToken.None);
        var seed = BundleReader.Read(Repository.Path("graph-seed"), CancellationToken.None);
        var changes = GraphDiff.Between(GraphSnapshot.Empty, seed.Graph!, "seed", new("tests", "Load graph-seed", Provenance.Seed, seed.ContentHash));
        await store.ApplyAsync(changes, 0, CancellationToken.None);
    }

    private static IEnumerable<string> Ids(JsonNode? node) => node switch
    {
        JsonObject item => item.SelectMany(field => field.Key == "id" ? [(string)field.Value!] : Ids(field.Value)),
        JsonArray items => items.SelectMany(Ids),
        _ => [],
    };

    [GeneratedRegex("^```cypher\n(?<cypher>.*?)^```\n\n```graphql\n(?<graphql>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Pairs();
}
