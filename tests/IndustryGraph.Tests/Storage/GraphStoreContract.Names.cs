using IndustryGraph.Model;
using IndustryGraph.Search;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;
using IndustryGraph.Tests.Generators;
using Xunit;

namespace IndustryGraph.Tests.Storage;

// Candidates for the search's ranking: ranked, they are the answer of the search in memory.
public abstract partial class GraphStoreContract<TStore>
{
    [Theory]
    [InlineData("固态电池")]
    [InlineData("态电")]
    [InlineData("电")]
    [InlineData("Solid-State Battery")]
    [InlineData("SOLID-STATE")]
    [InlineData("attery")]
    [InlineData("ｓｏｌｉｄ－ｓｔａｔｅ")]
    [InlineData("ssb")]
    [InlineData("battery steel")]
    [InlineData("  steel  ")]
    [InlineData("batery")]
    [InlineData("solid stata batttery")]
    [InlineData("a")]
    [InlineData("so")]
    [InlineData("量子固態電池产业")]
    public async Task Names_are_found_as_the_search_in_memory_finds_them(string text)
    {
        var (store, snapshot) = await OpenWithNamesAsync();
        await using var closes = store;

        await AssertFindsAsync(store, snapshot, text);
        await AssertFindsAsync(store, snapshot, text, EntityKind.Material);
        await AssertFindsAsync(store, snapshot, text, EntityKind.Material, EntityKind.Product, EntityKind.Policy);
    }

    [Theory]
    [InlineData("nothing of this")]
    [InlineData("%")]
    [InlineData("_")]
    [InlineData("*")]
    [InlineData("st~l")]
    [InlineData("name:stahl")]
    [InlineData("电固")]
    public async Task Text_that_no_name_answers_finds_nothing(string text)
    {
        var (store, _) = await OpenWithNamesAsync();
        await using var closes = store;

        var found = (await store.FindNamesAsync(Query(text), [], 10, None)).Value;

        Assert.Empty(NameSearch.Rank(Query(text), found.Entities, 10).Hits);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \t\n　")]
    public async Task Blank_text_finds_nothing(string text)
    {
        var (store, _) = await OpenWithGraphAsync();
        await using var closes = store;

        var found = await store.FindNamesAsync(Query(text), [], 10, None);

        Assert.Equal((1, false), (found.Version, found.Value.Cut));
        Assert.Empty(found.Value.Entities);
    }

    [Fact]
    public async Task A_search_that_finds_more_than_its_limit_says_so()
    {
        var (store, snapshot) = await OpenWithGraphAsync(shape: new(Entities: 200, Links: 0, OneHostileIn: 0));
        await using var closes = store;
        var all = (await store.FindNamesAsync(Query("battery"), [], 1_000, None)).Value.Entities;
        Assert.True(all.Count > 5);

        var some = await store.FindNamesAsync(Query("battery"), [], all.Count - 1, None);
        var exactly = await store.FindNamesAsync(Query("battery"), [], all.Count, None);

        Assert.Equal((all.Count - 1, true), (some.Value.Entities.Count, some.Value.Cut));
        Assert.Subset(all.ToHashSet(), some.Value.Entities.ToHashSet());
        Assert.Equal((all.Count, false), (exactly.Value.Entities.Count, exactly.Value.Cut));
    }

    [Fact]
    public async Task Names_are_found_after_they_changed_and_not_after_they_went()
    {
        await using var store = await OpenEmptyAsync();
        var snapshot = GraphSnapshot.Empty;
        foreach (var (changes, _) in RandomGraphs.History(21, length: 10, new(Entities: 60, Links: 50)))
        {
            snapshot = await ApplyAsync(store, snapshot, changes);
            foreach (var text in (string[])["电池", "quantum", "5g", "ab"])
            {
                await AssertFindsAsync(store, snapshot, text);
            }
        }
    }

    private async Task<(IGraphStore Store, GraphSnapshot Snapshot)> OpenWithNamesAsync()
    {
        var store = await OpenEmptyAsync();
        var product = Product("product:a");
        return (store, await ApplyAsync(store, GraphSnapshot.Empty, new("one", new("w", "m", "o"))
        {
            PutEntities =
            [
                Source("source:s"),
                product with { Names = new("固态电池", "Solid-state battery", new(["ＳＳＢ", "全固态"])) },
                product with { Id = EntityId.Parse("product:b"), Names = new("钢铁", "Steel", new(["ferrous  metals"])) },
                product with { Id = EntityId.Parse("material:c"), Kind = EntityKind.Material, Names = new(null, "STEEL wire") },
            ],
        }));
    }

    [Fact]
    public async Task A_store_finds_what_the_search_in_memory_finds()
    {
        for (var seed = 1; seed <= Math.Max(2, Histories / 10); seed++)
        {
            var random = new Random(seed);
            var (store, snapshot) = await OpenWithGraphAsync(seed, new(Entities: 200, Links: 0));
            await using var closes = store;
            for (var i = 0; i < 40; i++)
            {
                var text = RandomTexts.Name(random, 10);
                var start = random.Next(text.Length);
                await AssertFindsAsync(store, snapshot, random.Next(2) == 0 ? text : text.Substring(start, random.Next(1, text.Length - start + 1)));
            }
        }
    }

    [Fact]
    public async Task A_search_text_of_the_greatest_length_is_answered()
    {
        var (store, snapshot) = await OpenWithGraphAsync(shape: new(Entities: 50, Links: 0));
        await using var closes = store;
        var letters = string.Concat(Enumerable.Range(0, 26).Select(i => (char)('a' + i)));
        foreach (var text in (string[])
            [
                new('长', 200), string.Concat(Enumerable.Range(0, 200).Select(i => (char)('一' + i))), new('a', 200),
                // Each of these folds to four to six characters.
                string.Concat(Enumerable.Range(0, 88).Select(i => (char)('㌀' + i))) + string.Concat(Enumerable.Range(0, 112).Select(i => (char)('㌀' + i))),
                string.Join(' ', Enumerable.Range(0, 22).Select(i => letters.Substring(i % 18, 8))),
                string.Join(' ', Enumerable.Range(0, 100).Select(i => (char)('0' + i))),
            ])
        {
            await AssertFindsAsync(store, snapshot, text[..Math.Min(text.Length, NameQuery.MaxLength)]);
        }
    }

    private static NameQuery Query(string text) =>
        NameQuery.TryParse(text, out var query, out var problem) ? query : throw new ArgumentException(problem);

    private static async Task AssertFindsAsync(IGraphStore store, GraphSnapshot snapshot, string text, params EntityKind[] kinds)
    {
        const int all = 1_000;
        var query = Query(text);
        var inMemory = NameSearch.Of(snapshot);
        var found = await FindAsync(query);

        AssertSame(inMemory.Search(query, kinds, all), NameSearch.Rank(query, found, all));
        AssertSame(inMemory.Suggest(query, kinds, all), NameSearch.RankSuggestions(query, found, all));
        foreach (var asked in query.Shortened())
        {
            var matched = NameSearch.RankMatches(query, asked, await FindAsync(asked), all);
            if (matched.Candidates.Count > 0)
            {
                var expected = Assert.Single(inMemory.Match([text], kinds, all));
                Assert.Equal(expected.Candidates.Select(hit => (hit.Entity, hit.Score)), matched.Candidates.Select(hit => (hit.Entity, hit.Score)));
                return;
            }
        }

        Assert.Empty(Assert.Single(inMemory.Match([text], kinds, all)).Candidates);

        async Task<IReadOnlyList<Entity>> FindAsync(NameQuery asked)
        {
            var (version, candidates) = await store.FindNamesAsync(asked, kinds, all, None);
            Assert.Equal(snapshot.Version.Number, version);
            Assert.False(candidates.Cut);
            Assert.Equal(candidates.Entities.Count, candidates.Entities.Distinct().Count());
            Assert.All(candidates.Entities, entity => Assert.True(kinds.Length == 0 || kinds.Contains(entity.Kind)));
            return candidates.Entities;
        }
    }

    private static void AssertSame(NameHits expected, NameHits actual)
    {
        Assert.Equal(expected.Total, actual.Total);
        Assert.Equal(expected.Hits.Select(Of), actual.Hits.Select(Of));

        static (Entity, double, NameMatch, string) Of(NameHit hit) => (hit.Entity, hit.Score, hit.Match, hit.Name);
    }
}
