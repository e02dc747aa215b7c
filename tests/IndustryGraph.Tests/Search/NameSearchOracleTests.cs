using CsCheck;
using IndustryGraph.Model;
using IndustryGraph.Search;
using Xunit;
using static IndustryGraph.Tests.Search.SearchSamples;

namespace IndustryGraph.Tests.Search;

public sealed class NameSearchOracleTests
{
    private const int Rounds = 250;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Search_and_suggestions_equal_brute_force(bool typing) =>
        Gen.Select(Graph, Name.Array[5]).Sample(
            (snapshot, texts) =>
            {
                foreach (var (text, kinds) in texts.SelectMany(text => new EntityKind[][] { [], [EntityKind.Product, EntityKind.Material] }.Select(kinds => (text, kinds))))
                {
                    var search = NameSearch.Of(snapshot);
                    var hits = typing ? search.Suggest(Query(text), kinds, 1_000) : search.Search(Query(text), kinds, 1_000);
                    var expected = SearchOracle.Find(snapshot, text, typing, kinds);

                    Assert.Equal(expected.Count, hits.Total);
                    Assert.Equal(
                        expected.Select(hit => (hit.Id, hit.Match, hit.Name, Math.Round(hit.Score, 9))),
                        hits.Hits.Select(hit => (hit.Entity.Id, hit.Match, hit.Name, Math.Round(hit.Score, 9))));
                }
            },
            seed: "0000KeS9zjk2", iter: Rounds);

    [Fact]
    public void A_page_is_a_part_of_the_whole() =>
        Gen.Select(Graph, Name, Gen.Int[0, 30], Gen.Int[0, 20]).Sample(
            (snapshot, text, offset, limit) =>
            {
                var search = NameSearch.Of(snapshot);
                var whole = search.Search(Query(text), [], 1_000);
                var page = search.Search(Query(text), [], limit, offset);

                Assert.Equal(whole.Total, page.Total);
                Assert.Equal(Shown(whole).Skip(offset).Take(limit), Shown(page));
            },
            seed: "0000KeS9zjk3", iter: Rounds);

    [Fact]
    public void Candidates_by_keys_rank_as_the_index_does() =>
        Gen.Select(Graph, Name.Array[5]).Sample(
            (snapshot, texts) =>
            {
                var entities = snapshot.Entities.ToArray();
                Random.Shared.Shuffle(entities);
                foreach (var text in texts)
                {
                    var query = Query(text);
                    var candidates = entities.Where(entity => CanMatch(query, entity.Names)).ToList();
                    var search = NameSearch.Of(snapshot);

                    Assert.Equal(Shown(search.Search(query, [], 20)), Shown(NameSearch.Rank(query, candidates, 20)));
                    Assert.Equal(Shown(search.Suggest(query, [], 20)), Shown(NameSearch.RankSuggestions(query, candidates, 20)));
                }
            },
            seed: "0000KeS9zjk4", iter: Rounds);

    [Fact]
    public void Matching_from_a_store_gives_what_the_index_gives() =>
        Gen.Select(Graph, Name.Array[5]).Sample(
            (snapshot, names) =>
            {
                var matched = NameSearch.Of(snapshot).Match(names, [], 5);

                Assert.Equal(names, matched.Select(item => item.Name));
                foreach (var (name, candidates) in names.Zip(matched))
                {
                    var query = Query(name);
                    var expected = query.Shortened()
                        .Select(asked => NameSearch.RankMatches(query, asked, snapshot.Entities.ToArray(), 5))
                        .FirstOrDefault(found => found.Candidates.Count > 0);
                    Assert.Equal(expected?.Candidates.Select(Shown) ?? [], candidates.Candidates.Select(Shown));
                    Assert.Equal(expected?.IsCertain ?? false, candidates.IsCertain);
                    Assert.All(candidates.Candidates, hit => Assert.Equal(Similarity(name, hit.Name), hit.Score, 9));
                }
            },
            seed: "0000KeS9zjk5", iter: Rounds);

    [Fact]
    public void Spans_show_what_the_text_asks_for() =>
        Gen.Select(Graph, Name).Sample(
            (snapshot, text) =>
            {
                foreach (var hit in NameSearch.Of(snapshot).Search(Query(text), [], 100).Hits)
                {
                    Assert.NotEmpty(hit.Spans);
                    Assert.All(hit.Spans, span => Assert.InRange(span.End, span.Start + 1, hit.Name.Length));
                    Assert.All(hit.Spans.Zip(hit.Spans.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start));
                    var shown = string.Join(' ', hit.Spans.Select(span => NameFolding.Fold(hit.Name.Substring(span.Start, span.Length))));
                    if (hit.Match is NameMatch.Exact or NameMatch.Prefix)
                    {
                        Assert.StartsWith(Query(text).Folded, shown, StringComparison.Ordinal);
                    }
                    else if (hit.Match is NameMatch.WordPrefix or NameMatch.Contains)
                    {
                        Assert.All(Query(text).Terms, term => Assert.Contains(term.Text, shown, StringComparison.Ordinal));
                    }
                }
            },
            seed: "0000KeS9zjk6", iter: Rounds);

    // Its start, its first two and three neighbours; slips are forgiven to terms of letters alone, which meet at most what is left of a word.
    [Theory]
    [InlineData("201712", 6)]
    [InlineData("iso9001", 10)]
    public void A_word_with_digits_is_kept_by_few_keys(string word, int most) => Assert.InRange(NameKeys.OfWord(word).Count, 1, most);

    // What a store does with its keys, word by word.
    private static bool CanMatch(NameQuery query, Names names)
    {
        var words = NameKeys.WordsOf(names).Select(word => NameKeys.OfWord(word).ToHashSet()).ToList();
        return query.Terms.All(term => words.Any(keys => keys.IsSupersetOf(NameKeys.All(term)) || keys.Overlaps(NameKeys.Any(term))));
    }

    private static double Similarity(string left, string right)
    {
        var (a, b) = (NameFolding.Fold(left), NameFolding.Fold(right));
        return 1 - ((double)SearchOracle.Distance(a, b) / Math.Max(a.Length, b.Length));
    }

    private static IEnumerable<string> Shown(NameHits hits) => hits.Hits.Select(Shown);

    private static string Shown(NameHit hit) => $"{hit.Entity.Id} {hit.Match} {hit.Score} {hit.Name} {hit.Origin} {string.Join(',', hit.Spans)}";
}
