using IndustryGraph.Changes;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;
using IndustryGraph.Tests.Generators;
using Xunit;

namespace IndustryGraph.Tests.Storage;

// Texts that break what is put together by hand, in every place where a text may stand.
public abstract partial class GraphStoreContract<TStore>
{
    [Fact]
    public async Task Every_text_comes_back_as_it_was_given()
    {
        await using var store = await OpenEmptyAsync();
        var snapshot = GraphSnapshot.Empty;
        foreach (var (text, i) in RandomTexts.Hostile.Concat(["", new string('长', 20_000)]).Select((text, i) => (text, i)))
        {
            var changes = Everywhere(text, i);
            snapshot = await ApplyAsync(store, snapshot, changes);
            SnapshotAssert.Same(changes, await store.ReadChangesAsync(snapshot.Version.Number, None));
        }

        SnapshotAssert.Same(snapshot, await ReadAsync(store));
        Assert.Equal(snapshot.Version, await store.ReadVersionAsync(None));
        foreach (var entity in snapshot.Entities.ToArray())
        {
            Assert.Equal([entity], (await EntitiesAsync(store, [entity.Id])).Value);
        }
    }

    [Fact]
    public async Task Text_that_no_store_can_keep_is_refused_with_its_place()
    {
        var (store, snapshot) = await OpenWithGraphAsync();
        await using var closes = store;
        // Not as InlineData: the compiler does not keep half of a surrogate pair in an attribute.
        foreach (var (text, problem) in ((string, string)[])
            [("\ud800 alone", "lone surrogate"), ("alone \udc00", "lone surrogate"), ("\udc00\ud800", "lone surrogate"), ("NUL \0 inside", "NUL")])
        {
            foreach (var changes in EverywhereAlone(text))
            {
                var refused = await Assert.ThrowsAsync<ArgumentException>(() => store.ApplyAsync(changes, 1, None));
                Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
            }
        }

        SnapshotAssert.Same(snapshot, await ReadAsync(store));
    }

    [Fact]
    public async Task An_id_of_a_change_set_may_be_as_long_as_is_said_and_no_longer()
    {
        var (store, snapshot) = await OpenWithGraphAsync();
        await using var closes = store;
        var longest = new ChangeSet(new('长', IGraphStore.MaxChangeSetIdLength), new("a", "b", "c"));

        await Assert.ThrowsAsync<ArgumentException>(() => store.ApplyAsync(longest with { Id = longest.Id + "长" }, 1, None));
        await Assert.ThrowsAsync<ArgumentException>(() => store.ApplyAsync(longest with { Id = " " }, 1, None));

        SnapshotAssert.Same(await ApplyAsync(store, snapshot, longest), await ReadAsync(store));
    }

    [Fact]
    public async Task Hostile_text_finds_just_what_the_search_in_memory_finds()
    {
        await using var store = await OpenEmptyAsync();
        var snapshot = GraphSnapshot.Empty;
        for (var i = 0; i < RandomTexts.Hostile.Count; i++)
        {
            snapshot = await ApplyAsync(store, snapshot, Everywhere(RandomTexts.Hostile[i], i));
        }

        foreach (var text in RandomTexts.Hostile)
        {
            await AssertFindsAsync(store, snapshot, text);
        }
    }

    private static ChangeSet Everywhere(string text, int i)
    {
        // A name must not be blank; a change set's id must be one of its own.
        var name = text.Length == 0 ? "blank" : text;
        var source = EntityId.Parse($"source:s{i}");
        var cited = Citations.Of(
            new Citation(source, Evidence.Derived, text, text), new Citation(source, Evidence.Stated, text), new Citation(source, Evidence.Stated, null, text));
        var policy = new Entity(EntityId.Parse($"policy:p{i}"), EntityKind.Policy, new(name, name, new([text, name, text])), cited)
        {
            DefinitionChinese = text,
            DefinitionEnglish = text,
            Attributes = Attributes.Of(AttributeNames.Of(EntityKind.Policy).Select(item => KeyValuePair.Create(item, AttributeValue.Of(text)))),
        };
        var id = $"{i} {text}";
        return new(id[..Math.Min(id.Length, IGraphStore.MaxChangeSetIdLength)], new(text, text, text, text))
        {
            PutEntities =
            [
                new(source, EntityKind.Source, new(null, name), Citations.Of(new Citation(source, Evidence.Stated, text))),
                policy,
                new(EntityId.Parse($"product:x{i}"), EntityKind.Product, new(name, null), cited) { DefinitionEnglish = text },
            ],
            PutLinks =
            [
                new(new(policy.Id, LinkKind.RelatedTo, policy.Id), cited)
                {
                    Attributes = Attributes.Of((AttributeName.Relation, AttributeValue.Of(text)), (AttributeName.Note, AttributeValue.Of(text))),
                },
                new(new(policy.Id, LinkKind.InputTo, policy.Id), cited)
                {
                    Attributes = Attributes.Of((AttributeName.Unit, AttributeValue.Of(text))),
                },
            ],
        };
    }

    private static IEnumerable<ChangeSet> EverywhereAlone(string text)
    {
        var good = new ChangeSet("good", new("who", "why", "from"));
        var source = Source("source:s");
        var cited = Citations.Of(new Citation(source.Id, Evidence.Stated));
        var citedBadly = Citations.Of(new Citation(source.Id, Evidence.Stated, text));
        var link = new Link(new(source.Id, LinkKind.RelatedTo, source.Id), cited);
        yield return good with { Id = text };
        yield return good with { Provenance = good.Provenance with { Who = text } };
        yield return good with { Provenance = good.Provenance with { Message = text } };
        yield return good with { Provenance = good.Provenance with { Origin = text } };
        yield return good with { Provenance = good.Provenance with { ContentHash = text } };
        yield return good with { PutEntities = [source with { Names = new(text, null) }] };
        yield return good with { PutEntities = [source with { Names = new(null, text) }] };
        yield return good with { PutEntities = [source with { Names = new("a", null, new(["b", text])) }] };
        yield return good with { PutEntities = [source with { DefinitionChinese = text }] };
        yield return good with { PutEntities = [source with { DefinitionEnglish = text }] };
        yield return good with { PutEntities = [source with { Attributes = Attributes.Of((AttributeName.Issuer, AttributeValue.Of(text))) }] };
        yield return good with { PutEntities = [source with { Citations = citedBadly }] };
        yield return good with { PutEntities = [source with { Citations = Citations.Of(new Citation(source.Id, Evidence.Stated, null, text)) }] };
        yield return good with { PutLinks = [link with { Attributes = Attributes.Of((AttributeName.Note, AttributeValue.Of(text))) }] };
        yield return good with { PutLinks = [link with { Citations = citedBadly }] };
    }
}
