using System.Text.Json.Nodes;
using IndustryGraph.Tests.Server;
using Xunit;

namespace IndustryGraph.Tests.Docs;

public sealed class QueriesTests(SeededService seeded)
{
    public static TheoryData<int> Numbers => [.. Enumerable.Range(1, 20)];

    [Fact]
    public void There_are_twenty_queries_each_with_its_answer()
    {
        Assert.Equal(20, DocumentedQueries.Count("docs", "queries.md"));
        Assert.Equal(20, DocumentedQueries.Of("docs", "queries.md").Count);
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task A_query_gets_the_answer_that_the_page_shows(int number)
    {
        var (query, answer) = DocumentedQueries.Of("docs", "queries.md")[number - 1];
        var given = (await (await seeded.ReadyAsync()).AskAsync(query))["data"];
        Assert.True(JsonNode.DeepEquals(answer, given), $"{query}\nThe page shows\n{answer}\nbut the service answers\n{given}");
    }
}
