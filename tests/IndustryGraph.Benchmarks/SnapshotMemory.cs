using IndustryGraph.Snapshots;

namespace IndustryGraph.Benchmarks;

/// <summary>Builds the snapshot that is measured, and tells what it holds in memory.</summary>
internal static class SnapshotMemory
{
    public static GraphSnapshot Build(int entities, int links)
    {
        var before = Used();
        var builder = new GraphSnapshotBuilder();
        foreach (var entity in LargeGraph.Entities(entities))
        {
            builder.Add(entity);
        }

        var alone = builder.Build(GraphVersion.Empty);

        // The lists of the old one would count as memory of the entities.
        builder = new GraphSnapshotBuilder();
        var withEntities = Used();
        foreach (var entity in alone.Entities)
        {
            builder.Add(entity);
        }

        foreach (var link in LargeGraph.Links(entities, links, seed: 42))
        {
            builder.Add(link);
        }

        var graph = builder.Build(GraphVersion.Empty);
        if (builder.Problems.Count > 0)
        {
            throw new InvalidOperationException(builder.Problems[0].Message);
        }

        var text = 0L;
        foreach (var entity in graph.Entities)
        {
            text += Size(entity.Id.Value) + Size(entity.Names.Chinese!) + Size(entity.Names.English!);
        }

        GC.KeepAlive(alone);
        var entityBytes = (double)(withEntities - before - text) / entities;
        builder = null;
        alone = null;
        var linkBytes = (Used() - before - text - (entityBytes * entities)) / links;
        Console.WriteLine(FormattableString.Invariant(
            $"Memory: {entityBytes:0.0} bytes an entity beside its text ({(double)text / entities:0.0} bytes of text), {linkBytes:0.0} a link.\n"));
        return graph;
    }

    private static long Size(string text) => (22 + (2 * text.Length) + 7) / 8 * 8;

    private static long Used()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
