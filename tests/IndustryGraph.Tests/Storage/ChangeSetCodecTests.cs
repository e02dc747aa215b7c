using System.Text;
using System.Text.Json;
using IndustryGraph.Changes;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;
using IndustryGraph.Tests.Generators;
using Xunit;

namespace IndustryGraph.Tests.Storage;

public sealed class ChangeSetCodecTests
{
    private const string Product = """{"id": "product:a", "kind": "Product", "name_en": "A", "citations": [{"source": "source:s", "evidence": "stated"}]}""";

    [Theory]
    [InlineData(1)]
    [InlineData(2_000)]
    [InlineData(ChangeSetCodec.PartSize)]
    public void Any_change_set_comes_back_whole_from_parts_of_any_size(int partSize)
    {
        for (var seed = 1; seed <= 40; seed++)
        {
            foreach (var (changes, _) in RandomGraphs.History(seed, length: 4))
            {
                AssertSameInOrder(changes, Decode(ChangeSetCodec.Encode(changes, partSize)));
            }
        }
    }

    [Fact]
    public void A_change_set_that_changes_nothing_has_one_part()
    {
        var changes = new ChangeSet("nothing", new("who", "why", "from"));

        var part = Assert.Single(ChangeSetCodec.Encode(changes));

        AssertSameInOrder(changes, Decode([part]));
    }

    [Fact]
    public void Every_text_and_number_comes_back_as_it_was_given()
    {
        double[] numbers = [0, 5e-324, double.MaxValue, 0.1, 1d / 3, 123456789.123456789];
        var changes = new ChangeSet("c", new("who", "why", "from", ""))
        {
            PutEntities =
            [
                .. RandomTexts.Hostile.Select((text, i) => Source($"source:t{i}") with { DefinitionEnglish = text, Names = new(text, text, new([text, ""])) }),
                .. numbers.Select((number, i) => Source($"class:n{i}") with
                {
                    Attributes = Attributes.Of((AttributeName.Output, AttributeValue.Of(number)), (AttributeName.Level, AttributeValue.Of(long.MaxValue - i))),
                }),
            ],
        };

        AssertSameInOrder(changes, Decode(ChangeSetCodec.Encode(changes)));
    }

    // More values than a reader keeps at hand, each many times and far from itself.
    [Fact]
    public void What_repeats_comes_back_as_often_as_it_was_given()
    {
        var changes = new ChangeSet("c", new("who", "why", "from"))
        {
            PutLinks =
            [
                .. Enumerable.Range(0, 30_000).Select(i => new Link(
                    new(EntityId.Parse($"product:{i % 700}"), LinkKinds.All[i % LinkKinds.All.Count], EntityId.Parse($"product:x{i}"), i % 3 == 0 ? "b" : null),
                    Citations.Of(new Citation(EntityId.Parse($"source:{i % 11}"), Evidences.All[i % Evidences.All.Count], $"row {i % 9_000}")))
                {
                    Attributes = i % 5 == 0 ? Attributes.None : Attributes.Of((AttributeName.Coefficient, AttributeValue.Of((i % 7_000) / 7_000.0))),
                    Validity = i % 4 == 0 ? Validity.Always : new(PartialDate.TryParse($"20{10 + (i % 80)}", out var year) ? year : null, null),
                }),
            ],
        };

        var read = Decode(ChangeSetCodec.Encode(changes));

        Assert.Equal(changes.PutLinks, read.PutLinks);
        Assert.Equal(changes.PutLinks[29_999], read.PutLinks[29_999]);
        Assert.Equal(changes.PutLinks.Select(link => link.Citations).Distinct().Count(), read.PutLinks.Select(link => link.Citations).Distinct(ReferenceEqualityComparer.Instance).Count());
    }

    [Fact]
    public void Ids_and_codes_may_be_written_with_escapes_and_in_any_order()
    {
        var link = new Link(new(EntityId.Parse("product:a"), LinkKind.InputTo, EntityId.Parse("product:b")), Citations.Of(new Citation(EntityId.Parse("source:s"), Evidence.Stated)));
        var changes = new ChangeSet("c", new("who", "why", "from")) { PutLinks = [link, link with { Id = link.Id with { Qualifier = "q" } }, link with { Id = link.Id with { Qualifier = "r" } }] };
        var part = Encoding.UTF8.GetString(Assert.Single(ChangeSetCodec.Encode(changes)));
        var first = part.IndexOf("product:a", StringComparison.Ordinal);
        var second = part.IndexOf("product:a", first + 1, StringComparison.Ordinal);
        var escaped = part[..second] + part[second..]
            .Replace("product:a", "produ\\u0063t:a", StringComparison.Ordinal).Replace("INPUT_TO", "INPUT\\u005fTO", StringComparison.Ordinal).Replace("stated", "st\\u0061ted", StringComparison.Ordinal);

        Assert.Contains("\\u0063", escaped, StringComparison.Ordinal);
        AssertSameInOrder(changes, Decode([Encoding.UTF8.GetBytes(escaped)]));
    }

    [Fact]
    public void Each_part_is_a_change_set_that_can_be_applied_after_those_before_it()
    {
        var snapshot = RandomGraphs.Graph(3, new(Entities: 200, Links: 900));
        var changes = RandomGraphs.Change(snapshot, 4, size: 150);
        var whole = RandomGraphs.After(snapshot, changes);

        var parts = ChangeSetCodec.Encode(changes, partSize: 3_000).Select(part => ChangeSetCodec.DecodePart(part)).ToList();

        Assert.True(parts.Count > 10);
        Assert.All(parts, part => Assert.Equal((changes.Id, changes.Provenance), (part.Id, part.Provenance)));
        foreach (var part in parts)
        {
            snapshot = RandomGraphs.After(snapshot, part);
        }

        Assert.Equal(whole.Entities.ToArray(), snapshot.Entities.ToArray());
        Assert.Equal(SnapshotAssert.Links(whole), SnapshotAssert.Links(snapshot));
    }

    [Fact]
    public void Parts_are_json_of_about_the_size_asked_for_and_made_one_at_a_time()
    {
        var changes = RandomGraphs.ChangeTo(GraphSnapshot.Empty, 5, new(Entities: 1_000, Links: 3_000));
        var read = 0;
        var counted = changes with { PutLinks = new Counted<Link>(changes.PutLinks, () => read++) };
        var sizes = new List<int>();
        foreach (var part in ChangeSetCodec.Encode(counted, partSize: 50_000))
        {
            Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(part).RootElement.ValueKind);
            if (sizes.Count == 0)
            {
                Assert.Equal(0, read);
            }

            sizes.Add(part.Length);
        }

        Assert.All(sizes.SkipLast(1), size => Assert.InRange(size, 50_000, 60_000));
        Assert.Equal(changes.PutLinks.Count, read);
    }

    [Fact]
    public void Values_that_repeat_are_kept_once()
    {
        var decoded = Decode(ChangeSetCodec.Encode(RandomGraphs.ChangeTo(GraphSnapshot.Empty, 5, new(Entities: 100, Links: 500)), partSize: 5_000));

        foreach (var same in decoded.PutLinks.GroupBy(link => link.From))
        {
            Assert.Single(same.Select(link => link.From.Value).Distinct(ReferenceEqualityComparer.Instance));
        }

        foreach (var same in decoded.PutLinks.GroupBy(link => link.Citations))
        {
            Assert.Single(same.Select(link => link.Citations).Distinct(ReferenceEqualityComparer.Instance));
        }
    }

    [Fact]
    public void A_part_that_is_missing_doubled_or_of_another_change_set_is_refused()
    {
        var parts = ChangeSetCodec.Encode(RandomGraphs.ChangeTo(GraphSnapshot.Empty, 5, new()), partSize: 2_000).ToList();
        var others = ChangeSetCodec.Encode(RandomGraphs.ChangeTo(GraphSnapshot.Empty, 6, new()), partSize: 2_000).ToList();
        Assert.True(parts.Count > 3 && others.Count > 3);

        Assert.Throws<FormatException>(() => Decode([]));
        Assert.Throws<FormatException>(() => Decode(parts.SkipLast(1)));
        Assert.Throws<FormatException>(() => Decode(parts.Skip(1)));
        Assert.Throws<FormatException>(() => Decode([parts[0], .. parts.Skip(2)]));
        Assert.Throws<FormatException>(() => Decode([parts[0], .. parts]));
        Assert.Throws<FormatException>(() => Decode([parts[0], others[1], .. parts.Skip(2)]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"format\": 1}")]
    [InlineData("{\"format\": 2, \"part\": 0}")]
    [InlineData("not json")]
    public void What_is_no_part_is_refused(string text) =>
        Assert.Throws<FormatException>(() => ChangeSetCodec.DecodePart(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData(Product + " x")]
    [InlineData(Product + Product)]
    public void What_is_no_fact_is_refused(string text)
    {
        Assert.Equal("product:a", new FactReader().ReadEntity(Product).Id.Value);
        Assert.True(Record.Exception(() => new FactReader().ReadEntity(text)) is FormatException or JsonException);
    }

    [Fact]
    public void A_part_that_was_altered_anywhere_is_refused_or_read_and_never_fails_otherwise()
    {
        var part = ChangeSetCodec.Encode(RandomGraphs.ChangeTo(GraphSnapshot.Empty, 5, new(Entities: 8, Links: 12))).Single();
        for (var i = 0; i < part.Length; i++)
        {
            var altered = part.ToArray();
            altered[i] ^= 1;
            try
            {
                ChangeSetCodec.DecodePart(altered);
                ChangeSetCodec.DecodePart(part.AsSpan(0, i));
                Assert.Fail($"The first {i} bytes are no part.");
            }
            catch (FormatException)
            {
                // Refused: what else a byte can do is to stand in a text.
            }
        }
    }

    private static ChangeSet Decode(IEnumerable<byte[]> parts)
    {
        var decoder = new ChangeSetDecoder();
        foreach (var part in parts)
        {
            decoder.Add(part);
        }

        return decoder.Finish();
    }

    private static void AssertSameInOrder(ChangeSet expected, ChangeSet actual)
    {
        Assert.Equal((expected.Id, expected.Provenance), (actual.Id, actual.Provenance));
        Assert.Equal(expected.PutEntities, actual.PutEntities);
        Assert.Equal(expected.RemovedEntities, actual.RemovedEntities);
        Assert.Equal(expected.PutLinks, actual.PutLinks);
        Assert.Equal(expected.RemovedLinks, actual.RemovedLinks);
    }

    private static Entity Source(string id) => new(
        EntityId.Parse(id), EntityKind.Source, new(null, id), Citations.Of(new Citation(EntityId.Parse(id), Evidence.Stated)));

    private sealed class Counted<T>(IReadOnlyList<T> items, Action read) : IReadOnlyList<T>
    {
        public int Count => items.Count;

        public T this[int index] => items[index];

        public IEnumerator<T> GetEnumerator()
        {
            foreach (var item in items)
            {
                read();
                yield return item;
            }
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
