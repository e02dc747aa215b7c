using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Changes;

/// <summary>What a change of the graph must keep to, checked whole: every problem is found, not the first.</summary>
public static class ChangeRules
{
    /// <summary>
    /// The next version: this one with the changes. What is wrong with them is found whole and given back; then there is
    /// no next version.
    /// </summary>
    public static (GraphSnapshot? Next, IReadOnlyList<GraphProblem> Problems) With(
        this GraphSnapshot before, ChangeSet changes, GraphVersion version)
    {
        var problems = new List<GraphProblem>();
        var builder = new GraphSnapshotBuilder();
        GatherEntities(before, changes, builder, problems);
        GatherLinks(before, changes, builder, problems);
        var next = builder.Build(version);
        problems.AddRange(builder.Problems);
        foreach (var entity in changes.PutEntities)
        {
            CheckEntity(before, next, entity, problems);
        }

        foreach (var link in changes.PutLinks)
        {
            CheckLink(next, link, problems);
        }

        if (changes.RemovedEntities.Count > 0)
        {
            CheckSourcesStillThere(next, changes, problems);
            CheckSchemesStillThere(next, changes, problems);
        }

        var put = new Lazy<HashSet<LinkId>>(() => [.. changes.PutLinks.Where(link => link.Kind == LinkKind.Broader).Select(link => link.Id)]);
        problems.AddRange(Taxonomy.Cycles(next, link => put.Value.Contains(link)));
        return (problems.Count == 0 ? next : null, problems);
    }

    private static void GatherEntities(
        GraphSnapshot before, ChangeSet changes, GraphSnapshotBuilder builder, List<GraphProblem> problems)
    {
        var gone = changes.RemovedEntities.ToHashSet();
        problems.AddRange(gone.Where(id => before.IndexOf(id) < 0).Order()
            .Select(id => new GraphProblem(ProblemCode.NothingToRemove, id.Value, $"{id} is not in the graph.")));
        gone.UnionWith(changes.PutEntities.Select(entity => entity.Id));
        foreach (var entity in before.Entities)
        {
            if (!gone.Contains(entity.Id))
            {
                builder.Add(entity);
            }
        }

        foreach (var entity in changes.PutEntities)
        {
            builder.Add(entity);
        }
    }

    private static void GatherLinks(
        GraphSnapshot before, ChangeSet changes, GraphSnapshotBuilder builder, List<GraphProblem> problems)
    {
        var gone = new HashSet<int>();
        foreach (var id in changes.RemovedLinks)
        {
            if (before.IndexOf(id) is var link and >= 0)
            {
                gone.Add(link);
            }
            else
            {
                problems.Add(new(ProblemCode.NothingToRemove, id.ToString(), $"The link {id} is not in the graph."));
            }
        }

        gone.UnionWith(changes.PutLinks.Select(link => before.IndexOf(link.Id)));
        for (var link = 0; link < before.LinkCount; link++)
        {
            if (!gone.Contains(link))
            {
                builder.AddFrom(before, link);
            }
        }

        foreach (var link in changes.PutLinks)
        {
            builder.Add(link);
        }
    }

    private static void CheckEntity(
        GraphSnapshot before, GraphSnapshot next, Entity entity, List<GraphProblem> problems)
    {
        var subject = entity.Id.Value;
        if (before.Find(entity.Id) is { } old && old.Kind != entity.Kind)
        {
            problems.Add(new(ProblemCode.KindChanged, subject,
                $"{subject} is of kind {old.Kind.Code()} and cannot become {entity.Kind.Code()}: give the new entity an id of its own."));
        }

        CheckAttributes(AttributeNames.Of(entity.Kind), entity.Attributes, entity.Id, entity.Kind.Code(), problems);
        CheckSources(next, entity.Citations, entity.Id, problems);
        CheckScheme(next, entity, problems);
    }

    private static void CheckLink(GraphSnapshot next, Link link, List<GraphProblem> problems)
    {
        if (next.Find(link.From) is { } from && !link.Kind.Sources().Contains(from.Kind))
        {
            problems.Add(EndRefused(link, from, "start from", link.Kind.Sources()));
        }

        if (next.Find(link.To) is { } to && !link.Kind.Targets().Contains(to.Kind))
        {
            problems.Add(EndRefused(link, to, "lead to", link.Kind.Targets()));
        }

        // The id as text is made only for a link that has a problem: there may be millions without one.
        CheckAttributes(AttributeNames.Of(link.Kind), link.Attributes, link.Id, link.Kind.Code(), problems);
        CheckSources(next, link.Citations, link.Id, problems);
    }

    private static GraphProblem EndRefused(Link link, Entity end, string how, IReadOnlyList<EntityKind> permitted) => new(
        ProblemCode.EndKindRefused, link.Id.ToString(),
        $"{link.Kind.Code()} cannot {how} {end.Id}, which is of kind {end.Kind.Code()}; permitted: "
        + $"{string.Join(", ", permitted.Select(kind => kind.Code()))}.", end.Id.Value);

    private static void CheckAttributes<TId>(
        IReadOnlyList<AttributeName> permitted, Attributes attributes, TId subject, string kind, List<GraphProblem> problems)
        where TId : struct
    {
        foreach (var (name, _) in attributes)
        {
            if (!permitted.Contains(name))
            {
                problems.Add(new(ProblemCode.AttributeRefused, subject.ToString()!,
                    $"{kind} does not carry '{name.Code()}'; permitted: {string.Join(", ", permitted.Select(item => item.Code()))}.", name.Code()));
            }
        }
    }

    private static void CheckSources<TId>(GraphSnapshot next, Citations citations, TId subject, List<GraphProblem> problems)
        where TId : struct
    {
        foreach (var citation in citations)
        {
            if (next.Find(citation.Source)?.Kind != EntityKind.Source)
            {
                problems.Add(new(ProblemCode.UnknownSource, subject.ToString()!,
                    $"{subject} cites {citation.Source}, which is no source of this graph: add it to the sources, or correct the id.",
                    citation.Source.Value));
            }
        }
    }

    private static void CheckScheme(GraphSnapshot next, Entity entity, List<GraphProblem> problems)
    {
        if (entity.Attributes[AttributeName.Scheme] is { Text: var scheme }
            && !(EntityId.TryParse(scheme, out var id) && next.Find(id)?.Kind == EntityKind.Classification))
        {
            problems.Add(new(ProblemCode.UnknownScheme, entity.Id.Value,
                $"{entity.Id} belongs to '{scheme}', which is no classification of this graph: add it to the classifications, or correct the id.",
                scheme));
        }
    }

    // A removed classification must not be named by an item that stays.
    private static void CheckSchemesStillThere(GraphSnapshot next, ChangeSet changes, List<GraphProblem> problems)
    {
        var gone = changes.RemovedEntities.Select(id => id.Value).ToHashSet();
        var put = changes.PutEntities.Select(entity => entity.Id).ToHashSet();
        foreach (var item in next.OfKind(EntityKind.ClassificationItem))
        {
            var entity = next.EntityAt(item);
            if (entity.Attributes[AttributeName.Scheme] is { Text: var scheme } && gone.Contains(scheme) && !put.Contains(entity.Id))
            {
                CheckScheme(next, entity, problems);
            }
        }
    }

    // A removed source must not be cited by what stays; what is put was checked already.
    private static void CheckSourcesStillThere(GraphSnapshot next, ChangeSet changes, List<GraphProblem> problems)
    {
        var gone = changes.RemovedEntities.Where(id => next.IndexOf(id) < 0).ToHashSet();
        var putEntities = changes.PutEntities.Select(entity => entity.Id).ToHashSet();
        var putLinks = changes.PutLinks.Select(link => link.Id).ToHashSet();
        foreach (var entity in next.Entities)
        {
            if (entity.Citations.Any(citation => gone.Contains(citation.Source)) && !putEntities.Contains(entity.Id))
            {
                CheckSources(next, entity.Citations, entity.Id, problems);
            }
        }

        for (var link = 0; link < next.LinkCount; link++)
        {
            if (next.DetailsOf(link).Citations.Any(citation => gone.Contains(citation.Source))
                && next.LinkAt(link) is var item && !putLinks.Contains(item.Id))
            {
                CheckSources(next, item.Citations, item.Id, problems);
            }
        }
    }
}
