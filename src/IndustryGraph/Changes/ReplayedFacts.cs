using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Changes;

/// <summary>The entities and links that change sets leave when they are replayed one over the other.</summary>
/// <param name="only">Replays only what this change set touches; everything where null.</param>
public sealed class ReplayedFacts(ChangeSet? only = null)
{
    private readonly HashSet<EntityId>? touchedEntities =
        only is null ? null : [.. only.PutEntities.Select(entity => entity.Id), .. only.RemovedEntities];

    private readonly HashSet<LinkId>? touchedLinks =
        only is null ? null : [.. only.PutLinks.Select(link => link.Id), .. only.RemovedLinks];

    private readonly Dictionary<EntityId, Entity> entities = [];
    private readonly Dictionary<LinkId, Link> links = [];

    /// <summary>Replays the next change set.</summary>
    public void Replay(ChangeSet changes)
    {
        foreach (var entity in changes.PutEntities.Where(entity => touchedEntities?.Contains(entity.Id) ?? true))
        {
            entities[entity.Id] = entity;
        }

        foreach (var link in changes.PutLinks.Where(link => touchedLinks?.Contains(link.Id) ?? true))
        {
            links[link.Id] = link;
        }

        foreach (var id in changes.RemovedEntities)
        {
            entities.Remove(id);
        }

        foreach (var id in changes.RemovedLinks)
        {
            links.Remove(id);
        }
    }

    /// <summary>The entity; null where it is not there.</summary>
    public Entity? Find(EntityId id) => entities.GetValueOrDefault(id);

    /// <summary>The link; null where it is not there.</summary>
    public Link? Find(LinkId id) => links.GetValueOrDefault(id);

    /// <summary>The graph of what is there.</summary>
    public GraphSnapshot ToSnapshot(GraphVersion version)
    {
        var builder = new GraphSnapshotBuilder();
        foreach (var entity in entities.Values)
        {
            builder.Add(entity);
        }

        foreach (var link in links.Values)
        {
            builder.Add(link);
        }

        return builder.Build(version);
    }
}
