using IndustryGraph.Model;
using IndustryGraph.Paths;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Analysis;

/// <summary>An entity that others cannot do without.</summary>
/// <param name="Entity">Its number.</param>
/// <param name="LostCount">How many are lost without it.</param>
/// <param name="Lost">The numbers of those lost, ascending; not more than the limit on results.</param>
public sealed record Chokepoint(int Entity, int LostCount, IReadOnlyList<int> Lost);

/// <summary>Chokepoints, those with the most lost first, then in the order of their numbers.</summary>
/// <param name="Points">The chokepoints.</param>
/// <param name="Considered">Of how many entities it was asked what is lost.</param>
/// <param name="Reason">
/// What cut the answer. Where expansions or time ended there are no points: a part of the graph would show chokepoints
/// that the rest goes round.
/// </param>
/// <param name="Explored">What was looked at.</param>
public sealed record ChokepointResult(
    IReadOnlyList<Chokepoint> Points, int Considered, CutReason Reason, Explored Explored)
{
    /// <summary>Whether these are all.</summary>
    public bool Complete => Reason == CutReason.None;
}

/// <summary>
/// Chokepoints: entities that every supply path passes, found as dominators (<see cref="DominatorTree"/> names the
/// algorithm) of the whole supply graph upstream, without a limit on hops or hubs. Linear in that graph, near enough.
/// </summary>
/// <remarks>
/// A path is taken to suffice: where several inputs are needed together, the graph does not say so, and the answer names
/// what cuts every path, not what is needed in fact. A gap in the data makes chokepoints; see <see cref="Gaps"/>.
/// </remarks>
public static class Chokepoints
{
    /// <summary>
    /// Chokepoints on the way to the targets: for each, the suppliers all of whose supply paths to the targets pass it.
    /// Without it these are cut off from the targets, and the targets from them.
    /// </summary>
    /// <param name="snapshot">The graph.</param>
    /// <param name="targets">The numbers of the targets; together they are one end.</param>
    /// <param name="links">Which links supply; <see cref="Supply.Links"/> is what supply means by default.</param>
    /// <param name="limits">Expansions, time, and results: the most chokepoints, and the most lost named for one.</param>
    /// <param name="time">The clock for the limit on time.</param>
    /// <param name="cancellation">Ends the search with <see cref="OperationCanceledException"/>.</param>
    public static ChokepointResult Of(
        GraphSnapshot snapshot, IReadOnlyCollection<int> targets, LinkFilter links, SearchLimits limits, TimeProvider time,
        CancellationToken cancellation = default)
    {
        var budget = new SearchBudget(limits, time, cancellation);
        using var tree = DominatorTree.Of(snapshot, targets, LinkDirection.In, links, null, budget);
        return Rank(tree, place => !tree!.IsRoot(place), place => tree!.IsRoot(place), budget);
    }

    /// <summary>
    /// Chokepoints of an industry's products: for each, the products that no supply path from any primary supplier
    /// reaches without it. Primary are entities that nothing in the products' supply graph supplies, and the
    /// members of a cycle that nothing outside it supplies.
    /// </summary>
    /// <param name="snapshot">The graph.</param>
    /// <param name="industry">The number of the industry.</param>
    /// <param name="links">Which links supply.</param>
    /// <param name="limits">Expansions, time, and results: the most chokepoints, and the most lost named for one.</param>
    /// <param name="time">The clock for the limit on time.</param>
    /// <param name="cancellation">Ends the search with <see cref="OperationCanceledException"/>.</param>
    public static ChokepointResult OfProducts(
        GraphSnapshot snapshot, int industry, LinkFilter links, SearchLimits limits, TimeProvider time,
        CancellationToken cancellation = default)
    {
        var budget = new SearchBudget(limits, time, cancellation);
        var products = IndustryMembers.Products(snapshot, industry, budget);
        using var upstream = Frontier.Rent(snapshot.EntityCount);
        upstream.Start(products);
        while (upstream.Width > 0 && !budget.Stopped)
        {
            upstream.Advance(snapshot, links, LinkDirection.In, budget, hubs: false);
        }

        var primary = PrimarySuppliers.Of(snapshot, upstream, links, budget);
        using var tree = DominatorTree.Of(snapshot, primary, LinkDirection.Out, links, upstream, budget);
        var asked = products.ToHashSet();
        return Rank(tree, place => asked.Contains(tree!.EntityAt(place)), _ => false, budget);
    }

    private static ChokepointResult Rank(DominatorTree? tree, Func<int, bool> isAsked, Func<int, bool> isEnd, SearchBudget budget)
    {
        if (tree is null || budget.Stopped)
        {
            return new ChokepointResult([], 0, budget.Stop, budget.Explored);
        }

        // How many asked ones hang under each place; where its subtree starts when subtrees lie one after the other.
        var (lost, sizes) = (new int[tree.Count], new int[tree.Count]);
        var considered = 0;
        for (var place = tree.Count - 1; place > 0; place--)
        {
            var counts = isAsked(place) ? 1 : 0;
            considered += counts;
            lost[tree.DominatorOf(place)] += lost[place] + counts;
            sizes[tree.DominatorOf(place)] += ++sizes[place];
        }

        var (starts, next) = (new int[tree.Count], new int[tree.Count]);
        var ordered = new int[tree.Count];
        for (var place = 1; place < tree.Count; place++)
        {
            var above = tree.DominatorOf(place);
            starts[place] = starts[above] + 1 + next[above];
            next[above] += sizes[place];
            ordered[starts[place]] = place;
        }

        var found = Enumerable.Range(1, tree.Count - 1)
            .Where(place => lost[place] > 0 && !isEnd(place))
            .OrderByDescending(place => lost[place]).ThenBy(tree.EntityAt)
            .Take(budget.Limits.Results + 1).ToList();
        if (found.Count > budget.Limits.Results)
        {
            budget.Stop = CutReason.Results;
            found.RemoveAt(found.Count - 1);
        }

        return new ChokepointResult([.. found.Select(Describe)], considered, budget.Stop, budget.Explored);

        Chokepoint Describe(int place)
        {
            var under = ordered[(starts[place] + 1)..(starts[place] + sizes[place])];
            return new Chokepoint(
                tree.EntityAt(place), lost[place],
                [.. under.Where(isAsked).Select(tree.EntityAt).Order().Take(budget.Limits.Results)]);
        }
    }
}
