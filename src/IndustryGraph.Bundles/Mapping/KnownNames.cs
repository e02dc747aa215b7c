using IndustryGraph.Model;
using IndustryGraph.Search;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Bundles.Mapping;

/// <summary>Finds the entity of a name among those that a load brings and those that are stored.</summary>
/// <remarks>
/// A name that an entity has letter by letter as its Chinese or English name goes before one that it has so as another
/// name, and that before one that differs only by what <see cref="NameFolding"/> folds. Where two entities remain, neither is taken.
/// </remarks>
/// <param name="loaded">The entities of the load; it may grow.</param>
/// <param name="stored">The stored graph.</param>
internal sealed class KnownNames(IReadOnlyList<Entity> loaded, GraphSnapshot stored)
{
    private const int MostTold = 5;

    private readonly Dictionary<string, List<Found>> byName = new(StringComparer.Ordinal);
    private int indexed = -1;

    /// <summary>The entity of the name; null where there is none or more than one, and then those that may be meant, at most 5.</summary>
    public EntityId? Find(string name, IReadOnlyList<EntityKind> kinds, out IReadOnlyList<EntityId> candidates)
    {
        Index();
        var found = byName.GetValueOrDefault(NameFolding.Fold(name), []).Where(item => kinds.Contains(item.Kind)).ToList();
        foreach (var rank in new Func<Found, bool>[] { item => item.IsMain && item.Name == name, item => item.Name == name, _ => true })
        {
            var ids = found.Where(rank).Select(item => item.Id).Distinct().Take(MostTold).ToList();
            if (ids.Count > 0)
            {
                candidates = ids;
                return ids.Count == 1 ? ids[0] : null;
            }
        }

        candidates = [];
        return null;
    }

    private void Index()
    {
        if (indexed < 0)
        {
            indexed = 0;
            for (var i = 0; i < stored.EntityCount; i++)
            {
                Add(stored.EntityAt(i));
            }
        }

        for (; indexed < loaded.Count; indexed++)
        {
            Add(loaded[indexed]);
        }
    }

    private void Add(Entity entity)
    {
        Add(entity, entity.Names.Chinese, isMain: true);
        Add(entity, entity.Names.English, isMain: true);
        foreach (var name in entity.Names.Alternatives)
        {
            Add(entity, name, isMain: false);
        }
    }

    private void Add(Entity entity, string? name, bool isMain)
    {
        if (name is null || NameFolding.Fold(name) is not { Length: > 0 } folded)
        {
            return;
        }

        if (!byName.TryGetValue(folded, out var found))
        {
            byName.Add(folded, found = new List<Found>(1));
        }

        found.Add(new Found(entity.Id, entity.Kind, name, isMain));
    }

    private readonly record struct Found(EntityId Id, EntityKind Kind, string Name, bool IsMain);
}
