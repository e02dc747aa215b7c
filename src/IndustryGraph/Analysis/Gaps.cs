using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Analysis;

/// <summary>Entities or links with one gap.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="ByKind">How many of each kind, in the order of the kinds' numbers; kinds without any are left out.</param>
/// <param name="First">The numbers of the first of them.</param>
public sealed record GapList<TKind>(int Count, IReadOnlyList<KeyValuePair<TKind, int>> ByKind, IReadOnlyList<int> First);

/// <summary>What a graph wants.</summary>
/// <param name="WithoutUpstream">Entities of kinds that have suppliers, which no supply link enters from another entity.</param>
/// <param name="CuratedEntities">Entities of which every citation is editorial judgement.</param>
/// <param name="CuratedLinks">Links of which every citation is editorial judgement.</param>
/// <param name="SingleSupplier">Products, materials and services with just one entity that is stated as an input to them.</param>
public sealed record GapsReport(
    GapList<EntityKind> WithoutUpstream, GapList<EntityKind> CuratedEntities, GapList<LinkKind> CuratedLinks,
    GapList<EntityKind> SingleSupplier);

/// <summary>What data teams should look for next.</summary>
public static class Gaps
{
    /// <summary>
    /// The kinds of entity that are expected to have something upstream: of other kinds (scenarios, policies, items of
    /// classifications, …) nobody states inputs.
    /// </summary>
    public static IReadOnlyList<EntityKind> SuppliedKinds { get; } =
    [
        EntityKind.Industry, EntityKind.Field, EntityKind.Technology, EntityKind.Product, EntityKind.Material,
        EntityKind.Service, EntityKind.Process,
    ];

    /// <summary>The report. Linear in the graph.</summary>
    /// <param name="snapshot">The graph.</param>
    /// <param name="supply">Which links supply, for <see cref="GapsReport.WithoutUpstream"/>.</param>
    /// <param name="first">How many of each list are named.</param>
    /// <param name="cancellation">Ends it with <see cref="OperationCanceledException"/>.</param>
    public static GapsReport Of(GraphSnapshot snapshot, LinkFilter supply, int first, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        var inputs = LinkFilter.Of(LinkKind.InputTo);
        var entities = Enumerable.Range(0, snapshot.EntityCount);
        return new GapsReport(
            Found(entities.Where(entity => SuppliedKinds.Contains(KindOf(entity)) && Suppliers(snapshot, entity, supply, 1) == 0), KindOf),
            Found(entities.Where(entity => snapshot.EntityAt(entity).Citations.Strongest == Evidence.Curated), KindOf),
            Found(
                Enumerable.Range(0, snapshot.LinkCount).Where(link => snapshot.EvidenceOf(link) == Evidence.Curated),
                snapshot.KindOf),
            Found(entities.Where(entity => IndustryMembers.IsProduct(KindOf(entity)) && Suppliers(snapshot, entity, inputs, 2) == 1), KindOf));

        EntityKind KindOf(int entity) => snapshot.EntityAt(entity).Kind;

        GapList<TKind> Found<TKind>(IEnumerable<int> numbers, Func<int, TKind> kindOf)
            where TKind : notnull
        {
            cancellation.ThrowIfCancellationRequested();
            return List(numbers, kindOf, first);
        }
    }

    private static GapList<TKind> List<TKind>(IEnumerable<int> numbers, Func<int, TKind> kindOf, int first)
        where TKind : notnull
    {
        var all = numbers.ToList();
        var kinds = all.GroupBy(kindOf).OrderBy(kind => kind.Key).Select(kind => KeyValuePair.Create(kind.Key, kind.Count()));
        return new GapList<TKind>(all.Count, [.. kinds], [.. all.Take(first)]);
    }

    // How many other entities supply it, counted up to a number.
    private static int Suppliers(GraphSnapshot snapshot, int entity, LinkFilter links, int enough)
    {
        var sources = snapshot.InSources(entity);
        var traits = snapshot.InTraits(entity);
        var (count, last) = (0, -1);
        for (var i = 0; i < sources.Length && count < enough; i++)
        {
            // Links that enter are in the order of their numbers, and so of the entities that they come from.
            if (links.Passes(traits[i]) && sources[i] != entity && sources[i] != last)
            {
                (count, last) = (count + 1, sources[i]);
            }
        }

        return count;
    }
}
