using IndustryGraph.Model;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;
using IndustryGraph.Tests.Generators;
using Xunit;

namespace IndustryGraph.Tests.Storage;

// Questions about a part of the graph: each answer equals what the snapshot in memory says.
public abstract partial class GraphStoreContract<TStore>
{
    [Fact]
    public async Task Entities_are_read_by_their_ids_and_unknown_ones_left_out()
    {
        var (store, snapshot) = await OpenWithGraphAsync();
        await using var closes = store;
        var some = snapshot.Entities.ToArray().Where((_, i) => i % 3 == 0).ToArray();

        var read = await EntitiesAsync(store, [EntityId.Parse("product:unknown"), .. some.Select(entity => entity.Id), some[0].Id]);

        Assert.Equal(1, read.Version);
        Assert.Equal(some, read.Value.OrderBy(entity => entity.Id));
        Assert.Empty((await EntitiesAsync(store, [])).Value);
    }

    [Fact]
    public async Task Many_ids_are_read_at_once_and_too_many_refused()
    {
        var (store, snapshot) = await OpenWithGraphAsync();
        await using var closes = store;
        var ids = snapshot.Entities.ToArray().Select(entity => entity.Id)
            .Concat(Enumerable.Range(0, IGraphStore.MaxIds).Select(i => EntityId.Parse($"unknown:{i}"))).ToArray();
        var most = ids[..IGraphStore.MaxIds];

        Assert.Equal(snapshot.EntityCount, (await EntitiesAsync(store, most)).Value.Count);
        Assert.Equal(
            ExpectedLinks(snapshot, new(most, LinkDirection.Out, LinkKinds.All, 3)),
            Ordered((await LinksAsync(store, new(most, LinkDirection.Out, LinkKinds.All, 3))).Value));
        await Assert.ThrowsAsync<ArgumentException>(() => EntitiesAsync(store, ids));
        await Assert.ThrowsAsync<ArgumentException>(() => LinksAsync(store, new(ids, LinkDirection.Out, LinkKinds.All, 3)));
        var links = new LinkQuery([ids[0]], LinkDirection.Out, LinkKinds.All, 3);
        await Assert.ThrowsAsync<ArgumentException>(
            () => store.ReadLevelAsync(new([], [.. Enumerable.Repeat(links, IGraphStore.MaxLinkQueries + 1)]), None));
        await Assert.ThrowsAsync<ArgumentException>(
            () => store.ReadLevelAsync(new([], []) { LinkIds = [.. Enumerable.Repeat(links, IGraphStore.MaxLinkQueries + 1)] }, None));
        await Assert.ThrowsAsync<ArgumentException>(() => store.ReadLevelAsync(new([], []) { LinkIds = [links with { Entities = ids }] }, None));
        await Assert.ThrowsAsync<ArgumentException>(
            () => store.ReadLevelAsync(new([], []) { LinksById = [.. ids.Select(id => new LinkId(id, LinkKind.InputTo, id))] }, None));
    }

    [Fact]
    public async Task A_limit_below_one_is_refused()
    {
        await using var store = await OpenEmptyAsync();

        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.ReadHistoryAsync(0, 0, None));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.ReadKindAsync(EntityKind.Product, null, 0, None));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.ReadLinkIdsAsync(null, 0, 1, None));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.ReadLinkIdsAsync(null, 1, 0, None));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.FindNamesAsync(Query("x"), [], -1, None));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => LinksAsync(store, new([], LinkDirection.Out, LinkKinds.All, 0)));
    }

    [Fact]
    public async Task Links_around_entities_are_those_of_the_snapshot()
    {
        for (var seed = 1; seed <= Math.Max(1, Histories / 10); seed++)
        {
            var (store, snapshot) = await OpenWithGraphAsync(seed);
            await using var closes = store;
            var random = new Random(seed);
            for (var i = 0; i < 60; i++)
            {
                var query = RandomQuery(snapshot, random);
                var read = await LinksAsync(store, query);
                Assert.Equal(1, read.Version);
                Assert.Equal(ExpectedLinks(snapshot, query), Ordered(read.Value));
            }
        }
    }

    [Fact]
    public async Task A_level_answers_each_of_its_questions_in_its_place()
    {
        for (var seed = 1; seed <= Math.Max(3, Histories / 10); seed++)
        {
            var (store, snapshot) = await OpenWithGraphAsync(seed);
            await using var closes = store;
            var random = new Random(seed);
            for (var i = 0; i < 10; i++)
            {
                var entities = RandomQuery(snapshot, random).Entities;
                var links = Enumerable.Range(0, random.Next(8)).Select(_ => RandomQuery(snapshot, random)).ToArray();
                var ids = Enumerable.Range(0, random.Next(4)).Select(_ => RandomQuery(snapshot, random)).ToArray();
                var byId = SnapshotAssert.Links(snapshot).Where(_ => random.Next(4) == 0).ToArray();
                var (version, answer) = await store.ReadLevelAsync(
                    new([.. entities, EntityId.Parse("product:unknown")], links) { LinkIds = ids, LinksById = [.. byId.SelectMany(Likely)] }, None);
                Assert.Equal(1, version);
                Assert.Equal(ids.Select(query => ExpectedLinks(snapshot, query).Select(link => new AdjacentLinkId(link.Near, link.Link.Id))), answer.LinkIds.Select(Ordered));
                Assert.Equal(byId, answer.LinksById.OrderBy(link => link.Id));
                Assert.Equal(entities.Distinct().Order().Select(id => snapshot.Find(id)!), answer.Entities.OrderBy(entity => entity.Id));
                Assert.Equal(links.Select(query => ExpectedLinks(snapshot, query)), answer.Links.Select(Ordered));
            }
        }

        // Itself, twice, and one that is not there.
        static IEnumerable<LinkId> Likely(Link link) => [link.Id, link.Id, link.Id with { Qualifier = $"{link.Id.Qualifier}not-there" }];
    }

    [Fact]
    public async Task A_level_may_ask_as_many_link_queries_as_is_said()
    {
        var (store, snapshot) = await OpenWithGraphAsync();
        await using var closes = store;
        var random = new Random(1);
        var links = Enumerable.Range(0, IGraphStore.MaxLinkQueries).Select(_ => RandomQuery(snapshot, random)).ToArray();

        var answer = (await store.ReadLevelAsync(new([], links) { LinkIds = links }, None)).Value;

        Assert.Empty(answer.Entities);
        Assert.Empty(answer.LinksById);
        Assert.Equal(answer.Links.Select(Ordered).Select(ofOne => ofOne.Select(link => new AdjacentLinkId(link.Near, link.Link.Id))), answer.LinkIds.Select(Ordered));
        Assert.Equal(links.Select(query => ExpectedLinks(snapshot, query)), answer.Links.Select(Ordered));
    }

    [Fact]
    public async Task A_self_loop_and_a_link_between_two_that_are_asked_about_stand_twice_where_both_directions_are_read()
    {
        await using var store = await OpenEmptyAsync();
        var (source, a, b) = (Source("source:s"), Product("product:a"), Product("product:b"));
        var cited = Citations.Of(new Citation(source.Id, Evidence.Stated));
        var loop = new Link(new(a.Id, LinkKind.InputTo, a.Id), cited);
        var plain = new Link(new(a.Id, LinkKind.InputTo, b.Id), cited);
        var parallel = new Link(new(a.Id, LinkKind.InputTo, b.Id, "q"), cited);
        await ApplyAsync(store, GraphSnapshot.Empty, new("one", new("w", "m", "o"))
        {
            PutEntities = [source, a, b],
            PutLinks = [loop, plain, parallel],
        });

        Assert.Equal(
            [new(a.Id, loop, a), new(a.Id, loop, a), new(a.Id, plain, b), new(a.Id, parallel, b), new(b.Id, plain, a), new(b.Id, parallel, a)],
            Ordered((await LinksAsync(store, new([a.Id, b.Id, a.Id], LinkDirection.Both, [LinkKind.InputTo], 10))).Value));
        Assert.Equal(
            [new(a.Id, loop, a), new(a.Id, plain, b), new(a.Id, parallel, b)],
            Ordered((await LinksAsync(store, new([a.Id, b.Id], LinkDirection.Out, [LinkKind.InputTo], 10))).Value));
        Assert.Equal(
            [new(a.Id, loop, a), new(a.Id, loop, a), new(b.Id, plain, a)],
            Ordered((await LinksAsync(store, 
                new([a.Id, b.Id], LinkDirection.Both, [LinkKind.InputTo], 2))).Value).Where(link => link.Near == a.Id || link.Link == plain));
        Assert.Empty((await LinksAsync(store, new([a.Id], LinkDirection.Both, [], 10))).Value);
        Assert.Empty((await LinksAsync(store, new([], LinkDirection.Both, LinkKinds.All, 10))).Value);
    }

    [Fact]
    public async Task A_hub_is_cut_at_the_limit_by_the_order_of_links()
    {
        await using var store = await OpenEmptyAsync();
        var (source, hub) = (Source("source:s"), Product("product:hub"));
        var cited = Citations.Of(new Citation(source.Id, Evidence.Stated));
        var others = Enumerable.Range(0, 3_000).Select(i => Product($"product:{i:x}")).ToArray();
        var snapshot = await ApplyAsync(store, GraphSnapshot.Empty, new("one", new("w", "m", "o"))
        {
            PutEntities = [source, hub, .. others],
            PutLinks =
            [
                .. others.Select((other, i) => new Link(new(hub.Id, i % 2 == 0 ? LinkKind.InputTo : LinkKind.RelatedTo, other.Id), cited)),
                .. others.Select((other, i) => new Link(new(other.Id, i % 3 == 0 ? LinkKind.PartOf : LinkKind.InputTo, hub.Id), cited)),
            ],
        });
        foreach (var direction in Enum.GetValues<LinkDirection>())
        {
            foreach (var limit in (int[])[1, 7, 1_600, 10_000])
            {
                var query = new LinkQuery([hub.Id], direction, LinkKinds.All, limit);
                Assert.Equal(ExpectedLinks(snapshot, query), Ordered((await LinksAsync(store, query)).Value));
                var ids = (await store.ReadLevelAsync(new([], []) { LinkIds = [query] }, None)).Value.LinkIds;
                Assert.Equal(ExpectedLinks(snapshot, query).Select(link => link.Link.Id), Ordered(Assert.Single(ids)).Select(item => item.Link));
            }
        }
    }

    [Fact]
    public async Task A_kind_is_read_in_pages_by_id()
    {
        var (store, snapshot) = await OpenWithGraphAsync();
        await using var closes = store;
        foreach (var kind in EntityKinds.All)
        {
            var read = new List<Entity>();
            AsOf<IReadOnlyList<Entity>> page;
            do
            {
                page = await store.ReadKindAsync(kind, read.Count == 0 ? null : read[^1].Id, 3, None);
                Assert.Equal(1, page.Version);
                Assert.InRange(page.Value.Count, 0, 3);
                read.AddRange(page.Value);
            }
            while (page.Value.Count > 0);

            Assert.Equal(OfKind(snapshot, kind), read);
        }
    }

    [Fact]
    public async Task Ids_of_links_are_read_in_pages_by_the_entities_that_they_leave()
    {
        var (store, snapshot) = await OpenWithGraphAsync();
        await using var closes = store;
        Assert.Contains(Enumerable.Range(0, snapshot.EntityCount), entity => snapshot.OutDegree(entity) == 0);
        foreach (var size in (int[])[1, 7, 1_000])
        {
            var (entities, links) = (new List<EntityId>(), new List<LinkId>());
            LinkIdPage page;
            do
            {
                var after = entities.Count == 0 ? (EntityId?)null : entities[^1];
                (var version, page) = (await store.ReadLinkIdsAsync(after, size, 100_000, None)) is { } read ? (read.Version, read.Value!) : default;
                Assert.Equal(1, version);
                entities.AddRange(page.Entities);
                links.AddRange(page.Links);
                if (page.Links.Count > 1)
                {
                    Assert.NotNull((await store.ReadLinkIdsAsync(after, size, page.Links.Count, None)).Value);
                    Assert.Null((await store.ReadLinkIdsAsync(after, size, page.Links.Count - 1, None)).Value);
                }
            }
            while (page.Entities.Count == size);

            Assert.Equal(snapshot.Entities.ToArray().Select(entity => entity.Id), entities);
            Assert.Equal(Enumerable.Range(0, snapshot.LinkCount).Select(snapshot.LinkIdOf), links.Order());
        }
    }

    [Fact]
    public async Task Counts_are_those_of_the_snapshot_after_each_change()
    {
        await using var store = await OpenEmptyAsync();
        var snapshot = GraphSnapshot.Empty;
        foreach (var (changes, _) in RandomGraphs.History(11, length: 8, new(Entities: 100, Links: 300)))
        {
            snapshot = await ApplyAsync(store, snapshot, changes);
            var counts = await store.CountAsync(None);

            Assert.Equal(snapshot.Version.Number, counts.Version);
            Assert.Equal(
                EntityKinds.All.Where(kind => snapshot.OfKind(kind).Length > 0).ToDictionary(kind => kind, kind => (long)snapshot.OfKind(kind).Length),
                counts.Value.Entities);
            Assert.Equal(
                LinkKinds.All.Where(kind => snapshot.CountOf(kind) > 0).ToDictionary(kind => kind, kind => (long)snapshot.CountOf(kind)),
                counts.Value.Links);
        }
    }

    [Fact]
    public async Task A_cancelled_question_ends()
    {
        var (store, snapshot) = await OpenWithGraphAsync();
        await using var closes = store;
        var ended = new CancellationToken(true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.ReadVersionAsync(ended));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.ReadAllAsync(new(), ended));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.ReadChangesAsync(1, ended));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.FindNamesAsync(Query("a"), [], 5, ended));
        SnapshotAssert.Same(snapshot, await ReadAsync(store));
    }

    private static IReadOnlyList<Entity> OfKind(GraphSnapshot snapshot, EntityKind kind) =>
        [.. snapshot.OfKind(kind).ToArray().Select(snapshot.EntityAt)];

    private static LinkQuery RandomQuery(GraphSnapshot snapshot, Random random) => new(
        [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => snapshot.EntityAt(random.Next(snapshot.EntityCount)).Id)],
        (LinkDirection)random.Next(3),
        random.Next(3) == 0 ? LinkKinds.All : [.. LinkKinds.All.Where(_ => random.Next(3) == 0)],
        random.Next(3) switch { 0 => 1, 1 => random.Next(1, 10), _ => 10_000 })
    {
        OtherKinds = random.Next(2) == 0 ? [] : [.. EntityKinds.All.Where(_ => random.Next(3) == 0)],
    };

    private static AdjacentLink[] ExpectedLinks(GraphSnapshot snapshot, LinkQuery query)
    {
        var all = SnapshotAssert.Links(snapshot);
        var (outs, ins) = (all.ToLookup(link => link.From), all.ToLookup(link => link.To));
        return
        [
            .. query.Entities.Distinct().Order().SelectMany(near =>
                outs[near].Where(_ => query.Direction != LinkDirection.In).Select(link => (link, Other: link.To))
                    .Concat(ins[near].Where(_ => query.Direction != LinkDirection.Out).Select(link => (link, Other: link.From)))
                    .Select(item => new AdjacentLink(near, item.link, snapshot.Find(item.Other)!))
                    .Where(item => query.Kinds.Contains(item.Link.Kind))
                    .Where(item => query.OtherKinds.Count == 0 || query.OtherKinds.Contains(item.Other.Kind))
                    .OrderBy(item => item.Link.Id)
                    .Take(query.LimitPerEntity)),
        ];
    }

    private static AdjacentLink[] Ordered(IReadOnlyList<AdjacentLink> read) =>
        [.. read.OrderBy(item => item.Near).ThenBy(item => item.Link.Id)];

    private static AdjacentLinkId[] Ordered(IReadOnlyList<AdjacentLinkId> read) =>
        [.. read.OrderBy(item => item.Near).ThenBy(item => item.Link)];

    private static async Task<AsOf<IReadOnlyList<Entity>>> EntitiesAsync(IGraphStore store, IReadOnlyCollection<EntityId> ids)
    {
        var (version, answer) = await store.ReadLevelAsync(new(ids, []), None);
        Assert.Empty(answer.Links);
        return new(version, answer.Entities);
    }

    private static async Task<AsOf<IReadOnlyList<AdjacentLink>>> LinksAsync(IGraphStore store, LinkQuery query)
    {
        var (version, answer) = await store.ReadLevelAsync(new([], [query]), None);
        Assert.Empty(answer.Entities);
        return new(version, Assert.Single(answer.Links));
    }
}
