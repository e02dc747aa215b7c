using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Example;

public static class Technologies
{
    private const string Query = """
        query ($industry: ID!, $after: String) {
          entity(id: $industry) {
            ... on Industry {
              technologies(first: 5, after: $after) { nodes { id name(language: EN) } pageInfo { hasNextPage endCursor } }
            }
          }
        }
        """;

    public static async Task PrintAsync(Uri service, string industry, TextWriter output)
    {
        using var client = new HttpClient();
        string? after = null;
        do
        {
            var data = await AskAsync(client, service, new { query = Query, variables = new { industry, after } });
            var technologies = data["entity"]!["technologies"]!;
            foreach (var node in technologies["nodes"]!.AsArray())
            {
                await output.WriteLineAsync($"{node!["id"]} {node["name"]}");
            }

            var page = technologies["pageInfo"]!;
            after = (bool)page["hasNextPage"]! ? (string?)page["endCursor"] : null;
        }
        while (after is not null);
    }

    private static async Task<JsonNode> AskAsync(HttpClient client, Uri service, object question)
    {
        using var response = await client.PostAsJsonAsync(service, question);
        var answer = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
        return answer["errors"] is JsonArray errors
            ? throw new InvalidOperationException($"{errors[0]!["extensions"]!["code"]}: {errors[0]!["message"]}")
            : answer["data"]!;
    }
}
