using System.Collections;
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
        var putLinks = PackedLinks.Of(changes.PutLinks);
        KeepLinks(before, changes.RemovedLinks, putLinks, builder, problems);
        var ends = builder.Add(putLinks);
        var next = builder.Build(version);
        problems.AddRange(builder.Problems);
        var sources = new SourceRule(next);
        foreach (var entity in changes.PutEntities)
        {
            CheckEntity(before, next, entity, sources, problems);
        }

        for (var link = 0; link < putLinks.Count; link++)
        {
            CheckLink(next, putLinks, link, ends, sources, problems);
        }

        if (changes.RemovedEntities.Count > 0)
        {
            CheckSourcesStillThere(next, changes, sources, problems);
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

    private static void KeepLinks(
        GraphSnapshot before, IReadOnlyList<LinkId> removed, PackedLinks put, GraphSnapshotBuilder builder, List<GraphProblem> problems)
    {
        var gone = new BitArray(before.LinkCount);
        foreach (var id in removed)
        {
            if (before.IndexOf(id) is var link and >= 0)
            {
                gone[link] = true;
            }
            else
            {
                problems.Add(new(ProblemCode.NothingToRemove, id.ToString(), $"The link {id} is not in the graph."));
            }
        }

        int[] ends = [.. put.Ends.Select(before.IndexOf)];
        foreach (var row in put.Rows)
        {
            if (ends[row.From] >= 0 && ends[row.To] >= 0
                && before.IndexOf(ends[row.From], row.Kind, ends[row.To], put.Details[row.Details].Qualifier) is var link and >= 0)
            {
                gone[link] = true;
            }
        }

        builder.AddFrom(before, gone);
    }

    private static void CheckEntity(
        GraphSnapshot before, GraphSnapshot next, Entity entity, SourceRule sources, List<GraphProblem> problems)
    {
        var subject = entity.Id.Value;
        if (before.Find(entity.Id) is { } old && old.Kind != entity.Kind)
        {
            problems.Add(new(ProblemCode.KindChanged, subject,
                $"{subject} is of kind {old.Kind.Code()} and cannot become {entity.Kind.Code()}: give the new entity an id of its own."));
        }

        CheckAttributes(AttributeNames.Of(entity.Kind), entity.Attributes, entity.Id, entity.Kind.Code(), problems);
        sources.Check(entity.Citations, entity.Id, problems);
        CheckScheme(next, entity, problems);
    }

    // The ends are the numbers in the next version of those that are put.
    private static void CheckLink(
        GraphSnapshot next, PackedLinks put, int link, int[] ends, SourceRule sources, List<GraphProblem> problems)
    {
        var row = put.Rows[link];
        if (ends[row.From] is var from and >= 0 && !row.Kind.Sources().Contains(next.EntityAt(from).Kind))
        {
            problems.Add(EndRefused(put.IdOf(link), next.EntityAt(from), "start from", row.Kind.Sources()));
        }

        if (ends[row.To] is var to and >= 0 && !row.Kind.Targets().Contains(next.EntityAt(to).Kind))
        {
            problems.Add(EndRefused(put.IdOf(link), next.EntityAt(to), "lead to", row.Kind.Targets()));
        }

        var details = put.Details[row.Details];
        if (details.Attributes.Count > 0)
        {
            CheckAttributes(AttributeNames.Of(row.Kind), details.Attributes, put.IdOf(link), row.Kind.Code(), problems);
        }

        sources.Check(details.Citations, put.IdOf(link), problems);
    }

    private static GraphProblem EndRefused(LinkId link, Entity end, string how, IReadOnlyList<EntityKind> permitted) => new(
        ProblemCode.EndKindRefused, link.ToString(),
        $"{link.Kind.Code()} cannot {how} {end.Id}, which is of kind {end.Kind.Code()}; permitted: "
        + $"{string.Join(", ", permitted.Select(kind => kind.Code()))}.", end.Id.Value);

    private static void CheckAttributes<TId>(
        IReadOnlyList<AttributeName> permitted, Attributes attributes, TId subject, string kind, List<GraphProblem> problems)
        where TId : struct
    {
        for (var i = 0; i < attributes.Count; i++)
        {
            var name = attributes[i].Key;
            if (!permitted.Contains(name))
            {
                problems.Add(new(ProblemCode.AttributeRefused, subject.ToString()!,
                    $"{kind} does not carry '{name.Code()}'; permitted: {string.Join(", ", permitted.Select(item => item.Code()))}.", name.Code()));
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
    private static void CheckSourcesStillThere(GraphSnapshot next, ChangeSet changes, SourceRule sources, List<GraphProblem> problems)
    {
        var gone = changes.RemovedEntities.Where(id => next.IndexOf(id) < 0).ToHashSet();
        var putEntities = changes.PutEntities.Select(entity => entity.Id).ToHashSet();
        var putLinks = changes.PutLinks.Select(link => link.Id).ToHashSet();
        foreach (var entity in next.Entities)
        {
            if (entity.Citations.Any(citation => gone.Contains(citation.Source)) && !putEntities.Contains(entity.Id))
            {
                sources.Check(entity.Citations, entity.Id, problems);
            }
        }

        for (var link = 0; link < next.LinkCount; link++)
        {
            if (next.DetailsOf(link).Citations.Any(citation => gone.Contains(citation.Source))
                && next.LinkAt(link) is var item && !putLinks.Contains(item.Id))
            {
                sources.Check(item.Citations, item.Id, problems);
            }
        }
    }

    /// <summary>The rule that a citation names a source of the graph. Neighbours mostly cite the same one, which is looked up once.</summary>
    private sealed class SourceRule(GraphSnapshot next)
    {
        private EntityId last;

        public void Check<TId>(Citations citations, TId subject, List<GraphProblem> problems)
            where TId : struct
        {
            for (var i = 0; i < citations.Count; i++)
            {
                var source = citations[i].Source;
                if (source == last)
                {
                    continue;
                }

                if (next.Find(source)?.Kind == EntityKind.Source)
                {
                    last = source;
                }
                else
                {
                    problems.Add(new(ProblemCode.UnknownSource, subject.ToString()!,
                        $"{subject} cites {source}, which is no source of this graph: add it to the sources, or correct the id.", source.Value));
                }
            }
        }
    }
}
