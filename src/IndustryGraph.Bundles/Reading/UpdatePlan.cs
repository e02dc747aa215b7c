using IndustryGraph.Changes;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Bundles.Reading;

/// <summary>Makes of the rows of a bundle what they change of a graph, by the rules of the core.</summary>
/// <remarks>
/// A row is the whole of its entity or link, with the citations that the bundle gives for it; what it says already is not put. A
/// further citation of what only the graph has is added to those it has. Bad rows take part in the first check, so that nothing is
/// said to be missing that stands in one; where they are left out, what cannot do without them is left out too, until the rest holds.
/// </remarks>
internal sealed class UpdatePlan
{
    private readonly Facts facts;
    private readonly BundleUpdateOptions options;
    private readonly ProblemList problems;
    private readonly ProblemList warnings;
    private readonly RowsById<EntityId, Entity> entities;
    private readonly RowsById<LinkId, Link> links;
    private readonly bool[] isEntityUnchanged;
    private readonly bool[] isLinkUnchanged;
    private readonly List<EntityId> removedEntities = [];
    private readonly List<LinkId> removedLinks = [];

    private UpdatePlan(Facts facts, BundleUpdateOptions options, ProblemList problems, ProblemList warnings)
    {
        (this.facts, this.options, this.problems, this.warnings) = (facts, options, problems, warnings);
        entities = new(facts.Entities, facts.EntityPlaces, entity => entity.Id, facts.OfEntities);
        links = new(facts.Links, facts.LinkPlaces, link => link.Id, facts.OfLinks);
        isEntityUnchanged = [.. facts.Entities.Select(entity => entity.Equals(Before.Find(entity.Id)))];
        isLinkUnchanged = [.. facts.Links.Select(link => link.Equals(Before.Find(link.Id)))];
    }

    /// <summary>What the bundle changes; null where it is refused.</summary>
    public ChangeSet? Changes { get; private set; }

    /// <summary>The graph after; null where the bundle is refused.</summary>
    public GraphSnapshot? Next { get; private set; }

    /// <summary>How much of the graph lies in what the bundle replaces.</summary>
    public int InScope { get; private set; }

    /// <summary>How much of that goes.</summary>
    public int RemovedInScope { get; private set; }

    private GraphSnapshot Before => options.Base;

    /// <summary>Makes the plan, and notes what is wrong.</summary>
    public static UpdatePlan Of(Facts facts, BundleUpdateOptions options, ProblemList problems, ProblemList warnings)
    {
        var plan = new UpdatePlan(facts, options, problems, warnings);
        plan.Make();
        return plan;
    }

    /// <summary>How many rows of a file are not rejected and change nothing.</summary>
    public int Unchanged(Table table)
    {
        if (table.HasBadHeader)
        {
            return 0;
        }

        return table.File == BundleSchema.Citations
            ? UnchangedCitations(table, facts.OfEntities, id => Before.Find(id)?.Citations) + UnchangedCitations(table, facts.OfLinks, id => Before.Find(id)?.Citations)
            : Unchanged(table, entities, isEntityUnchanged) + Unchanged(table, links, isLinkUnchanged);
    }

    /// <summary>The lines of a table in another shape that are not rejected and change something. A line may make several rows.</summary>
    public HashSet<int> ChangedLines(IReadOnlySet<Table> tables)
    {
        var lines = new HashSet<int>();
        for (var row = 0; row < entities.Count; row++)
        {
            Note(entities.PlaceOf(row), !isEntityUnchanged[row] && entities.IsFirst(row));
        }

        for (var row = 0; row < links.Count; row++)
        {
            Note(links.PlaceOf(row), !isLinkUnchanged[row] && links.IsFirst(row));
        }

        NoteCitations(facts.OfEntities, id => Before.Find(id)?.Citations);
        NoteCitations(facts.OfLinks, id => Before.Find(id)?.Citations);
        return lines;

        void Note(RowPlace place, bool isChanged)
        {
            if (isChanged && tables.Contains(place.Table) && !IsRejected(place))
            {
                lines.Add(place.Line);
            }
        }

        void NoteCitations<TId>(FurtherCitations<TId> further, Func<TId, Citations?> stored)
            where TId : struct
        {
            foreach (var subject in further.Subjects)
            {
                var known = stored(subject)?.ToHashSet() ?? [];
                foreach (var (citation, place) in further.RowsOf(subject))
                {
                    Note(place, citation is not null && known.Add(citation));
                }
            }
        }
    }

    private void Make()
    {
        var notes = new RowProblems(facts, entities, links, Before);
        notes.NoteRepeats(warnings);
        notes.NoteUnknownSubjects();
        FindRemovals();
        var changes = ChangesOf(withRejected: true);
        var (next, found) = Before.With(changes, Before.Version);
        notes.Note(found, problems);
        if (options.SkipBadRows && problems is { Counts.Count: > 0, HasProblemsOfFiles: false })
        {
            NoteUnknownOmissions();
            (changes, next) = WithoutRejected(notes);
        }

        if (next is not null && !problems.HasProblemsOfFiles && (options.SkipBadRows || problems.Counts.Count == 0))
        {
            (Changes, Next) = (changes, next);
        }
    }

    private (ChangeSet Changes, GraphSnapshot? Next) WithoutRejected(RowProblems notes)
    {
        while (true)
        {
            notes.RejectTogether(problems);
            var changes = ChangesOf(withRejected: false);
            var (next, found) = Before.With(changes, Before.Version);
            if (next is not null || problems.HasProblemsOfFiles)
            {
                return (changes, next);
            }

            // Each round rejects a row that was not rejected before, or notes a problem that no row can be blamed for.
            notes.NoteDependants(found, problems);
        }
    }

    private ChangeSet ChangesOf(bool withRejected)
    {
        return new ChangeSet("", GraphVersion.Empty.Provenance)
        {
            PutEntities =
            [
                .. entities.Distinct().Where(item => !isEntityUnchanged[item.Row] && IsTaken(entities.PlaceOf(item.Row))).Select(item => item.Fact),
                .. facts.OfEntities.Unmet().Select(CitedEntity).OfType<Entity>(),
            ],
            PutLinks =
            [
                .. links.Distinct().Where(item => !isLinkUnchanged[item.Row] && IsTaken(links.PlaceOf(item.Row))).Select(item => item.Fact),
                .. facts.OfLinks.Unmet().Select(CitedLink).OfType<Link>(),
            ],
            RemovedEntities = removedEntities,
            RemovedLinks = removedLinks,
        };

        bool IsTaken(RowPlace place) => withRejected || !IsRejected(place);

        Entity? CitedEntity(EntityId id) => Before.Find(id) is { } stored
            && WithFurther(stored.Citations, facts.OfEntities.RowsOf(id)) is { } citations ? stored with { Citations = citations } : null;

        Link? CitedLink(LinkId id) => Before.Find(id) is { } stored
            && WithFurther(stored.Citations, facts.OfLinks.RowsOf(id)) is { } citations ? stored with { Citations = citations } : null;

        Citations? WithFurther(Citations stored, IReadOnlyList<(Citation? Citation, RowPlace Place)> rows)
        {
            Citation[] added = [.. rows.Where(row => row.Citation is not null && IsTaken(row.Place)).Select(row => row.Citation!).Where(citation => !stored.Contains(citation))];
            return added.Length == 0 ? null : Citations.Of([.. stored, .. added]);
        }
    }

    private void FindRemovals()
    {
        var gone = new HashSet<int>();
        if (options.Replaces is { } replaces)
        {
            for (var entity = 0; entity < Before.EntityCount; entity++)
            {
                if (replaces(Before.EntityAt(entity)) && Omits(!entities.Names(Before.EntityAt(entity).Id)))
                {
                    gone.Add(entity);
                    removedEntities.Add(Before.EntityAt(entity).Id);
                }
            }
        }

        if (options.ReplacesLinks is null && gone.Count == 0)
        {
            return;
        }

        for (var link = 0; link < Before.LinkCount; link++)
        {
            var item = Before.LinkAt(link);
            var isOmitted = options.ReplacesLinks?.Invoke(item) == true && Omits(!links.Names(item.Id));

            // A link does not outlive its ends. One that the bundle names all the same is told of as a link without its end.
            if (isOmitted || ((gone.Contains(Before.FromOf(link)) || gone.Contains(Before.ToOf(link))) && !links.Names(item.Id)))
            {
                removedLinks.Add(item.Id);
            }
        }

        bool Omits(bool isOmitted)
        {
            InScope++;
            RemovedInScope += isOmitted ? 1 : 0;
            return isOmitted;
        }
    }

    private void NoteUnknownOmissions()
    {
        if (facts.HasUnnamedRows && (options.Replaces is not null || options.ReplacesLinks is not null))
        {
            problems.Add(".", BundleProblemCode.OmissionsUnknown,
                "Rows do not say which entity or link they are, so that what the bundle omits is not known: correct these rows, or load without replacing.");
        }
    }

    private int Unchanged<TId, TFact>(Table table, RowsById<TId, TFact> rows, bool[] isUnchanged)
        where TId : struct
        where TFact : class
    {
        var count = 0;
        for (var row = 0; row < rows.Count; row++)
        {
            var place = rows.PlaceOf(row);
            count += place.Table == table && (isUnchanged[row] || !rows.IsFirst(row)) && !IsRejected(place) ? 1 : 0;
        }

        return count;
    }

    private int UnchangedCitations<TId>(Table table, FurtherCitations<TId> further, Func<TId, Citations?> stored)
        where TId : struct
    {
        var count = 0;
        foreach (var subject in further.Subjects)
        {
            var known = stored(subject)?.ToHashSet() ?? [];
            foreach (var (citation, place) in further.RowsOf(subject))
            {
                count += place.Table == table && citation is not null && !known.Add(citation) && !IsRejected(place) ? 1 : 0;
            }
        }

        return count;
    }

    private bool IsRejected(RowPlace place) => problems.IsRejected(place.Table.Path, place.Line);
}
