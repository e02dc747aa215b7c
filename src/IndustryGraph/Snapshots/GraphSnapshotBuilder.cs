using System.Collections;
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
    public void Add(Link link)
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
    }

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
        var sorted = WithoutDuplicates(Sorted());
        return new GraphSnapshot(
            version, entities!, index!,
            Array.ConvertAll(sorted, row => row.From),
            Array.ConvertAll(sorted, row => row.To),
            Array.ConvertAll(sorted, row => row.Traits),
            Array.ConvertAll(sorted, row => row.Details),
            [.. details]);
    }

    /// <summary>Adds links. Gives the number in the snapshot of each of their <see cref="PackedLinks.Ends"/>; -1 for one that is not there.</summary>
    internal int[] Add(PackedLinks links)
    {
        GatherEntities();
        int[] numbers = [.. links.Ends.Select(index!.Find)];
        int[] places = [.. links.Details.Select(PlaceOf)];
        Evidence[] strongest = [.. links.Details.Select(item => item.Citations.Strongest)];
        rows.EnsureCapacity(rows.Count + links.Count);
        for (var link = 0; link < links.Count; link++)
        {
            var row = links.Rows[link];
            var (from, to) = (numbers[row.From], numbers[row.To]);
            if (from < 0 || to < 0)
            {
                AddDangling(links.IdOf(link), from < 0, to < 0);
            }
            else
            {
                rows.Add(new Row(from, to, LinkFilter.Traits(row.Kind, strongest[row.Details]), places[row.Details]));
            }
        }

        return numbers;
    }

    /// <summary>Adds a link of another snapshot without making a <see cref="Link"/> of it.</summary>
    internal void AddFrom(GraphSnapshot snapshot, int link)
    {
        GatherEntities();
        AddFrom(
            snapshot, link, index!.Find(snapshot.IdOf(snapshot.FromOf(link))), index.Find(snapshot.IdOf(snapshot.ToOf(link))),
            PlaceOf(snapshot.DetailsOf(link)));
    }

    /// <summary>Adds the links of another snapshot but for some.</summary>
    /// <param name="snapshot">The other snapshot.</param>
    /// <param name="without">Those that are left out, by number.</param>
    internal void AddFrom(GraphSnapshot snapshot, BitArray without)
    {
        GatherEntities();
        var numbers = new int[snapshot.EntityCount];
        for (var entity = 0; entity < numbers.Length; entity++)
        {
            numbers[entity] = index!.Find(snapshot.IdOf(entity));
        }

        // What only those carry that are left out is left out too.
        var places = new int?[snapshot.DetailsCount];
        rows.EnsureCapacity(rows.Count + snapshot.LinkCount);
        for (var link = 0; link < snapshot.LinkCount; link++)
        {
            if (!without[link])
            {
                var place = places[snapshot.PlaceOfDetails(link)] ??= PlaceOf(snapshot.DetailsOf(link));
                AddFrom(snapshot, link, numbers[snapshot.FromOf(link)], numbers[snapshot.ToOf(link)], place);
            }
        }
    }

    private void AddFrom(GraphSnapshot snapshot, int link, int from, int to, int place)
    {
        if (from < 0 || to < 0)
        {
            AddDangling(snapshot.LinkIdOf(link), from < 0, to < 0);
        }
        else
        {
            rows.Add(new Row(from, to, snapshot.TraitsOf(link), place));
        }
    }

    private void GatherEntities()
    {
        if (entities is not null)
        {
            return;
        }

        gathered.Sort((left, right) => left.Id.CompareTo(right.Id));
        var kept = new List<Entity>(gathered.Count);
        foreach (var entity in gathered)
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

    // By the entity that they leave, and only then those of one by the rest.
    private Row[] Sorted()
    {
        var next = new int[entities!.Length + 1];
        foreach (var row in rows)
        {
            next[row.From + 1]++;
        }

        for (var entity = 0; entity < entities.Length; entity++)
        {
            next[entity + 1] += next[entity];
        }

        var sorted = new Row[rows.Count];
        foreach (var row in rows)
        {
            sorted[next[row.From]++] = row;
        }

        // Where the links of one entity ended those of the following start.
        var (start, compare) = (0, (Comparison<Row>)Compare);
        foreach (var end in next.AsSpan(0, entities.Length))
        {
            sorted.AsSpan(start..end).Sort(compare);
            start = end;
        }

        return sorted;
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

        return kept == sorted.Length ? sorted : sorted[..kept];
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
