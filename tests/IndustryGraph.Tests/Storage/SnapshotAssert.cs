using IndustryGraph.Changes;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;
using Xunit;

namespace IndustryGraph.Tests.Storage;

/// <summary>Equality of graphs and change sets by content.</summary>
public static class SnapshotAssert
{
    /// <summary>Same version, entities and links, with all that they carry.</summary>
    public static void Same(GraphSnapshot expected, GraphSnapshot actual)
    {
        Assert.Equal(expected.Version, actual.Version);
        Assert.Equal(expected.Entities.ToArray(), actual.Entities.ToArray());
        Assert.Equal(Links(expected), Links(actual));
    }

    /// <summary>Same id, provenance, and the same facts put and removed, in any order.</summary>
    public static void Same(ChangeSet expected, ChangeSet? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.Id, actual.Id);
        Assert.Equal(expected.Provenance, actual.Provenance);
        Assert.Equal(expected.PutEntities.OrderBy(entity => entity.Id), actual.PutEntities.OrderBy(entity => entity.Id));
        Assert.Equal(expected.RemovedEntities.Order(), actual.RemovedEntities.Order());
        Assert.Equal(expected.PutLinks.OrderBy(link => link.Id), actual.PutLinks.OrderBy(link => link.Id));
        Assert.Equal(expected.RemovedLinks.Order(), actual.RemovedLinks.Order());
    }

    /// <summary>Every link, in its order.</summary>
    public static IReadOnlyList<Link> Links(GraphSnapshot snapshot) =>
        [.. Enumerable.Range(0, snapshot.LinkCount).Select(snapshot.LinkAt)];
}
