using System.Runtime.InteropServices;
using IndustryGraph.Model;

namespace IndustryGraph.Snapshots;

/// <summary>
/// Gathers entities, then links, into a <see cref="GraphSnapshot"/>. What cannot stand in a graph (a second entity or link
/// of one id, a link without its ends) is left out and noted in <see cref="Problems"/>, so that all of it is found at once.
/// </summary>
public sealed class GraphSnapshotBuilder
{
    private readonly List<GraphProblem> problems = [];
    private readonly List<Entity> gathered = [];
    private readonly List<Row> rows = [];
    private readonly List<LinkDetails> details = [];
    private readonly Dictionary<LinkDetails, int> placeOfDetails = [];
    private Entity[]? entities;
    private EntityIndex? index;
    private (EntityId Id, int Number) lastStart;

    private readonly record struct Row(int From, int To, byte Traits, int Details);

    /// <summary>What was left out, and why.</summary>
    public IReadOnlyList<GraphProblem> Problems => problems;

    /// <summary>Adds an entity. Every entity comes before the first link.</summary>
    public void Add(Entity entity)
    {
        if (entities is not null)
        {
            throw new InvalidOperationException("Entities come before links.");
        }

        gathered.Add(entity);
    }

    /// <summary>Adds a link.</summary>
    public void Add(Link link) => AddNumbered(link);

    /// <summary>Notes what whoever adds to the graph had to leave out.</summary>
    public void LeaveOut(GraphProblem problem) => problems.Add(problem);

    /// <summary>Forgets everything that was added.</summary>
    public void Clear()
    {
        problems.Clear();
        gathered.Clear();
        rows.Clear();
        details.Clear();
        placeOfDetails.Clear();
        (entities, index, lastStart) = (null, null, default);
    }

    /// <summary>The snapshot of all that was added and could stand.</summary>
    public GraphSnapshot Build(GraphVersion version)
    {
        GatherEntities();
        var sorted = rows.ToArray();
        Array.Sort(sorted, Compare);
        sorted = WithoutDuplicates(sorted);
        return new GraphSnapshot(
            version, entities!, index!,
            Array.ConvertAll(sorted, row => row.From),
            Array.ConvertAll(sorted, row => row.To),
            Array.ConvertAll(sorted, row => row.Traits),
            Array.ConvertAll(sorted, row => row.Details),
            [.. details]);
    }

    /// <summary>Adds a link, and gives the numbers of its ends in the snapshot; -1 for one that is not there.</summary>
    internal (int From, int To) AddNumbered(Link link)
    {
        GatherEntities();

        // Links mostly come by the entity that they leave.
        if (link.From != lastStart.Id)
        {
            lastStart = (link.From, index!.Find(link.From));
        }

        var (from, to) = (lastStart.Number, index!.Find(link.To));
        if (from < 0 || to < 0)
        {
            AddDangling(link.Id, from < 0, to < 0);
        }
        else
        {
            rows.Add(new Row(
                from, to, LinkFilter.Traits(link.Kind, link.Citations.Strongest),
                PlaceOf(new LinkDetails(link.Id.Qualifier, link.Citations, link.Validity, link.Attributes))));
        }

        return (from, to);
    }

    /// <summary>Adds a link of another snapshot without making a <see cref="Link"/> of it.</summary>
    internal void AddFrom(GraphSnapshot snapshot, int link)
    {
        GatherEntities();
        var (start, end) = (snapshot.EntityAt(snapshot.FromOf(link)).Id, snapshot.EntityAt(snapshot.ToOf(link)).Id);
        var (from, to) = (index!.Find(start), index.Find(end));
        if (from < 0 || to < 0)
        {
            AddDangling(snapshot.LinkAt(link).Id, from < 0, to < 0);
            return;
        }

        rows.Add(new Row(from, to, snapshot.TraitsOf(link), PlaceOf(snapshot.DetailsOf(link))));
    }

    private void GatherEntities()
    {
        if (entities is not null)
        {
            return;
        }

        var sorted = gathered.ToArray();
        Array.Sort(sorted, (left, right) => left.Id.CompareTo(right.Id));
        var kept = new List<Entity>(sorted.Length);
        foreach (var entity in sorted)
        {
            if (kept.Count > 0 && kept[^1].Id == entity.Id)
            {
                problems.Add(new(ProblemCode.DuplicateEntity, entity.Id.Value,
                    $"{entity.Id} stands twice: remove one, or give one another id."));
            }
            else
            {
                kept.Add(entity);
            }
        }

        gathered.Clear();
        entities = [.. kept];
        index = new EntityIndex(entities);
    }

    private int PlaceOf(LinkDetails carried)
    {
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(placeOfDetails, carried, out var isKnown);
        if (!isKnown)
        {
            place = details.Count;
            details.Add(carried);
        }

        return place;
    }

    private Row[] WithoutDuplicates(Row[] sorted)
    {
        var kept = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            if (kept > 0 && Compare(sorted[kept - 1], sorted[i]) == 0)
            {
                var row = sorted[i];
                var id = new LinkId(
                    entities![row.From].Id, LinkFilter.KindOf(row.Traits), entities[row.To].Id, details[row.Details].Qualifier);
                problems.Add(new(ProblemCode.DuplicateLink, id.ToString(),
                    $"The link {id} stands twice: join the rows, or tell the statements apart by a qualifier."));
            }
            else
            {
                sorted[kept++] = sorted[i];
            }
        }

        return sorted[..kept];
    }

    private int Compare(Row left, Row right)
    {
        var order = left.From.CompareTo(right.From);
        order = order != 0 ? order : ((byte)LinkFilter.KindOf(left.Traits)).CompareTo((byte)LinkFilter.KindOf(right.Traits));
        order = order != 0 ? order : left.To.CompareTo(right.To);
        return order != 0 || left.Details == right.Details
            ? order : string.CompareOrdinal(details[left.Details].Qualifier, details[right.Details].Qualifier);
    }

    private void AddDangling(LinkId link, bool fromIsMissing, bool toIsMissing)
    {
        if (fromIsMissing)
        {
            problems.Add(Dangling(link, link.From));
        }

        if (toIsMissing && !(fromIsMissing && link.From == link.To))
        {
            problems.Add(Dangling(link, link.To));
        }
    }

    private static GraphProblem Dangling(LinkId link, EntityId missing) => new(
        ProblemCode.DanglingEnd, link.ToString(),
        $"The link {link} names {missing}, which is not in the graph: add the entity, or correct or remove the link.",
        missing.Value);
}
