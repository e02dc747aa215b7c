using System.Text.Json.Nodes;
using IndustryGraph.Tests.Server;
using Xunit;

namespace IndustryGraph.Tests.Docs;

public sealed class ReadmeTests(SeededService seeded)
{
    [Fact]
    public async Task Every_query_of_the_readme_gets_the_answer_that_the_readme_shows()
    {
        var documented = DocumentedQueries.Of("README.md");
        Assert.Equal(5, documented.Count);
        Assert.Equal(5, DocumentedQueries.Count("README.md"));
        var service = await seeded.ReadyAsync();
        foreach (var (query, answer) in documented)
        {
            var given = (await service.AskAsync(query))["data"];
            Assert.True(JsonNode.DeepEquals(answer, given), $"{query}\nThe README shows\n{answer}\nbut the service answers\n{given}");
        }
    }
}
