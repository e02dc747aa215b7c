using System.Globalization;
using IndustryGraph.Changes;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Bundles.Reading;

/// <summary>Puts the rows together by the rules of the core, and says of each problem which rows it comes from.</summary>
internal sealed class WholeGraph
{
    private readonly Facts facts;
    private readonly ILookup<(ProblemCode Code, string Subject, string? Culprit), GraphProblem> problems;
    private readonly Dictionary<EntityId, List<RowPlace>> entityRows = [];
    private readonly Dictionary<LinkId, List<RowPlace>> linkRows = [];

    private WholeGraph(Facts facts, IReadOnlyList<GraphProblem> found)
    {
        this.facts = facts;
        problems = found.ToLookup(problem => (problem.Code, problem.Subject, problem.Culprit));
        FindRows();
    }

    /// <summary>The graph that the rows make; null where the rules refuse it, and then what is wrong is noted.</summary>
    public static GraphSnapshot? Of(Facts facts)
    {
        foreach (var (subject, place) in facts.LacksEntities ? [] : facts.OfEntities.Unmet())
        {
            AddUnknownSubject(place, subject.Value);
        }

        foreach (var (subject, place) in facts.LacksLinks ? [] : facts.OfLinks.Unmet())
        {
            AddUnknownSubject(place, subject.ToString());
        }

        var changes = new ChangeSet("", GraphVersion.Empty.Provenance) { PutEntities = facts.Entities, PutLinks = facts.Links };
        var (graph, found) = GraphSnapshot.Empty.With(changes, GraphVersion.Empty);
        if (found.Count > 0)
        {
            new WholeGraph(facts, found).NoteProblems();
        }

        return graph;
    }

    private static void AddUnknownSubject(RowPlace place, string subject) => Add(
        place, BundleProblemCode.UnknownSubject, "subject", subject,
        $"{subject} is not in the bundle: correct the id, or remove the row.");

    private void NoteProblems()
    {
        var twice = problems.Where(group => group.Key.Code == ProblemCode.DuplicateEntity).Select(group => group.Key.Subject).ToHashSet();
        foreach (var group in problems)
        {
            var (code, subject, culprit) = group.Key;
            var message = group.First().Message;
            switch (code)
            {
                // What may be missing only because a part of the bundle cannot be read is not said to be missing.
                case ProblemCode.DanglingEnd or ProblemCode.UnknownSource or ProblemCode.UnknownScheme when facts.LacksEntities:
                // Which kind the end has is open while two rows claim the id.
                case ProblemCode.EndKindRefused when twice.Contains(culprit!):
                case ProblemCode.UnknownSource when culprit == Facts.UnreadSource.Value:
                    break;
                case ProblemCode.DuplicateEntity or ProblemCode.DuplicateLink:
                    NoteDuplicates(code, subject);
                    break;
                case ProblemCode.UnknownSource:
                    foreach (var place in CitingRows(subject).Where(place => place.Source?.Value == culprit).Distinct())
                    {
                        Add(place, BundleProblemCode.UnknownSource, "source", culprit, message);
                    }

                    break;
                default:
                    foreach (var place in RowsOf(subject))
                    {
                        Add(place, BundleProblemCodes.Of(code), ColumnOf(code, subject, culprit), culprit ?? subject, message);
                    }

                    break;
            }
        }
    }

    private void NoteDuplicates(ProblemCode code, string subject)
    {
        var rows = RowsOf(subject);
        foreach (var row in rows.Skip(1))
        {
            var other = string.Create(CultureInfo.InvariantCulture, $"{rows[0].Table.Path}:{rows[0].Line}");
            if (code == ProblemCode.DuplicateEntity)
            {
                Add(row, BundleProblemCode.DuplicateEntity, "id", subject,
                    $"{subject} stands in {other} already: remove one of the rows, or give one another id.");
            }
            else
            {
                Add(row, BundleProblemCode.DuplicateLink, "from", subject,
                    $"The link {subject} stands in {other} already: join the rows (further citations go to citations.csv), or tell the statements apart by a qualifier.");
            }
        }
    }

    private static string? ColumnOf(ProblemCode code, string subject, string? culprit) => code switch
    {
        ProblemCode.DanglingEnd or ProblemCode.EndKindRefused when LinkId.TryParse(subject, out var link) =>
            link.From.Value == culprit ? "from" : "to",
        ProblemCode.UnknownScheme => AttributeName.Scheme.Code(),
        ProblemCode.TaxonomyCycle => "to",
        ProblemCode.AttributeRefused => culprit,
        _ => null,
    };

    private static void Add(RowPlace place, BundleProblemCode code, string? column, string? value, string message) =>
        place.Table.AddAt(place.Line, column is null ? -1 : place.Table.Column(column), code, value, message);

    private List<RowPlace> RowsOf(string subject) =>
        LinkId.TryParse(subject, out var link) ? linkRows[link] : entityRows[EntityId.Parse(subject)];

    private IEnumerable<RowPlace> CitingRows(string subject) => LinkId.TryParse(subject, out var link)
        ? linkRows[link].Concat(facts.OfLinks.PlacesOf(link))
        : entityRows[EntityId.Parse(subject)].Concat(facts.OfEntities.PlacesOf(EntityId.Parse(subject)));

    // Only now, where something is wrong, is it worth knowing which rows an id has.
    private void FindRows()
    {
        foreach (var group in problems)
        {
            if (LinkId.TryParse(group.Key.Subject, out var link))
            {
                linkRows.TryAdd(link, []);
            }
            else
            {
                entityRows.TryAdd(EntityId.Parse(group.Key.Subject), []);
            }
        }

        for (var i = 0; i < facts.Entities.Count; i++)
        {
            if (entityRows.TryGetValue(facts.Entities[i].Id, out var places))
            {
                places.Add(facts.EntityPlaces[i]);
            }
        }

        for (var i = 0; i < facts.Links.Count; i++)
        {
            if (linkRows.TryGetValue(facts.Links[i].Id, out var places))
            {
                places.Add(facts.LinkPlaces[i]);
            }
        }
    }
}
