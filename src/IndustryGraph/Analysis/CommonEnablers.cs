using IndustryGraph.Model;
using IndustryGraph.Paths;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Analysis;

/// <summary>An entity that several industries rest on.</summary>
/// <param name="Entity">Its number.</param>
/// <param name="Ways">For each industry asked for, in their order, the shortest path from the entity to it.</param>
public sealed record CommonEnabler(int Entity, IReadOnlyList<LinkPath> Ways);

/// <summary>Common enablers.</summary>
/// <param name="Enablers">Those with the fewest links over all ways first, then in the order of their numbers.</param>
/// <param name="Reason">What cut the answer.</param>
public sealed record CommonEnablersResult(IReadOnlyList<CommonEnabler> Enablers, CutReason Reason)
{
    /// <summary>Whether these are all.</summary>
    public bool Complete => Reason == CutReason.None;
}

/// <summary>What two or more industries have in common to stand on.</summary>
public static class CommonEnablers
{
    /// <summary>
    /// Links that make an enabler by default: <c>ENABLES</c>, and <c>PART_OF</c>, because a technology of an
    /// industry's chain is one that the industry rests on.
    /// </summary>
    public static LinkFilter Links { get; } = LinkFilter.Of([LinkKind.Enables, LinkKind.PartOf]);

    /// <summary>
    /// Entities of a kind from which a path of at most <paramref name="hops"/> such links leads to every one of the
    /// industries; with 2 hops, also by way of a field, a product or a technology of the industry. A way through another
    /// industry does not count: what that one rests on is not for this reason an enabler here.
    /// </summary>
    /// <param name="snapshot">The graph.</param>
    /// <param name="industries">The numbers of the industries, at least one.</param>
    /// <param name="kind">The kind of enabler.</param>
    /// <param name="hops">The most links from enabler to industry, from 1.</param>
    /// <param name="links">Which links.</param>
    /// <param name="limits">How far each search may go, and the most enablers.</param>
    /// <param name="time">The clock for the limit on time.</param>
    /// <param name="cancellation">Ends the search with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">No industry is named.</exception>
    public static CommonEnablersResult Of(
        GraphSnapshot snapshot, IReadOnlyList<int> industries, EntityKind kind, int hops, LinkFilter links,
        SearchLimits limits, TimeProvider time, CancellationToken cancellation = default)
    {
        if (industries.Count == 0)
        {
            throw new ArgumentException("Name at least one industry.", nameof(industries));
        }

        var wide = limits with { Results = int.MaxValue };
        var reached = industries.Select(industry => Reach.From(
            snapshot, [industry], snapshot.OfKind(EntityKind.Industry), LinkDirection.In, hops, links, wide, time, cancellation)).ToList();
        var ways = reached.ConvertAll(reach => new ReachedPaths(snapshot, reach));
        var common = new HashSet<int>(reached[0].Entities.ToArray().Where(entity => snapshot.EntityAt(entity).Kind == kind));
        foreach (var reach in reached)
        {
            common.IntersectWith(reach.Entities.ToArray());
        }

        var enablers = common
            .Select(entity => new CommonEnabler(entity, ways.ConvertAll(way => way.Back(entity))))
            .OrderBy(enabler => enabler.Ways.Sum(way => way.Length)).ThenBy(enabler => enabler.Entity)
            .ToList();
        var cut = reached.Find(reach => !reach.Complete)?.Reason ?? CutReason.None;
        return enablers.Count <= limits.Results
            ? new CommonEnablersResult(enablers, cut)
            : new CommonEnablersResult(enablers[..limits.Results], cut == CutReason.None ? CutReason.Results : cut);
    }
}
