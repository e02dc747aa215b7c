using CsCheck;
using IndustryGraph.Changes;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;
using IndustryGraph.Tests.Generators;
using Xunit;

namespace IndustryGraph.Tests.Changes;

public sealed class GraphDifferenceTests
{
    [Fact]
    public void A_changed_field_is_told_with_what_it_was_and_is()
    {
        var before = RandomGraphs.Graph(1);
        var old = before.Entities.ToArray().First(entity => entity.Kind == EntityKind.Source);
        var put = old with { Names = new Names("新名", null, new TextList(["a|b", "c"])), Attributes = Attributes.Of((AttributeName.Issuer, AttributeValue.Of("部"))) };

        var difference = GraphDifference.Of(before, Put(put), 10);

        var change = Assert.Single(difference.Changes);
        Assert.Equal((FactChangeType.Changed, "Source", old.Id.Value), (change.Type, change.Kind, change.Id));
        Assert.Contains(new FieldChange("name_zh", old.Names.Chinese, "新名"), change.Fields);
        Assert.Contains(change.Fields, field => field is { Field: "alt_names", New: @"a\|b | c" });
        Assert.Contains(change.Fields, field => field is { Field: "issuer", New: "部" });
        Assert.DoesNotContain(change.Fields, field => field.Field is "definition_zh" or "citations" or "kind");
        Assert.Equal([new KindChanges("Source", 0, 1, 0)], difference.Kinds);
    }

    [Fact]
    public void A_locator_that_looks_like_a_quote_is_told_apart_from_one()
    {
        var before = RandomGraphs.Graph(1);
        var source = before.Entities.ToArray().First(entity => entity.Kind == EntityKind.Source);
        var quoted = source with { Citations = Citations.Of(new Citation(source.Id, Evidence.Stated, "a", "b")) };
        var located = source with { Citations = Citations.Of(new Citation(source.Id, Evidence.Stated, "a, \"b\"")) };
        var of = RandomGraphs.After(before, Put(quoted));

        var field = Assert.Single(Assert.Single(GraphDifference.Of(of, Put(located), 10).Changes).Fields);

        Assert.Equal(new FieldChange("citations", $"{source.Id} stated, at a, \"b\"", $"{source.Id} stated, at a, \\\"b\\\""), field);
    }

    [Fact]
    public void What_is_put_as_it_stands_is_no_change()
    {
        var before = RandomGraphs.Graph(2);

        var difference = GraphDifference.Of(before, new ChangeSet("same", before.Version.Provenance)
        {
            PutEntities = before.Entities.ToArray(),
            PutLinks = [.. Enumerable.Range(0, before.LinkCount).Select(before.LinkAt)],
        }, 10);

        Assert.Equal((0, 0, 0, true), (difference.Added, difference.Changed, difference.Removed, difference.IsComplete));
    }

    [Fact]
    public void The_difference_counts_every_fact_that_differs_and_lists_up_to_its_limit() => Gen.Int[0, 1_000_000].Sample(
        seed =>
        {
            var before = RandomGraphs.Graph(seed);
            var changes = RandomGraphs.Change(before, seed + 1);
            var after = RandomGraphs.After(before, changes);

            var whole = GraphDifference.Of(before, changes, int.MaxValue);
            var cut = GraphDifference.Of(before, changes, 3);

            var (was, now) = (Facts(before), Facts(after));
            Assert.Equal(now.Keys.Except(was.Keys).Order(StringComparer.Ordinal), Ids(whole, FactChangeType.Added));
            Assert.Equal(was.Keys.Except(now.Keys).Order(StringComparer.Ordinal), Ids(whole, FactChangeType.Removed));
            Assert.Equal(was.Keys.Intersect(now.Keys).Where(id => !was[id].Equals(now[id])).Order(StringComparer.Ordinal), Ids(whole, FactChangeType.Changed));
            Assert.All(whole.Changes, change => Assert.Equal(change.Type == FactChangeType.Changed, change.Fields.Count > 0));
            Assert.True(whole.IsComplete);
            Assert.Equal(whole.Kinds, cut.Kinds);
            Assert.Equal(whole.Changes.Take(3).Select(change => change.Id), cut.Changes.Select(change => change.Id));
            Assert.Equal(whole.Changes.Count <= 3, cut.IsComplete);
        },
        iter: 100);

    private static IEnumerable<string> Ids(GraphDifference difference, FactChangeType type) =>
        difference.Changes.Where(change => change.Type == type).Select(change => change.Id).Order(StringComparer.Ordinal);

    private static Dictionary<string, object> Facts(GraphSnapshot graph) => graph.Entities.ToArray().Select(entity => (entity.Id.Value, (object)entity))
        .Concat(Enumerable.Range(0, graph.LinkCount).Select(graph.LinkAt).Select(link => (link.Id.ToString(), (object)link)))
        .ToDictionary(item => item.Item1, item => item.Item2, StringComparer.Ordinal);

    private static ChangeSet Put(Entity entity) => new("put", new("a", "b", "c")) { PutEntities = [entity] };
}
