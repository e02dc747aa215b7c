using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Changes;

/// <summary>The difference of two graphs as a change set.</summary>
public static class GraphDiff
{
    /// <summary>The change set that leads from one graph to the other; empty where they are equal.</summary>
    public static ChangeSet Between(GraphSnapshot before, GraphSnapshot after, string id, Provenance provenance) =>
        new(id, provenance)
        {
            PutEntities = [.. EntitiesOf(after).Where(entity => !entity.Equals(before.Find(entity.Id)))],
            RemovedEntities = [.. EntitiesOf(before).Select(entity => entity.Id).Where(item => after.IndexOf(item) < 0)],
            PutLinks = [.. LinksOf(after).Where(link => !(before.IndexOf(link.Id) is var at and >= 0 && link.Equals(before.LinkAt(at))))],
            RemovedLinks = [.. LinksOf(before).Select(link => link.Id).Where(item => after.IndexOf(item) < 0)],
        };

    private static IEnumerable<Entity> EntitiesOf(GraphSnapshot snapshot)
    {
        for (var entity = 0; entity < snapshot.EntityCount; entity++)
        {
            yield return snapshot.EntityAt(entity);
        }
    }

    private static IEnumerable<Link> LinksOf(GraphSnapshot snapshot)
    {
        for (var link = 0; link < snapshot.LinkCount; link++)
        {
            yield return snapshot.LinkAt(link);
        }
    }
}
