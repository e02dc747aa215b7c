using System.Collections;
using System.Runtime.InteropServices;
using IndustryGraph.Model;

namespace IndustryGraph.Storage;

/// <summary>Links in 16 bytes each: one is made whenever it is asked for, and lives no longer than whoever asked needs it.</summary>
/// <remarks>Of a large change set the links would be most of what a collection has to move, while it is read and applied.</remarks>
internal sealed class PackedLinks : IReadOnlyList<Link>
{
    private readonly List<Row> rows = [];
    private readonly List<EntityId> ids = [];
    private readonly Dictionary<EntityId, int> places = [];
    private readonly List<Carried> carried = [];
    private readonly Dictionary<Carried, int> placesOfCarried = [];

    public int Count => rows.Count;

    public Link this[int index]
    {
        get
        {
            var row = rows[index];
            var (qualifier, citations, validity, attributes) = carried[row.Carried];
            return new Link(new LinkId(ids[row.From], row.Kind, ids[row.To], qualifier), citations) { Validity = validity, Attributes = attributes };
        }
    }

    public void Add(Link link) => rows.Add(new Row(
        Place(places, ids, link.From), Place(places, ids, link.To),
        Place(placesOfCarried, carried, new Carried(link.Id.Qualifier, link.Citations, link.Validity, link.Attributes)), link.Kind));

    public IEnumerator<Link> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

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

    private readonly record struct Row(int From, int To, int Carried, LinkKind Kind);

    private readonly record struct Carried(string? Qualifier, Citations Citations, Validity Validity, Attributes Attributes);
}
