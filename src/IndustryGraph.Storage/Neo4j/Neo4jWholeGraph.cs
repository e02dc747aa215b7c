using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Storage.Neo4j;

/// <summary>
/// Reads a whole version in pages. What was changed by hand so that it fits no model is left out and noted, so that all of it
/// is found at once and the rest is served.
/// </summary>
internal sealed class Neo4jWholeGraph(Neo4jReader reader, int pageSize)
{
    private const int MostRestarts = 20;
    private const int MostStrays = 100;

    private static readonly string Entities = $$"""
        MATCH (e:Entity)
        USING INDEX e:Entity(id)
        WHERE e.id > $p.after AND {{Neo4jSchema.IsThere("e")}}
        WITH e ORDER BY e.id LIMIT $p.limit
        {{Neo4jRow.Return("0", labels: "labels(e)", value: "properties(e)")}}
        """;

    private static readonly string Version =
        $"OPTIONAL MATCH (g:GraphVersion {{number: v}}) USING INDEX g:GraphVersion(number) {Neo4jRow.Return("0", value: "properties(g)")}";

    private static readonly Dictionary<LinkKind, string> Links = LinkKinds.All.ToDictionary(kind => kind, kind => $$"""
        MATCH (a)-[l:{{kind.Code()}}]->(b)
        USING INDEX l:{{kind.Code()}}(id)
        WHERE l.id > $p.after AND {{Neo4jSchema.IsThere("l")}}
        WITH a, l, b ORDER BY l.id LIMIT $p.limit
        {{Neo4jRow.Return("0", near: "a.id", kind: $"'{kind.Code()}'", link: "properties(l)", value: "b.id")}}
        """);

    // The first links of every type at once: of a small graph that is all.
    private static readonly string FirstLinks = string.Join("\nUNION ALL\n", LinkKinds.All.Select(kind => Links[kind]));

    // Pages go by id, and so would never meet what has none.
    private static readonly string Strays = string.Join("\nUNION ALL\n", (string[])
    [
        $"MATCH (e:Entity) WHERE e.id IS NULL OR NOT e.id IS :: STRING WITH e LIMIT $p.limit {Neo4jRow.Return("0", labels: "labels(e)", value: "properties(e)")}",
        .. EntityKinds.All.Select(kind =>
            $"MATCH (e:{kind.Code()}) WHERE NOT e:Entity WITH e LIMIT $p.limit {Neo4jRow.Return("1", labels: "labels(e)", value: "properties(e)")}"),
        .. LinkKinds.All.Select(kind =>
            $"MATCH (a)-[l:{kind.Code()}]->(b) WHERE l.id IS NULL OR NOT l.id IS :: STRING WITH a, l, b LIMIT $p.limit "
            + Neo4jRow.Return("2", near: "a.id", kind: $"'{kind.Code()}'", value: "b.id")),
    ]);

    /// <summary>Reads the current version; from the start again where another becomes current meanwhile.</summary>
    public async Task<GraphVersion> ReadAsync(GraphSnapshotBuilder into, CancellationToken cancellation)
    {
        for (var restarts = 0; restarts < MostRestarts; restarts++)
        {
            into.Clear();
            if (await TryAsync(into, cancellation).ConfigureAwait(false) is { } version)
            {
                return version;
            }
        }

        throw new StoreUnavailableException("The graph in Neo4j got a new version each time before one was read whole. Try again.");
    }

    private async Task<GraphVersion?> TryAsync(GraphSnapshotBuilder into, CancellationToken cancellation)
    {
        var (number, version) = await reader.ReadAsync(
            Version, Neo4jClient.NoParameters, (facts, rows) => Neo4jQuestions.ToVersion(facts, rows[0].Value), cancellation).ConfigureAwait(false);
        var problems = new List<GraphProblem>();
        var entities = new List<Entity>();
        if (!await ReadPagesAsync(Entities, "", number, ToEntity, entities.Add, problems, cancellation).ConfigureAwait(false))
        {
            return null;
        }

        var sources = entities.Where(entity => entity.Kind == EntityKind.Source).Select(entity => entity.Id).ToHashSet();
        foreach (var entity in entities.Where(entity => IsCited(entity.Id, entity.Citations, sources, problems)))
        {
            into.Add(entity);
        }

        if (!await ReadLinksAsync(number, AddLink, problems, cancellation).ConfigureAwait(false))
        {
            return null;
        }

        var (end, strays) = await ReadStraysAsync(cancellation).ConfigureAwait(false);
        if (strays.Length > 0)
        {
            // What was there in passing, a writer was deleting.
            (end, var again) = await ReadStraysAsync(cancellation).ConfigureAwait(false);
            strays = [.. strays.Intersect(again)];
        }

        foreach (var problem in problems.Concat(strays))
        {
            into.LeaveOut(problem);
        }

        return end == number ? version : null;

        void AddLink(Link link)
        {
            if (IsCited(link.Id, link.Citations, sources, problems))
            {
                into.Add(link);
            }
        }
    }

    // A node that matched by its label and has none by now is deleted.
    private Task<AsOf<GraphProblem[]>> ReadStraysAsync(CancellationToken cancellation) => reader.ReadAsync(
        Strays, Neo4jParameters.Of(("limit", MostStrays)),
        (_, rows) => rows.Where(row => row.Labels is not IReadOnlyList<object?> { Count: 0 }).Select(ToStray).ToArray(), cancellation);

    private async Task<bool> ReadLinksAsync(long version, Action<Link> add, List<GraphProblem> problems, CancellationToken cancellation)
    {
        var most = Math.Max(1, pageSize / LinkKinds.All.Count);
        if (await ReadPageAsync(FirstLinks, "", most, version, ToLink, cancellation).ConfigureAwait(false) is not { } first)
        {
            return false;
        }

        Take(first, add, problems);
        foreach (var kind in LinkKinds.All)
        {
            var ofKind = first.Where(item => item.Kind == kind.Code()).ToArray();
            if (ofKind.Length == most
                && !await ReadPagesAsync(Links[kind], ofKind[^1].Id, version, ToLink, add, problems, cancellation).ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads pages until one is not full; false where the version is another one by now.</summary>
    private async Task<bool> ReadPagesAsync<T>(
        string branch, string after, long version, Func<Neo4jFacts, Neo4jRow, Item<T>> read, Action<T> add, List<GraphProblem> problems,
        CancellationToken cancellation)
        where T : class
    {
        while (true)
        {
            if (await ReadPageAsync(branch, after, pageSize, version, read, cancellation).ConfigureAwait(false) is not { } page)
            {
                return false;
            }

            Take(page, add, problems);
            if (page.Length < pageSize)
            {
                return true;
            }

            after = page[^1].Id;
        }
    }

    /// <summary>Reads one page; null where the version is another one by now.</summary>
    private async Task<Item<T>[]?> ReadPageAsync<T>(
        string branch, string after, int limit, long version, Func<Neo4jFacts, Neo4jRow, Item<T>> read, CancellationToken cancellation)
        where T : class
    {
        for (var again = false; ; again = true)
        {
            var (current, page) = await reader.ReadAsync(
                branch, Neo4jParameters.Of(("after", after), ("limit", limit)),
                (facts, rows) => rows.Select(row => read(facts, row)).ToArray(), cancellation).ConfigureAwait(false);
            if (current != version)
            {
                return null;
            }

            // Half of what a writer deletes may be read, even without its id. What was changed by hand stays so and is met again.
            if (page.All(item => item.Problem is null))
            {
                return page;
            }

            if (again)
            {
                return page.All(item => item.Id.Length > 0) ? page : null;
            }
        }
    }

    private static void Take<T>(Item<T>[] page, Action<T> add, List<GraphProblem> problems)
        where T : class
    {
        foreach (var item in page)
        {
            if (item.Fact is not null)
            {
                add(item.Fact);
            }
            else
            {
                problems.Add(item.Problem!);
            }
        }
    }

    private static Item<Entity> ToEntity(Neo4jFacts facts, Neo4jRow row)
    {
        var id = IdOf(row.Value);
        try
        {
            return new(id, "", facts.ToEntity(row.Labels, row.Value), null);
        }
        catch (FormatException problem)
        {
            return new(id, "", null, Unreadable(id, problem.Message));
        }
    }

    private static Item<Link> ToLink(Neo4jFacts facts, Neo4jRow row)
    {
        var id = IdOf(row.Link);
        try
        {
            return new(id, row.Kind, facts.ToLink(row.NearOrNone, row.Kind, row.Value, row.Link), null);
        }
        catch (FormatException problem)
        {
            return new(id, row.Kind, null, Unreadable(id, problem.Message));
        }
    }

    // Empty where a writer has just deleted it.
    private static string IdOf(object? properties) =>
        ((IReadOnlyDictionary<string, object?>)properties!).GetValueOrDefault("id") as string ?? "";

    // A fact that cites what is no source has no citation.
    private static bool IsCited<TId>(TId id, Citations citations, HashSet<EntityId> sources, List<GraphProblem> problems)
        where TId : struct
    {
        for (var i = 0; i < citations.Count; i++)
        {
            if (!sources.Contains(citations[i].Source))
            {
                problems.Add(new(
                    ProblemCode.UnknownSource, id.ToString()!,
                    $"{id} cites {citations[i].Source}, which is no source of this graph: add it to the sources, or correct the id.",
                    citations[i].Source.Value));
                return false;
            }
        }

        return true;
    }

    private static GraphProblem ToStray(Neo4jRow row) => row.Part switch
    {
        0 => Unreadable($"({string.Join(':', (IReadOnlyList<object?>)row.Labels!)})",
            $"a node has no id, or one that is no text ({Shown(row.Value)})"),
        1 => Unreadable(((IReadOnlyDictionary<string, object?>)row.Value!).GetValueOrDefault("id")?.ToString() ?? $"({string.Join(':', (IReadOnlyList<object?>)row.Labels!)})",
            $"a node has the label {string.Join(':', (IReadOnlyList<object?>)row.Labels!)} and not the label Entity ({Shown(row.Value)})"),
        _ => Unreadable($"{row.NearOrNone ?? "(none)"}|{row.Kind}|{row.Value ?? "(none)"}",
            $"a relationship {row.Kind} from {Neo4jFacts.Shown(row.NearOrNone)} to {Neo4jFacts.Shown(row.Value)} has no id"),
    };

    private static string Shown(object? properties) => string.Join(", ", ((IReadOnlyDictionary<string, object?>)properties!)
        .Take(5).Select(property => $"{property.Key}: {Neo4jFacts.Shown(property.Value)}"));

    private static GraphProblem Unreadable(string subject, string problem) => new(
        ProblemCode.Unreadable, subject,
        $"Changed by hand in Neo4j and left out: {problem.TrimEnd('.')}. Correct it there or remove it; changes belong into a change set.");

    private readonly record struct Item<T>(string Id, string Kind, T? Fact, GraphProblem? Problem)
        where T : class;
}
