using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Tests.Server.Reads;

/// <summary>Random questions about a graph, as clients ask them: seed in, questions out.</summary>
internal static class RandomQuestions
{
    private const string Link =
        "link { id kind evidence order stage coefficient flow unit year match practice relation note validity { from to } citations { source { id } locator quote evidence } }";

    /// <summary>So many questions.</summary>
    public static IEnumerable<string> About(GraphSnapshot graph, int seed, int count)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            yield return (random.Next(11)) switch
            {
                0 => $"{{ entity(id: {Id(graph, random)}) {{ id kind name names {{ zh en alternatives }} definition validity {{ from to }} citations {{ source {{ id issuer }} locator }} {Links(random)} }} }}",
                1 => $"{{ entities(ids: [{Id(graph, random)}, {Id(graph, random)}, \"industry:nowhere\", {Id(graph, random)}]) {{ id {Links(random)} }} }}",
                2 => $"{{ entity(id: {Id(graph, random)}) {{ ... on Industry {{ suppliers(first: 3) {{ totalCount nodes {{ id ... on Product {{ suppliers(first: 2, orderBy: COEFFICIENT) {{ nodes {{ id }} }} }} }} }} technologies {{ nodes {{ id }} }} }} ... on Product {{ users {{ totalCount edges {{ node {{ id }} {Link} }} }} }} ... on ClassificationItem {{ scheme {{ id }} broader {{ nodes {{ id }} }} }} }} }}",
                3 => $"{{ paths(from: {Id(graph, random)}, to: {Id(graph, random)}, first: {random.Next(1, 6)}, maxHops: {random.Next(5)}, choose: {Choice(random)}, direction: {Direction(random)}{Evidence(random)}{Passing(graph, random)}) {{ complete reason paths {{ length strength weakestEvidence entities {{ id name }} steps {{ along {Step(random)} from {{ id }} to {{ id name }} }} }} }} }}",
                4 => $"{{ {(random.Next(2) == 0 ? "upstream" : "downstream")}(of: {Id(graph, random)}, maxHops: {random.Next(5)}{Evidence(random)}) {{ complete reason levels {{ level count }} entities {{ level entity {{ id name }} step {{ {Step(random)} along }} }} }} }}",
                5 => $"{{ search(text: {Name(graph, random)}, first: 5) {{ complete totalCount hits {{ score match name origin spans {{ start length }} entity {{ id }} }} }} }}",
                6 => $"{{ suggest(prefix: {Name(graph, random)}) {{ hits {{ name entity {{ id }} }} }} match(names: [{Name(graph, random)}, {Name(graph, random)}]) {{ isCertain candidates {{ score entity {{ id }} }} }} }}",
                7 => $"{{ entitiesOfKind(kind: {(random.Next(2) == 0 ? "INDUSTRY" : "TECHNOLOGY")}, first: {random.Next(1, 9)}) {{ totalCount nodes {{ id }} pageInfo {{ hasNextPage endCursor }} }} industryGroups {{ id members {{ totalCount nodes {{ id }} }} }} }}",
                8 => $"{{ commonEnablers(industries: [{Id(graph, random)}, {Id(graph, random)}], kind: {(random.Next(2) == 0 ? "TECHNOLOGY" : "PRODUCT")}, maxHops: {random.Next(5)}) {{ complete reason enablers {{ entity {{ id }} ways {{ steps {{ link {{ id }} along }} }} }} }} }}",
                9 => $"{{ crosswalk(of: {Id(graph, random)}, to: {Scheme(graph, random)}, maxHops: {random.Next(7)}) {{ complete reason candidates {{ item {{ id }} match assured weakestMatch path {{ steps {{ link {{ id }} along }} }} }} }} }}",
                _ => "{ graph { version message entities { kind count } links { kind count } } }",
            };
        }
    }

    private static string Links(Random random)
    {
        var filter = random.Next(3) switch
        {
            0 => ", filter: { weakestEvidence: STATED }",
            1 => ", filter: { stage: UPSTREAM }",
            _ => "",
        };
        var kinds = random.Next(2) == 0 ? "" : ", kinds: [INPUT_TO, ENABLES]";
        var others = random.Next(3) == 0 ? ", otherKinds: [PRODUCT, MATERIAL, TECHNOLOGY]" : "";
        var order = random.Next(4) switch { 0 => "NAME", 1 => "COEFFICIENT", 2 => "POSITION", _ => "ID" };
        return $"links(first: {random.Next(1, 12)}, direction: {Direction(random)}, orderBy: {order}{kinds}{others}{filter}) {{ totalCount pageInfo {{ hasNextPage }} edges {{ node {{ id }} {Link} }} }}";
    }

    private static string Direction(Random random) => random.Next(3) switch { 0 => "OUT", 1 => "IN", _ => "BOTH" };

    private static string Choice(Random random) => random.Next(5) switch { 0 or 1 => "SHORTEST", 2 or 3 => "ALL", _ => "STRONGEST" };

    private static string Evidence(Random random) => random.Next(4) switch { 0 => ", weakestEvidence: STATED", 1 => ", weakestEvidence: DERIVED", _ => "" };

    private static string Passing(GraphSnapshot graph, Random random) => random.Next(6) switch
    {
        0 => $", via: [{Id(graph, random)}]",
        1 => $", avoiding: [{Id(graph, random)}, {Id(graph, random)}]",
        _ => "",
    };

    private static string Step(Random random) => random.Next(3) == 0 ? Link : "link { id from { id name } to { id } }";

    private static string Id(GraphSnapshot graph, Random random) => graph.EntityCount == 0
        ? "\"industry:nowhere\"" : $"\"{graph.EntityAt(random.Next(graph.EntityCount)).Id}\"";

    private static string Scheme(GraphSnapshot graph, Random random) => graph.OfKind(EntityKind.Classification) is { IsEmpty: false } schemes
        ? $"\"{graph.EntityAt(schemes[random.Next(schemes.Length)]).Id}\"" : "\"classification:nowhere\"";

    private static string Name(GraphSnapshot graph, Random random)
    {
        var name = graph.EntityCount == 0 ? "量" : graph.EntityAt(random.Next(graph.EntityCount)).Names.In((Language)random.Next(1, 3));
        var start = random.Next(name.Length);
        return System.Text.Json.JsonSerializer.Serialize(name[start..Math.Min(name.Length, start + random.Next(1, 8))]);
    }
}
