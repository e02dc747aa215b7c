using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Changes;

/// <summary>The difference of two graphs as a change set.</summary>
public static class GraphDiff
{
    private const int FactsBetweenChecks = 4_096;

    /// <summary>The change set that leads from one graph to the other; empty where they are equal.</summary>
    public static ChangeSet Between(
        GraphSnapshot before, GraphSnapshot after, string id, Provenance provenance, CancellationToken cancellation = default) =>
        new(id, provenance)
        {
            PutEntities = [.. EntitiesOf(after, cancellation).Where(entity => !entity.Equals(before.Find(entity.Id)))],
            RemovedEntities = [.. EntitiesOf(before, cancellation).Select(entity => entity.Id).Where(item => after.IndexOf(item) < 0)],
            PutLinks = [.. LinksOf(after, cancellation).Where(link => !(before.IndexOf(link.Id) is var at and >= 0 && link.Equals(before.LinkAt(at))))],
            RemovedLinks = [.. LinksOf(before, cancellation).Select(link => link.Id).Where(item => after.IndexOf(item) < 0)],
        };

    private static IEnumerable<Entity> EntitiesOf(GraphSnapshot snapshot, CancellationToken cancellation)
    {
        for (var entity = 0; entity < snapshot.EntityCount; entity++)
        {
            Check(entity, cancellation);
            yield return snapshot.EntityAt(entity);
        }
    }

    private static IEnumerable<Link> LinksOf(GraphSnapshot snapshot, CancellationToken cancellation)
    {
        for (var link = 0; link < snapshot.LinkCount; link++)
        {
            Check(link, cancellation);
            yield return snapshot.LinkAt(link);
        }
    }

    private static void Check(int fact, CancellationToken cancellation)
    {
        if (fact % FactsBetweenChecks == 0)
        {
            cancellation.ThrowIfCancellationRequested();
        }
    }
}
