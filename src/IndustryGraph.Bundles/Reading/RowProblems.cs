using System.Globalization;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Bundles.Reading;

/// <summary>Says of each problem that the rules of the core find which rows it comes from.</summary>
internal sealed class RowProblems(Facts facts, RowsById<EntityId, Entity> entities, RowsById<LinkId, Link> links, GraphSnapshot before)
{
    private readonly HashSet<string> ofOpenKind = new(StringComparer.Ordinal);

    /// <summary>Notes the rows of which another names the same id: a problem where the two differ, a warning where they do not.</summary>
    public void NoteRepeats(ProblemList warnings)
    {
        foreach (var (id, first, later, isSame) in entities.Repeats())
        {
            ofOpenKind.Add(id.Value);
            NoteRepeat(isSame, id.Value, first, later, BundleProblemCode.DuplicateEntity, "id",
                $"{id} stands in {Shown(first)} already and says something else: remove one of the rows, or give one another id.");
        }

        foreach (var (id, first, later, isSame) in links.Repeats())
        {
            NoteRepeat(isSame, id.ToString(), first, later, BundleProblemCode.DuplicateLink, "from",
                $"The link {id} stands in {Shown(first)} already and says something else: join the rows (further citations go to citations.csv), or tell the statements apart by a qualifier.");
        }

        void NoteRepeat(bool isSame, string id, RowPlace first, RowPlace later, BundleProblemCode code, string column, string message)
        {
            if (isSame)
            {
                warnings.AddForRow(later.Table.ProblemAt(later.Line, later.Table.Column(column), BundleProblemCode.RepeatedRow, id,
                    $"{Shown(first)} says the same of {id}: remove one of the rows."));
            }
            else
            {
                Add(later, code, column, id, message);
            }
        }
    }

    /// <summary>Notes the further citations of what is neither in the bundle nor in the graph.</summary>
    public void NoteUnknownSubjects()
    {
        foreach (var subject in facts.OfEntities.Unmet().Where(id => !facts.LacksEntities && before.IndexOf(id) < 0))
        {
            AddUnknownSubject(facts.OfEntities.PlacesOf(subject), subject.Value);
        }

        foreach (var subject in facts.OfLinks.Unmet().Where(id => !facts.LacksLinks && before.IndexOf(id) < 0))
        {
            AddUnknownSubject(facts.OfLinks.PlacesOf(subject), subject.ToString());
        }
    }

    /// <summary>Notes what is wrong with the rows, bad ones among them, as far as it does not only follow from what is noted already.</summary>
    public void Note(IReadOnlyList<GraphProblem> found, ProblemList problems)
    {
        ofOpenKind.UnionWith(found.Where(problem => problem.Code == ProblemCode.KindChanged).Select(problem => problem.Subject));
        foreach (var problem in found)
        {
            switch (problem.Code)
            {
                // What may be missing only because a part of the bundle cannot be read is not said to be missing.
                case ProblemCode.DanglingEnd or ProblemCode.UnknownSource or ProblemCode.UnknownScheme when facts.LacksEntities:
                // Which kind the end has is open while two rows claim the id, or the row gives it another kind than the graph.
                case ProblemCode.EndKindRefused when ofOpenKind.Contains(problem.Culprit!):
                case ProblemCode.UnknownSource when problem.Culprit == Facts.UnreadSource.Value:
                    break;
                default:
                    var places = PlacesOf(problem);
                    foreach (var place in places)
                    {
                        Add(place, BundleProblemCodes.Of(problem.Code), ColumnOf(problem), problem.Culprit ?? problem.Subject, problem.Message);
                    }

                    NoteStillNeeded(problem, places.Count, problems);
                    break;
            }
        }
    }

    /// <summary>Notes the rows that cannot do without those that were left out.</summary>
    public void NoteDependants(IReadOnlyList<GraphProblem> found, ProblemList problems)
    {
        foreach (var problem in found)
        {
            var places = PlacesOf(problem);
            foreach (var place in places)
            {
                Add(place, BundleProblemCode.DependsOnRejected, ColumnOf(problem), problem.Culprit ?? problem.Subject,
                    $"Without the rows that are left out: {problem.Message}");
            }

            NoteStillNeeded(problem, places.Count, problems);
        }
    }

    /// <summary>Rejects every row of an entity or link of which one row is rejected: half of what the bundle says of it would be wrong.</summary>
    public void RejectTogether(ProblemList problems)
    {
        foreach (var id in entities.OfSeveralRows())
        {
            Reject(id.Value, [.. entities.AllRowsOf(id)]);
        }

        foreach (var id in links.OfSeveralRows())
        {
            Reject(id.ToString(), [.. links.AllRowsOf(id)]);
        }

        void Reject(string id, RowPlace[] rows)
        {
            if (Array.Find(rows, row => problems.IsRejected(row.Table.Path, row.Line)) is { Table: not null } bad)
            {
                foreach (var row in rows.Where(row => !problems.IsRejected(row.Table.Path, row.Line)))
                {
                    Add(row, BundleProblemCode.DependsOnRejected, null, id, $"{Shown(bad)} speaks of {id} too and is left out: correct that row.");
                }
            }
        }
    }

    private static void NoteStillNeeded(GraphProblem problem, int rows, ProblemList problems)
    {
        if (rows == 0)
        {
            problems.Add(".", BundleProblemCode.StillNeeded,
                $"{problem.Message} It is in the graph and not in the bundle, which omits what it needs: put that into the bundle, or narrow the scope.",
                BundleProblem.Shown(problem.Subject));
        }
    }

    private void AddUnknownSubject(IEnumerable<RowPlace> places, string subject)
    {
        foreach (var place in places)
        {
            Add(place, BundleProblemCode.UnknownSubject, "subject", subject,
                $"{subject} is not in the bundle{(before.EntityCount > 0 ? " and not in the graph" : "")}: correct the id, or remove the row.");
        }
    }

    // A citation is blamed on the row that cites. What only the graph has is blamed on the rows that add citations to it.
    private List<RowPlace> PlacesOf(GraphProblem problem)
    {
        var (rows, all) = LinkId.TryParse(problem.Subject, out var link)
            ? (links.RowsOf(link), links.AllRowsOf(link))
            : EntityId.TryParse(problem.Subject, out var entity) ? (entities.RowsOf(entity), entities.AllRowsOf(entity)) : ([], []);
        return problem.Code == ProblemCode.UnknownSource
            ? [.. all.Where(place => place.Source?.Value == problem.Culprit).Distinct()]
            : rows.Any() ? [.. rows] : [.. all];
    }

    private static string? ColumnOf(GraphProblem problem) => problem.Code switch
    {
        ProblemCode.DanglingEnd or ProblemCode.EndKindRefused when LinkId.TryParse(problem.Subject, out var link) =>
            link.From.Value == problem.Culprit ? "from" : "to",
        ProblemCode.UnknownSource => "source",
        ProblemCode.UnknownScheme => AttributeName.Scheme.Code(),
        ProblemCode.TaxonomyCycle => "to",
        ProblemCode.KindChanged => "id",
        ProblemCode.AttributeRefused => problem.Culprit,
        _ => null,
    };

    private static void Add(RowPlace place, BundleProblemCode code, string? column, string? value, string message) =>
        place.Table.AddAt(place.Line, column is null ? -1 : place.Table.Column(column), code, value, message);

    private static string Shown(RowPlace place) => string.Create(CultureInfo.InvariantCulture, $"{place.Table.Path}:{place.Line}");
}
