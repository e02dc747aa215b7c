using IndustryGraph.Model;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;
using IndustryGraph.Tests.Generators;
using Xunit;

namespace IndustryGraph.Tests.Storage;

// Candidates for the search's ranking.
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
    public async Task Names_are_found_by_any_part_in_either_language_case_and_width_ignored(string text)
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
    [InlineData("stel~")]
    [InlineData("name:stahl")]
    [InlineData("电固")]
    public async Task Text_that_no_name_contains_finds_nothing(string text)
    {
        var (store, _) = await OpenWithNamesAsync();
        await using var closes = store;

        Assert.Empty((await store.FindNamesAsync(text, [], 10, None)).Value.Entities);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \t\n　")]
    public async Task Blank_text_finds_nothing(string text)
    {
        var (store, _) = await OpenWithGraphAsync();
        await using var closes = store;

        var found = await store.FindNamesAsync(text, [], 10, None);

        Assert.Equal((1, false), (found.Version, found.Value.Cut));
        Assert.Empty(found.Value.Entities);
    }

    [Fact]
    public async Task A_search_that_finds_more_than_its_limit_says_so()
    {
        var (store, snapshot) = await OpenWithGraphAsync(shape: new(Entities: 200, Links: 0, OneHostileIn: 0));
        await using var closes = store;
        var all = Candidates(snapshot, "battery", []);
        Assert.True(all.Count > 5);

        var some = await store.FindNamesAsync("battery", [], all.Count - 1, None);
        var exactly = await store.FindNamesAsync("battery", [], all.Count, None);

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

    private static async Task AssertFindsAsync(IGraphStore store, GraphSnapshot snapshot, string text, params EntityKind[] kinds)
    {
        var found = await store.FindNamesAsync(text, kinds, 1_000, None);

        Assert.Equal(snapshot.Version.Number, found.Version);
        Assert.False(found.Value.Cut);
        // A store may fold more than case and width, and then finds more; it must not find less.
        Assert.Subset(found.Value.Entities.ToHashSet(), Candidates(snapshot, text, kinds).ToHashSet());
        Assert.Equal(found.Value.Entities.Count, found.Value.Entities.Distinct().Count());
        Assert.All(found.Value.Entities, entity => Assert.True(kinds.Length == 0 || kinds.Contains(entity.Kind)));
    }

    private static List<Entity> Candidates(GraphSnapshot snapshot, string text, EntityKind[] kinds)
    {
        var words = string.Concat(Plain(text).Select(c => char.IsLetterOrDigit(c) ? c : ' ')).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return
        [
            .. snapshot.Entities.ToArray()
                .Where(entity => kinds.Length == 0 || kinds.Contains(entity.Kind))
                .Where(entity => ((string?[])[entity.Names.Chinese, entity.Names.English, .. entity.Names.Alternatives])
                    .OfType<string>().Select(Plain)
                    .Any(name => words.Any(word => name.Contains(word, StringComparison.Ordinal)))),
        ];
    }

    // The rule in its own words, so that the test does not ask the code that it tests.
    private static string Plain(string text) => string.Concat(text
        .Select(c => c is >= '\uff01' and <= '\uff5e' ? (char)(c - 0xfee0) : c == '\u3000' ? ' ' : c)).ToLowerInvariant();
}
