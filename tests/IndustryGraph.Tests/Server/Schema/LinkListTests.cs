using System.Text.Json.Nodes;
using IndustryGraph.Model;
using IndustryGraph.Search;
using IndustryGraph.Server.Schema;
using IndustryGraph.Snapshots;
using IndustryGraph.Tests.Generators;
using IndustryGraph.Tests.Storage;
using Xunit;

namespace IndustryGraph.Tests.Server.Schema;

/// <summary>Lists of links, asked through GraphQL, equal what brute force makes of all links of random graphs.</summary>
public sealed class LinkListTests : IDisposable
{
    private const string Arguments = "filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before";

    private const string Answer = "{ totalCount edges { cursor link { id } node { id } } nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }";

    private static readonly string[] Days = ["2018-06-01", "2020-02-01", "2020-02-29", "2020-03-01", "1999-12-31", "2024-12-31", "2025-01-01"];

    private readonly InProcessService service = new();

    [Fact]
    public async Task Lists_of_links_equal_brute_force()
    {
        var (lists, cut, refused) = (0, 0, 0);
        for (var seed = 1; seed <= 300; seed++)
        {
            var random = new Random(seed);
            var graph = RandomGraphs.Graph(seed, new(Entities: random.Next(4, 30), Links: random.Next(5, 160)));
            for (var round = 0; round < 24; round++)
            {
                var list = new LinkListQuery(graph, random, anyKind: round % 2 == 0);
                var all = list.Expected(graph);
                var page = list.RandomPage(all);
                var response = await service.AskAsync(graph, list.Query, list.Variables, list.Language);
                lists++;
                if (page is null)
                {
                    refused++;
                    Assert.True(list.Code == (string?)response["errors"]?[0]?["extensions"]?["code"], $"{list}\n{response}");
                    continue;
                }

                cut += page.Value.End - page.Value.Start < all.Count ? 1 : 0;
                list.AssertPage(all, page.Value, response);
            }
        }

        Assert.Equal(7_200, lists);
        Assert.InRange(cut, 500, lists);
        Assert.InRange(refused, 200, lists);
    }

    [Fact]
    public async Task Pages_put_together_are_the_list_from_either_end()
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            var graph = RandomGraphs.Graph(seed, new(Links: 120));
            var list = new LinkListQuery(graph, random, anyKind: true);
            var all = list.Expected(graph).ConvertAll(link => link.Id.ToString());
            var size = random.Next(1, 6);
            foreach (var (count, bound, end, more) in new[] { ("first", "after", "endCursor", "hasNextPage"), ("last", "before", "startCursor", "hasPreviousPage") })
            {
                var read = new List<string>();
                string? cursor = null;
                JsonNode page;
                do
                {
                    list.Cut((count, size), (bound, cursor));
                    page = (await service.AskAsync(graph, list.Query, list.Variables, list.Language))["data"]!["entity"]![LinkListQuery.Field]!;
                    var ids = page["edges"]!.AsArray().Select(edge => (string)edge!["link"]!["id"]!);
                    read.InsertRange(count == "first" ? read.Count : 0, ids);
                    cursor = (string?)page["pageInfo"]![end];
                }
                while ((bool)page["pageInfo"]![more]!);

                Assert.Equal(all, read);
            }
        }
    }

    [Fact]
    public async Task A_cursor_holds_in_the_next_version_or_says_that_it_is_gone()
    {
        var (held, gone) = (0, 0);
        for (var seed = 1; seed <= 300; seed++)
        {
            var random = new Random(seed);
            var before = RandomGraphs.Graph(seed, new(Links: 120));
            var after = RandomGraphs.After(before, RandomGraphs.Change(before, seed, size: 30));
            for (var round = 0; round < 20; round++)
            {
                var list = new LinkListQuery(before, random, anyKind: true);
                if (list.Expected(before) is not { Count: > 0 } known || after.IndexOf(list.Of) < 0)
                {
                    continue;
                }

                var key = known[random.Next(known.Count)].Id;
                var forward = random.Next(2) == 0;
                list.Cut((forward ? "first" : "last", 3), (forward ? "after" : "before", Cursor.Of(key.ToString())));
                var now = list.Expected(after);
                var at = now.FindIndex(link => link.Id == key);
                var response = await service.AskAsync(after, list.Query, list.Variables, list.Language);
                if (at < 0)
                {
                    gone++;
                    Assert.Equal("CURSOR_GONE", (string?)response["errors"]?[0]?["extensions"]?["code"]);
                }
                else
                {
                    held++;
                    list.AssertPage(now, forward ? (at + 1, Math.Min(now.Count, at + 4)) : (Math.Max(0, at - 3), at), response);
                }
            }
        }

        Assert.InRange(held, 800, int.MaxValue);
        Assert.InRange(gone, 500, int.MaxValue);
    }

    [Theory]
    [InlineData("first: null")]
    [InlineData("last: null")]
    [InlineData("first: null, last: null")]
    public async Task A_page_that_is_asked_for_as_null_has_the_usual_length_and_price(string page)
    {
        var usual = await service.AskAsync(InProcessService.Seed, "{ entitiesOfKind(kind: CLASSIFICATION_ITEM) { nodes { id } } }");
        var asked = await service.AskAsync(InProcessService.Seed, $"{{ entitiesOfKind(kind: CLASSIFICATION_ITEM, {page}) {{ nodes {{ id }} }} }}");

        Assert.Equal(50, asked["data"]!["entitiesOfKind"]!["nodes"]!.AsArray().Count);
        Assert.Equal((double)usual["extensions"]!["cost"]!["requested"]!, (double)asked["extensions"]!["cost"]!["requested"]!);
    }

    public void Dispose() => service.Dispose();

    /// <summary>One list of links of one entity, with random filters, and what it should hold.</summary>
    private sealed class LinkListQuery
    {
        public const string Field = "list";

        private readonly Random random;
        private readonly LinkDirection direction;
        private readonly LinkKind[] kinds;
        private readonly EntityKind[] others;
        private readonly Evidence weakest;
        private readonly EntityId? source;
        private readonly string? text;
        private readonly string? stage;
        private readonly DateOnly? day;
        private readonly string order;

        public LinkListQuery(GraphSnapshot graph, Random random, bool anyKind)
        {
            this.random = random;
            var links = SnapshotAssert.Links(graph);

            // Of an end of a link mostly, so that lists are not empty.
            var of = links.Count > 0 && random.Next(8) > 0 ? graph.Find(links[random.Next(links.Count)] is var link && random.Next(2) == 0 ? link.From : link.To)! : graph.EntityAt(random.Next(graph.EntityCount));
            Of = of.Id;
            Language = random.Next(2) == 0 ? "en" : null;
            weakest = Maybe(() => (Evidence?)random.Next(1, 4)) ?? Evidence.Curated;
            source = Maybe(() => (EntityId?)graph.EntityAt(graph.OfKind(EntityKind.Source)[random.Next(graph.OfKind(EntityKind.Source).Length)]).Id);
            text = Maybe(() => PartOf(graph.EntityAt(random.Next(graph.EntityCount)).Names));
            stage = random.Next(8) == 0 ? new[] { "upstream", "midstream", "downstream" }[random.Next(3)] : null;
            day = Maybe(() => (DateOnly?)DateOnly.Parse(Days[random.Next(Days.Length)], System.Globalization.CultureInfo.InvariantCulture));
            order = new[] { "ID", "POSITION", "COEFFICIENT", "NAME" }[random.Next(4)];
            Variables = new()
            {
                ["id"] = of.Id.Value,
                ["orderBy"] = order,
                ["filter"] = new Dictionary<string, object?>
                {
                    ["weakestEvidence"] = weakest.ToString().ToUpperInvariant(), ["source"] = source?.Value, ["text"] = text,
                    ["stage"] = stage?.ToUpperInvariant(), ["validOn"] = day?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
                },
            };
            var relations = Relations.All.Where(relation => relation.On.Contains(of.Kind)).ToArray();
            if (anyKind || relations.Length == 0)
            {
                direction = (LinkDirection)random.Next(3);
                kinds = [.. LinkKinds.All.Where(_ => random.Next(3) > 0).DefaultIfEmpty(LinkKind.InputTo)];
                others = random.Next(2) == 0 ? [] : [.. EntityKinds.All.Where(_ => random.Next(2) > 0).DefaultIfEmpty(EntityKind.Product)];
                Variables["kinds"] = kinds.Select(kind => (object)kind.Code()).ToList();
                Variables["otherKinds"] = others.Length == 0 ? null : others.Select(kind => (object)Capitals(kind.Code())).ToList();
                Variables["direction"] = direction.ToString().ToUpperInvariant();
                Query = $$"""
                    query ($id: ID!, $kinds: [LinkKind!], $otherKinds: [EntityKind!], $direction: LinkDirection!, {{Declared}}) {
                      entity(id: $id) { {{Field}}: links(kinds: $kinds, otherKinds: $otherKinds, direction: $direction, {{Arguments}}) {{Answer}} } }
                    """;
            }
            else
            {
                var relation = relations[random.Next(relations.Length)];
                (direction, kinds, others) = (relation.Direction, [relation.Kind], relation.Others);
                Query = $$"""
                    query ($id: ID!, {{Declared}}) { entity(id: $id) { ... on {{of.Kind.Code()}} { {{Field}}: {{relation.Name}}({{Arguments}}) {{Answer}} } } }
                    """;
            }
        }

        public EntityId Of { get; }

        public string? Language { get; }

        public string Query { get; }

        public Dictionary<string, object?> Variables { get; }

        public string? Code { get; private set; }

        private static string Declared => "$filter: LinkFilter, $orderBy: LinkOrder!, $first: Int, $after: String, $last: Int, $before: String";

        public void Cut(params (string Name, object? Value)[] page)
        {
            foreach (var name in new[] { "first", "after", "last", "before" })
            {
                Variables.Remove(name);
            }

            foreach (var (name, value) in page)
            {
                Variables[name] = value;
            }
        }

        /// <summary>The whole list, by looking at every link of the graph.</summary>
        public List<Link> Expected(GraphSnapshot graph)
        {
            var kept = SnapshotAssert.Links(graph).Where(link => Passes(graph, link));
            var ordered = order switch
            {
                "POSITION" => kept.OrderBy(link => link.Attributes[AttributeName.Order] is null).ThenBy(link => link.Attributes[AttributeName.Order]?.Whole),
                "COEFFICIENT" => kept.OrderBy(link => link.Attributes[AttributeName.Coefficient] is null).ThenByDescending(link => link.Attributes[AttributeName.Coefficient]?.Number),
                "NAME" => kept.OrderBy(link => Preferred(graph, link), StringComparer.Ordinal),
                _ => kept.OrderBy(_ => 0),
            };
            return [.. ordered.ThenBy(link => link.Id)];
        }

        /// <summary>Adds a random page to the variables and gives its place in the list; null where it must be refused, by <see cref="Code"/>.</summary>
        public (int Start, int End)? RandomPage(List<Link> all)
        {
            Cut();
            var (start, end) = (0, all.Count);
            (int? first, int? last) = random.Next(8) switch { < 3 => ((int?)random.Next(1, 8), (int?)null), < 6 => (null, random.Next(1, 8)), 6 => (null, null), _ => (2, 3) };
            Code = first is not null && last is not null ? "INVALID_ARGUMENT" : null;
            if (random.Next(3) == 0)
            {
                start = Bound("after", all) + 1;
            }

            if (random.Next(3) == 0)
            {
                end = Bound("before", all);
            }

            foreach (var (name, value) in new[] { ("first", first), ("last", last) })
            {
                if (value is not null || random.Next(4) == 0)
                {
                    Variables[name] = value;
                }
            }

            end = Math.Max(start, end);
            first ??= last is null ? 50 : null;
            return Code is not null ? null
                : first is { } most ? (start, Math.Min(end, start + most))
                : (Math.Max(start, end - last!.Value), end);
        }

        public void AssertPage(List<Link> all, (int Start, int End) page, JsonNode response)
        {
            Assert.True(response["errors"] is null, $"{this}\n{response}");
            var given = response["data"]!["entity"]![Field]!;
            var expected = all[page.Start..page.End];
            Assert.Equal(all.Count, (int)given["totalCount"]!);
            Assert.True(
                expected.Select(link => $"{link.Id} {Other(link)} {Cursor.Of(link.Id.ToString())}")
                    .SequenceEqual(given["edges"]!.AsArray().Select(edge => $"{edge!["link"]!["id"]} {edge["node"]!["id"]} {edge["cursor"]}")),
                $"{this}\nexpected {string.Join(' ', expected.Select(link => link.Id))}\ngiven {given["edges"]}");
            Assert.Equal(expected.Select(link => Other(link).Value), given["nodes"]!.AsArray().Select(node => (string)node!["id"]!));
            Assert.Equal((page.Start > 0, page.End < all.Count), ((bool)given["pageInfo"]!["hasPreviousPage"]!, (bool)given["pageInfo"]!["hasNextPage"]!));
            Assert.Equal(expected.Count == 0 ? null : Cursor.Of(expected[0].Id.ToString()), (string?)given["pageInfo"]!["startCursor"]);
            Assert.Equal(expected.Count == 0 ? null : Cursor.Of(expected[^1].Id.ToString()), (string?)given["pageInfo"]!["endCursor"]);
        }

        public override string ToString() => $"{Query} {System.Text.Json.JsonSerializer.Serialize(Variables)} {Language}";

        private bool Passes(GraphSnapshot graph, Link link) =>
            ((direction != LinkDirection.In && link.From == Of) || (direction != LinkDirection.Out && link.To == Of))
            && kinds.Contains(link.Kind)
            && (others.Length == 0 || others.Contains(graph.Find(Other(link))!.Kind))
            && link.Citations.Min(citation => citation.Evidence) <= weakest
            && (source is null || link.Citations.Any(citation => citation.Source == source))
            && (stage is null || link.Attributes[AttributeName.Stage]?.Text == stage)
            && !(link.Validity.From?.First > day) && !(link.Validity.To?.Last < day)
            && (text is null || AllNames(graph.Find(Other(link))!.Names).Any(name => NameFolding.Fold(name).Contains(NameFolding.Fold(text), StringComparison.Ordinal)));

        private EntityId Other(Link link) => link.From == Of ? link.To : link.From;

        private string Preferred(GraphSnapshot graph, Link link) =>
            graph.Find(Other(link))!.Names is var names && Language == "en" ? names.English ?? names.Chinese! : names.Chinese ?? names.English!;

        private static IEnumerable<string> AllNames(Names names) => new[] { names.Chinese, names.English }.OfType<string>().Concat(names.Alternatives);

        // A cursor of the list, or now and then one of an item that it does not have.
        private int Bound(string argument, List<Link> all)
        {
            var at = all.Count > 0 && random.Next(6) > 0 ? random.Next(all.Count) : -1;
            var foreign = random.Next(2) == 0 ? Cursor.Of("product:none|INPUT_TO|product:none") : "no cursor";
            Variables[argument] = at >= 0 ? Cursor.Of(all[at].Id.ToString()) : foreign;
            Code = at >= 0 || Code == "INVALID_ARGUMENT" ? Code : foreign == "no cursor" ? "INVALID_ARGUMENT" : "CURSOR_GONE";
            return at;
        }

        private static string Capitals(string code) =>
            string.Concat(code.Select((c, at) => at > 0 && char.IsAsciiLetterUpper(c) ? "_" + c : char.ToUpperInvariant(c).ToString()));

        private string? PartOf(Names names)
        {
            var name = AllNames(names).First();
            var start = random.Next(name.Length);
            var part = name.Substring(start, random.Next(1, Math.Min(4, name.Length - start) + 1));
            return part.Any(char.IsSurrogate) ? null : random.Next(2) == 0 ? part.ToUpperInvariant() : part;
        }

        private T? Maybe<T>(Func<T?> make) => random.Next(5) == 0 ? make() : default;
    }
}
