using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Storage;

/// <summary>How many entities and links of each kind there are; a kind without any is left out.</summary>
public sealed record KindCounts(
    IReadOnlyDictionary<EntityKind, long> Entities, IReadOnlyDictionary<LinkKind, long> Links)
{
    /// <summary>The counts of a snapshot.</summary>
    public static KindCounts Of(GraphSnapshot snapshot) => new(
        EntityKinds.All.Where(kind => snapshot.OfKind(kind).Length > 0)
            .ToDictionary(kind => kind, kind => (long)snapshot.OfKind(kind).Length),
        LinkKinds.All.Where(kind => snapshot.CountOf(kind) > 0)
            .ToDictionary(kind => kind, kind => (long)snapshot.CountOf(kind)));
}
