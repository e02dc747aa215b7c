using System.Collections;
using System.Runtime.InteropServices;
using IndustryGraph.Model;

namespace IndustryGraph.Snapshots;

/// <summary>
/// Links of which a <see cref="Link"/> is made only for whoever asks for one: the id of each end, and what links carry, is kept
/// once, and a link costs 16 bytes beside that.
/// </summary>
public sealed class PackedLinks : IReadOnlyList<Link>
{
    private readonly List<Row> rows = [];
    private readonly List<EntityId> ends = [];
    private readonly Dictionary<EntityId, int> placeOfEnd = [];
    private readonly List<LinkDetails> details = [];
    private readonly Dictionary<LinkDetails, int> placeOfDetails = [];

    /// <summary>These links; themselves where they are packed already.</summary>
    public static PackedLinks Of(IReadOnlyList<Link> links)
    {
        if (links is PackedLinks packed)
        {
            return packed;
        }

        packed = new PackedLinks();
        packed.rows.EnsureCapacity(links.Count);
        foreach (var link in links)
        {
            packed.Add(link.Id, link.Citations, link.Validity, link.Attributes);
        }

        return packed;
    }

    /// <inheritdoc/>
    public int Count => rows.Count;

    /// <inheritdoc/>
    public Link this[int index]
    {
        get
        {
            var (_, citations, validity, attributes) = details[rows[index].Details];
            return new Link(IdOf(index), citations) { Validity = validity, Attributes = attributes };
        }
    }

    /// <summary>Adds a link.</summary>
    public void Add(LinkId id, Citations citations, Validity validity, Attributes attributes)
    {
        // Links mostly come by the entity that they leave.
        var from = rows.Count > 0 && ends[rows[^1].From] == id.From ? rows[^1].From : Place(placeOfEnd, ends, id.From);
        var to = Place(placeOfEnd, ends, id.To);
        rows.Add(new Row(from, to, Place(placeOfDetails, details, new LinkDetails(id.Qualifier, citations, validity, attributes)), id.Kind));
    }

    /// <inheritdoc/>
    public IEnumerator<Link> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Where links start and lead, each once.</summary>
    internal IReadOnlyList<EntityId> Ends => ends;

    /// <summary>What links carry, each once.</summary>
    internal IReadOnlyList<LinkDetails> Details => details;

    /// <summary>The links by the places of what they consist of.</summary>
    internal ReadOnlySpan<Row> Rows => CollectionsMarshal.AsSpan(rows);

    /// <summary>The id of the link at this place.</summary>
    internal LinkId IdOf(int index)
    {
        var row = rows[index];
        return new LinkId(ends[row.From], row.Kind, ends[row.To], details[row.Details].Qualifier);
    }

    private static int Place<T>(Dictionary<T, int> places, List<T> items, T item)
        where T : notnull
    {
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(places, item, out var isKnown);
        if (!isKnown)
        {
            place = items.Count;
            items.Add(item);
        }

        return place;
    }

    /// <summary>A link.</summary>
    /// <param name="From">Where it starts, of <see cref="Ends"/>.</param>
    /// <param name="To">Where it leads, of <see cref="Ends"/>.</param>
    /// <param name="Details">What it carries, of <see cref="PackedLinks.Details"/>.</param>
    /// <param name="Kind">Its kind.</param>
    internal readonly record struct Row(int From, int To, int Details, LinkKind Kind);
}
