using IndustryGraph.Search;
using IndustryGraph.Snapshots;
using Xunit;
using static IndustryGraph.Tests.Search.SearchSamples;

namespace IndustryGraph.Tests.Search;

public sealed class NameSearchTests
{
    private static readonly GraphSnapshot Industries = Named(
        "量子信息|Quantum information|量子科技|量子",
        "新能源汽车|New energy vehicles|新能源汽車產業",
        "人工智能|Artificial intelligence|AI|人工智慧",
        "动力电池|Traction battery|EV battery pack",
        "固态电池|Solid-state battery",
        "产业链|Industrial chain",
        "5G通信|5G communication",
        "谷物种植|Growing of cereals",
        "汽车制造业|Manufacture of motor vehicles");

    [Theory]
    [InlineData("量", "量子信息", NameMatch.Prefix, "量子")]
    [InlineData("新能源汽車", "新能源汽车", NameMatch.Exact, "新能源汽车")]
    [InlineData("ＡＩ", "人工智能", NameMatch.Exact, "AI")]
    [InlineData("quantm", "量子信息", NameMatch.Fuzzy, "Quantum information")]
    [InlineData("Inteligence", "人工智能", NameMatch.Fuzzy, "Artificial intelligence")]
    [InlineData("artificail inteligence", "人工智能", NameMatch.Fuzzy, "Artificial intelligence")]
    [InlineData("quantum 科技", "量子信息", NameMatch.AcrossNames, "量子科技")]
    [InlineData("vehicles NEW", "新能源汽车", NameMatch.WordPrefix, "New energy vehicles")]
    [InlineData("lligence", "人工智能", NameMatch.Contains, "Artificial intelligence")]
    [InlineData("5G 通信", "5G通信", NameMatch.Exact, "5G通信")]
    [InlineData("solid state", "固态电池", NameMatch.Prefix, "Solid-state battery")]
    [InlineData("态电", "固态电池", NameMatch.Contains, "固态电池")]
    public void The_best_hit_says_which_name_matched_and_how(string text, string chinese, NameMatch match, string name)
    {
        var hit = NameSearch.Of(Industries).Search(Query(text), [], 10).Hits[0];

        Assert.Equal((chinese, match, name), (hit.Entity.Names.Chinese, hit.Match, hit.Name));
    }

    [Fact]
    public void Two_letters_are_not_found_inside_words() =>
        Assert.Equal(["人工智能"], Chinese("ai"));

    [Fact]
    public void Every_word_must_be_found() => Assert.Equal(["固态电池"], Chinese("battery 固态"));

    [Theory]
    [InlineData("qantm")]
    [InlineData("AI2")]
    [InlineData("量信")]
    [InlineData("evs")]
    public void More_slips_than_are_forgiven_find_nothing(string text) => Assert.Empty(Chinese(text));

    [Theory]
    [InlineData("*:*")]
    [InlineData("")]
    [InlineData(" \t\n\u3000")]
    [InlineData("\"")]
    [InlineData("(((")]
    [InlineData("~2 ^5 && || !")]
    [InlineData("🚀")]
    [InlineData("\ud800")]
    public void Signs_alone_find_nothing(string text) => Assert.Equal(0, NameSearch.Of(Industries).Search(Query(text), [], 10).Total);

    [Theory]
    [InlineData("\"quantum information")]
    [InlineData("+quantum -(information")]
    [InlineData("quantum* information~")]
    [InlineData("quantum/information\\")]
    [InlineData("quantum\u0000information")]
    public void Signs_between_words_part_words_and_mean_nothing(string text) => Assert.Equal(["量子信息"], Chinese(text));

    [Fact]
    public void Operators_are_words() => Assert.Empty(Chinese("quantum AND NOT information"));

    [Fact]
    public void Text_that_is_too_long_is_a_problem_and_says_what_to_do()
    {
        Assert.False(NameQuery.TryParse(string.Join(' ', Enumerable.Range(0, 10_000)), out var query, out var problem));

        Assert.Null(query);
        Assert.Contains("200", problem, StringComparison.Ordinal);
        Assert.True(NameQuery.TryParse(new string('量', NameQuery.MaxLength), out _, out _));
    }

    [Fact]
    public void Better_matches_come_first_then_shorter_names_then_lower_ids()
    {
        var snapshot = Named(
            "一|battry", "二|nonbattery", "三|flow battery", "四|battery pack", "五|battery", "六|battery cell", "七|battery pack",
            "八|battery|x battery", "九 battery|zz", "十|cell|battery");

        Assert.Equal(
            ["五 1", "八 1", "十 1", "四 0.92", "六 0.92", "七 0.92", "九 0.76", "三 0.72", "二 0.54", "一 0.2"],
            NameSearch.Of(snapshot).Search(Query("battery"), [], 20).Hits
                .Select(hit => $"{hit.Entity.Names.Chinese![..1]} {Math.Round(hit.Score, 2)}"));
    }

    [Theory]
    [InlineData("ＡＩ芯片", "ai", 0, 2)]
    [InlineData("Cafe\u0301s", "cafe", 0, 5)]
    [InlineData("the CAFÉ", "café", 4, 4)]
    [InlineData("（新能源汽車）", "汽车", 4, 2)]
    [InlineData("ﬁlm", "f", 0, 1)]
    [InlineData("㎏級", "级", 1, 1)]
    [InlineData("𠀀𠀁量", "𠀁", 2, 2)]
    [InlineData("co\u00ADop bank", "bank", 6, 4)]
    [InlineData("Solid--State", "solid state", 0, 12)]
    [InlineData("a quantom", "quantum", 2, 7)]
    public void A_span_lies_on_the_name_as_it_is_written(string name, string text, int start, int length)
    {
        var hit = Assert.Single(NameSearch.Of(Named(name)).Search(Query(text), [], 10).Hits);

        Assert.Equal([new NameSpan(start, length)], hit.Spans);
    }

    [Theory]
    [InlineData("新能", "新能源汽车")]
    [InlineData("汽车", "汽车制造业 新能源汽车")]
    [InlineData("manufacture of mo", "汽车制造业")]
    [InlineData("batt", "动力电池 固态电池")]
    [InlineData("attery", "")]
    [InlineData("quantm", "")]
    public void Suggestions_are_what_the_typed_text_can_become(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', NameSearch.Of(Industries).Suggest(Query(text), [], 10).Hits.Select(hit => hit.Entity.Names.Chinese)));

    [Fact]
    public void Names_of_a_list_are_matched_in_their_order()
    {
        string[] names = ["量子信息产业", "New Energy Vehicle", "ＡＩ", "nothing", "", "中国新能源汽车", new string('x', 201), "量子"];

        var matched = NameSearch.Of(Industries).Match(names, [], 3);

        Assert.Equal(names, matched.Select(item => item.Name));
        Assert.Equal(
            ["量子信息 0.67", "新能源汽车 0.95", "人工智能 1", "-", "-", "新能源汽车 0.71", "-", "量子信息 1"],
            matched.Select(item => item.Candidates is [var first, ..] ? $"{first.Entity.Names.Chinese} {Math.Round(first.Score, 2)}" : "-"));
        Assert.Equal([2, 7], matched.Index().Where(item => item.Item.IsCertain).Select(item => item.Index));
        Assert.Equal([6], matched.Index().Where(item => item.Item.Problem is not null).Select(item => item.Index));
    }

    [Fact]
    public void A_name_that_two_entities_share_is_not_certain_even_where_one_is_asked_for()
    {
        var matched = Assert.Single(NameSearch.Of(Named("电池|battery", "蓄电池|Battery")).Match(["battery"], [], 1));

        Assert.Equal(1, Assert.Single(matched.Candidates).Score);
        Assert.False(matched.IsCertain);
    }

    [Fact]
    public void More_names_than_permitted_are_refused() => Assert.Throws<ArgumentException>(
        () => NameSearch.Of(Industries).Match([.. Enumerable.Repeat("x", NameSearch.MaxNames + 1)], [], 1));

    [Fact]
    public void Matching_stops_when_cancelled() => Assert.Throws<OperationCanceledException>(
        () => NameSearch.Of(Industries).Match(["x"], [], 1, new CancellationToken(canceled: true)));

    [Fact]
    public void An_empty_graph_has_no_hits() => Assert.Equal(0, NameSearch.Of(GraphSnapshot.Empty).Search(Query("量 a"), [], 10).Total);

    [Fact]
    public void The_index_of_a_snapshot_is_built_once() =>
        Assert.Same(NameSearch.Of(Industries), NameSearch.Of(Industries));

    private static IEnumerable<string?> Chinese(string text) =>
        NameSearch.Of(Industries).Search(Query(text), [], 10).Hits.Select(hit => hit.Entity.Names.Chinese);
}
