using IndustryGraph.Model;
using IndustryGraph.Search;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;
using IndustryGraph.Storage.Neo4j;
using IndustryGraph.Tests.Generators;
using Xunit;

namespace IndustryGraph.Tests.Storage.Neo4j;

/// <summary>A graph that somebody changed by hand in Cypher: it is said, with the element's id, and the rest is served.</summary>
[Collection(Neo4jTests.Name)]
public sealed class Neo4jHandEditTests(Neo4jServer server) : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private Neo4jStore _store = null!;
    private Neo4jClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        await server.EmptyDataAsync();
        _client = new Neo4jClient(server.Options);
        _store = await server.Options.OpenAsync();
        var source = new Entity(EntityId.Parse("source:s"), EntityKind.Source, new(null, "S"), Citations.Of(new Citation(EntityId.Parse("source:s"), Evidence.Stated)));
        var cited = Citations.Of(new Citation(source.Id, Evidence.Derived, "§ 2"), new Citation(source.Id, Evidence.Stated));
        var (a, b) = (new Entity(EntityId.Parse("product:a"), EntityKind.Product, new("甲", "A"), cited), new Entity(EntityId.Parse("material:b"), EntityKind.Material, new("乙", null), cited));
        await _store.ApplyAsync(
            new("one", new("w", "m", "o")) { PutEntities = [source, a, b], PutLinks = [new(new(b.Id, LinkKind.InputTo, a.Id), cited)] }, 0, None);
    }

    public async ValueTask DisposeAsync()
    {
        // Absent where the test was skipped.
        if (_store is not null)
        {
            await _store.DisposeAsync();
            await _client.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("MATCH (e:Product) SET e.name_zh = 7", "product:a", "name_zh")]
    [InlineData("MATCH (e:Product) REMOVE e.name_zh, e.name_en", "product:a", "name")]
    [InlineData("MATCH (e:Product) SET e.alternative_names = 'one'", "product:a", "alternative_names")]
    [InlineData("MATCH (e:Product) SET e.valid_from = date('2024-01-01')", "product:a", "valid_from")]
    [InlineData("MATCH (e:Product) SET e.valid_from = 'soon'", "product:a", "valid_from")]
    [InlineData("MATCH (e:Product) REMOVE e.citation_sources", "product:a", "citation_sources")]
    [InlineData("MATCH (e:Product) SET e.citation_sources = []", "product:a", "citation")]
    [InlineData("MATCH (e:Product) SET e.citation_evidence = ['stated']", "product:a", "citation_evidence")]
    [InlineData("MATCH (e:Product) SET e.citation_evidence = ['stated', 'guessed']", "product:a", "guessed")]
    [InlineData("MATCH (e:Product) SET e.citation_sources = ['source:s', 'source:none']", "product:a", "source:none")]
    [InlineData("MATCH (e:Product) SET e.citation_sources = ['source:s', 'product:a']", "product:a", "product:a")]
    [InlineData("MATCH (e:Product) REMOVE e:Product", "product:a", "kind")]
    [InlineData("MATCH (e:Product) SET e:Material", "product:a", "both")]
    [InlineData("MATCH (e:Product) SET e.id = 'A product'", "A product", "A product")]
    [InlineData("MATCH (e:Product) SET e.id = 7", "(Entity:Product)", "no id")]
    [InlineData("MATCH (e:Product) REMOVE e.id", "(Entity:Product)", "no id")]
    [InlineData("MATCH (e:Product) REMOVE e:Entity", "product:a", "label Entity")]
    [InlineData("CREATE (:Product {id: 'product:new', name_en: 'New'})", "product:new", "label Entity")]
    [InlineData("CREATE (:Entity:Product {id: 'product:new', name_en: 'New'})", "product:new", "citation_sources")]
    [InlineData("CREATE (:Entity {name_en: 'New'})", "(Entity)", "no id")]
    public async Task A_node_that_is_no_entity_is_left_out_and_said(string edit, string subject, string problem) => await LeavesOutAsync(edit, subject, problem);

    [Theory]
    [InlineData("MATCH ()-[l:INPUT_TO]->() SET l.coefficient = 'much'", "coefficient")]
    [InlineData("MATCH ()-[l:INPUT_TO]->() SET l.coefficient = 7.5", "coefficient")]
    [InlineData("MATCH ()-[l:INPUT_TO]->() SET l.year = 2020.5", "year")]
    [InlineData("MATCH ()-[l:INPUT_TO]->() SET l.qualifier = 'Not One'", "qualifier")]
    [InlineData("MATCH ()-[l:INPUT_TO]->() SET l.qualifier = 'other'", "id")]
    [InlineData("MATCH ()-[l:INPUT_TO]->() REMOVE l.citation_sources", "citation_sources")]
    [InlineData("MATCH ()-[l:INPUT_TO]->() SET l.citation_sources = ['source:none', 'source:s']", "source:none")]
    [InlineData("MATCH ()-[l:INPUT_TO]->() REMOVE l.id", "no id")]
    [InlineData("MATCH (b:Material), (a:Product) CREATE (a)-[:ENABLES {evidence: 'stated'}]->(b)", "no id")]
    [InlineData("MATCH (b:Material), (a:Product) CREATE (a)-[:ENABLES {id: 'x', citation_sources: ['source:s'], citation_evidence: ['stated']}]->(b)", "'x'")]
    public async Task A_relationship_that_is_no_link_is_left_out_and_said(string edit, string problem) =>
        await LeavesOutAsync(edit, edit.Contains("CREATE", StringComparison.Ordinal) ? null : "material:b|INPUT_TO|product:a", problem);

    [Fact]
    public async Task Labels_types_properties_and_nodes_of_one_s_own_are_let_alone()
    {
        var before = await _store.ReadAsync();
        await EditAsync("MATCH (e:Product) SET e:Favourite, e.rank = 3, e.seen = point({x: 1, y: 2}) CREATE (:Person {name: 'Wang'})-[:LIKES]->(e)");
        await EditAsync("MATCH (b:Material)-[l:INPUT_TO]->(a) SET l.weight = 2 CREATE (b)-[:NEAR]->(a)");

        SnapshotAssert.Same(before, await _store.ReadAsync());
        var changes = new IndustryGraph.Changes.ChangeSet("two", new("w", "m", "o")) { PutEntities = [before.Find(EntityId.Parse("product:a"))! with { DefinitionEnglish = "New." }] };
        await _store.ApplyAsync(changes, 1, None);

        Assert.Equal("New.", (await _store.ReadAsync()).Find(EntityId.Parse("product:a"))!.DefinitionEnglish);
        Assert.Equal(1, await CountAsync("MATCH (:Person)-[:LIKES]->(e:Favourite {rank: 3, definition_en: 'New.'}) RETURN count(e) AS n"));
    }

    [Fact]
    public async Task A_question_that_meets_what_was_changed_is_refused_with_its_id_and_others_are_answered()
    {
        await EditAsync("MATCH (e:Product) SET e.name_zh = 7");
        var (a, b) = (EntityId.Parse("product:a"), EntityId.Parse("material:b"));
        foreach (var ask in (Func<Task>[])
            [
                () => _store.ReadLevelAsync(new([a], []), None),
                () => _store.ReadLevelAsync(new([], [new([b], LinkDirection.Out, LinkKinds.All, 10)]), None),
                () => _store.ReadKindAsync(EntityKind.Product, null, 10, None),
                () => FindAsync("A"),
            ])
        {
            var refused = await Assert.ThrowsAsync<StoreRefusedException>(ask);
            Assert.Contains("product:a", refused.Message, StringComparison.Ordinal);
            Assert.Contains("name_zh", refused.Message, StringComparison.Ordinal);
        }

        Assert.Single((await _store.ReadLevelAsync(new([b], []), None)).Value.Entities);
        Assert.Single((await _store.ReadLevelAsync(new([], []) { LinkIds = [new([b], LinkDirection.Out, LinkKinds.All, 10)] }, None)).Value.LinkIds[0]);
        Assert.Single((await _store.ReadKindAsync(EntityKind.Material, null, 10, None)).Value);
        Assert.Single(await FindAsync("乙"));
    }

    [Fact]
    public async Task What_was_changed_by_hand_can_be_set_right_by_a_change_set()
    {
        var before = await _store.ReadAsync();
        await EditAsync("MATCH (e:Product) SET e.name_zh = 7, e.citation_sources = [], e.valid_to = 'x' WITH e MATCH ()-[l:INPUT_TO]->() SET l.coefficient = 'much'");
        var right = new IndustryGraph.Changes.ChangeSet("right", new("w", "m", "o")) { PutEntities = [before.Find(EntityId.Parse("product:a"))!], PutLinks = [before.LinkAt(0)] };

        var outcome = await _store.ApplyAsync(right, 1, None);

        SnapshotAssert.Same(RandomGraphs.After(before, right, outcome.Version), await _store.ReadAsync());
    }

    [Fact]
    public async Task A_database_without_its_state_is_refused_and_left_as_it_is()
    {
        await EditAsync("MATCH (s:GraphState) DELETE s");
        foreach (var ask in (Func<Task>[])
            [
                () => _store.ReadVersionAsync(None), () => _store.ReadAllAsync(new(), None), () => _store.OpenAsync(None),
                () => _store.ApplyAsync(new("x", new("a", "b", "c")), 1, None), () => server.Options.OpenAsync(),
            ])
        {
            Assert.Contains("GraphState", (await Assert.ThrowsAsync<StoreRefusedException>(ask)).Message, StringComparison.Ordinal);
        }

        Assert.Equal(3, await CountAsync("MATCH (e:Entity) RETURN count(e) AS n"));
    }

    [Fact]
    public async Task A_database_of_a_newer_format_is_refused()
    {
        await EditAsync("MATCH (s:GraphState) SET s.format = 2");
        var refused = await Assert.ThrowsAsync<StoreRefusedException>(() => server.Options.OpenAsync());
        Assert.Contains("newer", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_without_the_current_version_is_said()
    {
        await EditAsync("MATCH (g:GraphVersion) DETACH DELETE g");
        foreach (var ask in (Func<Task>[])[() => _store.ReadVersionAsync(None), () => _store.ReadAllAsync(new(), None)])
        {
            Assert.Contains("GraphVersion", (await Assert.ThrowsAsync<StoreRefusedException>(ask)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Indexes_that_were_dropped_are_made_again()
    {
        await EditAsync("DROP CONSTRAINT entity_id");
        await EditAsync("DROP INDEX name_keys");
        await _store.OpenAsync(None);
        Assert.Equal(2, await CountAsync("SHOW INDEXES YIELD name, state WHERE name IN ['entity_id', 'name_keys'] AND state = 'ONLINE' RETURN count(*) AS n"));
        Assert.Single(await FindAsync("甲"));
    }

    [Fact]
    public async Task Names_are_indexed_anew_where_the_rules_of_the_search_changed()
    {
        await EditAsync("MATCH (k:NameKeys) SET k.tokens = 'old' WITH DISTINCT 1 AS one MATCH (s:GraphState) SET s.name_keys = 0");
        Assert.Empty(await FindAsync("甲"));
        await _store.OpenAsync(None);
        Assert.Single(await FindAsync("甲"));
        Assert.Equal(NameKeys.Version, await CountAsync("MATCH (s:GraphState) RETURN s.name_keys AS n"));
    }

    [Fact]
    public async Task Two_nodes_of_one_id_are_said_when_the_constraint_is_made_again()
    {
        await EditAsync("DROP CONSTRAINT entity_id");
        await EditAsync("MATCH (e:Product) CREATE (f:Entity:Product) SET f = properties(e)");
        var refused = await Assert.ThrowsAsync<StoreRefusedException>(() => _store.OpenAsync(None));
        Assert.Contains("Entity", refused.Message, StringComparison.Ordinal);
        await EditAsync("MATCH (e:Product) WITH e LIMIT 1 DETACH DELETE e");
        await _store.OpenAsync(None);
    }

    private async Task LeavesOutAsync(string edit, string? subject, string problem)
    {
        var before = await _store.ReadAsync();
        await EditAsync(edit);
        var builder = new GraphSnapshotBuilder();

        var snapshot = builder.Build(await _store.ReadAllAsync(builder, None));

        var said = Assert.Single(builder.Problems, item =>
            item.Message.Contains(problem, StringComparison.Ordinal) && (subject is null || item.Subject == subject));
        Assert.True(said.Code is ProblemCode.Unreadable or ProblemCode.UnknownSource);

        // A link is left out with its end.
        Assert.All(builder.Problems.Where(item => item != said), item => Assert.Equal("material:b|INPUT_TO|product:a", item.Subject));
        Assert.All(snapshot.Entities.ToArray(), entity => Assert.Equal(entity, before.Find(entity.Id)));
        Assert.All(SnapshotAssert.Links(snapshot), link => Assert.Contains(link, SnapshotAssert.Links(before)));
        Assert.Equal(before.EntityCount + before.LinkCount, snapshot.EntityCount + snapshot.LinkCount + (edit.StartsWith("CREATE", StringComparison.Ordinal)
            || edit.Contains(" CREATE ", StringComparison.Ordinal) ? 0 : builder.Problems.Count));
    }

    private async Task<IReadOnlyList<Entity>> FindAsync(string text)
    {
        Assert.True(NameQuery.TryParse(text, out var query, out _));
        return (await _store.FindNamesAsync(query, [], 10, None)).Value.Entities;
    }

    private async Task EditAsync(string statement) => await _client.RunAsync(statement, null, Neo4jAccess.Write, None);

    private async Task<long> CountAsync(string statement) => (await _client.RunAsync(statement, null, Neo4jAccess.Read, None))[0].Get<long>("n");
}
