using IndustryGraph.Model;

namespace IndustryGraph.Snapshots;

/// <summary>
/// Entities and links of which only the ids are known: for searches that need no more. A filter by evidence lets every link
/// through, for what a link cites is not known.
/// </summary>
public sealed class BareGraph : GraphTopology
{
    private readonly EntityId[] entities;
    private readonly Dictionary<EntityId, int> numbers;
    private readonly LinkId[] links;

    private BareGraph(EntityId[] entities, Dictionary<EntityId, int> numbers, LinkId[] links)
        : base(
            entities.Length,
            Array.ConvertAll(links, link => numbers[link.From]),
            Array.ConvertAll(links, link => numbers[link.To]),
            Array.ConvertAll(links, link => LinkFilter.Traits(link.Kind, Evidence.Stated))) =>
        (this.entities, this.numbers, this.links) = (entities, numbers, links);

    /// <summary>The graph of these entities and links, and of the ends of the links.</summary>
    public static BareGraph Of(IEnumerable<EntityId> entities, IEnumerable<LinkId> links)
    {
        LinkId[] ordered = [.. links.Distinct().Order()];
        EntityId[] ids = [.. entities.Concat(ordered.SelectMany(link => (EntityId[])[link.From, link.To])).Distinct().Order()];
        var numbers = new Dictionary<EntityId, int>(ids.Length);
        foreach (var id in ids)
        {
            numbers.Add(id, numbers.Count);
        }

        return new BareGraph(ids, numbers, ordered);
    }

    /// <inheritdoc/>
    public override int IndexOf(EntityId id) => numbers.TryGetValue(id, out var number) ? number : -1;

    /// <inheritdoc/>
    public override EntityId IdOf(int entity) => entities[entity];

    /// <inheritdoc/>
    public override LinkId LinkIdOf(int link) => links[link];
}
