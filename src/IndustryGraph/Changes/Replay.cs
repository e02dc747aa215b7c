using System.Collections;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Changes;

/// <summary>
/// What a graph comes to after change sets that were checked when they were made, as a store's log holds them: nothing is
/// checked again, and what cannot stand in a graph is left out.
/// </summary>
/// <param name="start">The graph that the first change set was made for.</param>
/// <param name="only">Replays only what this change set touches; everything where null.</param>
public sealed class Replay(GraphSnapshot start, ChangeSet? only = null)
{
    private readonly HashSet<EntityId>? touchedEntities =
        only is null ? null : [.. only.PutEntities.Select(entity => entity.Id), .. only.RemovedEntities];

    private readonly HashSet<LinkId>? touchedLinks =
        only is null ? null : [.. only.PutLinks.Select(link => link.Id), .. only.RemovedLinks];

    // Null where it is gone.
    private readonly Dictionary<EntityId, Entity?> entities = [];
    private readonly Dictionary<LinkId, Link?> links = [];

    /// <summary>Adds the next change set: it comes after all that were added.</summary>
    public void Add(ChangeSet changes)
    {
        foreach (var entity in changes.PutEntities.Where(entity => IsWanted(entity.Id)))
        {
            entities[entity.Id] = entity;
        }

        foreach (var link in changes.PutLinks.Where(link => IsWanted(link.Id)))
        {
            links[link.Id] = link;
        }

        foreach (var id in changes.RemovedEntities.Where(IsWanted))
        {
            entities[id] = null;
        }

        foreach (var id in changes.RemovedLinks.Where(IsWanted))
        {
            links[id] = null;
        }
    }

    /// <summary>Adds a change set that was before all others: what is known of later ones stays.</summary>
    public void AddEarlier(ChangeSet changes)
    {
        foreach (var entity in changes.PutEntities.Where(entity => IsWanted(entity.Id)))
        {
            entities.TryAdd(entity.Id, entity);
        }

        foreach (var link in changes.PutLinks.Where(link => IsWanted(link.Id)))
        {
            links.TryAdd(link.Id, link);
        }

        foreach (var id in changes.RemovedEntities.Where(IsWanted))
        {
            entities.TryAdd(id, null);
        }

        foreach (var id in changes.RemovedLinks.Where(IsWanted))
        {
            links.TryAdd(id, null);
        }
    }

    /// <summary>Whether all that is replayed is known, so that no earlier change set adds to it; false where everything is.</summary>
    public bool IsSettled => entities.Count == touchedEntities?.Count && links.Count == touchedLinks?.Count;

    /// <summary>The entity after the last change set; null where it is not there.</summary>
    public Entity? Find(EntityId id) => entities.TryGetValue(id, out var entity) ? entity : start.Find(id);

    /// <summary>The link after the last change set; null where it is not there.</summary>
    public Link? Find(LinkId id) => links.TryGetValue(id, out var link) ? link : start.Find(id);

    /// <summary>What the change sets put, as it is after the last of them, in the order of the ids.</summary>
    public IEnumerable<Entity> PutEntities => entities.Values.OfType<Entity>().OrderBy(entity => entity.Id);

    /// <inheritdoc cref="PutEntities"/>
    public IEnumerable<Link> PutLinks => links.Values.OfType<Link>().OrderBy(link => link.Id);

    /// <summary>What the change sets removed and did not put again, in the order of the ids.</summary>
    public IEnumerable<EntityId> RemovedEntities => entities.Where(item => item.Value is null).Select(item => item.Key).Order();

    /// <inheritdoc cref="RemovedEntities"/>
    public IEnumerable<LinkId> RemovedLinks => links.Where(item => item.Value is null).Select(item => item.Key).Order();

    /// <summary>The graph after the last change set.</summary>
    public GraphSnapshot Build(GraphVersion version)
    {
        var builder = new GraphSnapshotBuilder();
        foreach (var entity in start.Entities)
        {
            if (!entities.ContainsKey(entity.Id))
            {
                builder.Add(entity);
            }
        }

        foreach (var entity in PutEntities)
        {
            builder.Add(entity);
        }

        var changed = new BitArray(start.LinkCount);
        foreach (var link in links.Keys.Select(start.IndexOf).Where(link => link >= 0))
        {
            changed[link] = true;
        }

        builder.AddFrom(start, changed);
        foreach (var link in PutLinks)
        {
            builder.Add(link);
        }

        return builder.Build(version);
    }

    private bool IsWanted(EntityId id) => touchedEntities?.Contains(id) ?? true;

    private bool IsWanted(LinkId id) => touchedLinks?.Contains(id) ?? true;
}
