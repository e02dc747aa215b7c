using IndustryGraph.Model;
using IndustryGraph.Paths;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Analysis;

/// <summary>An entity that a loss reaches within some hops.</summary>
/// <param name="Entity">Its number.</param>
/// <param name="Hops">How far it is from the nearest lost entity.</param>
/// <param name="Strength">The decay to the power of the hops, 0 to 1.</param>
/// <param name="SuppliersHit">How many of its direct suppliers are lost or nearer to the loss.</param>
/// <param name="Suppliers">How many direct suppliers it has; links to itself do not count.</param>
/// <param name="Path">The shortest path by which the loss reaches it, of several the first in the order of results.</param>
public sealed record HopImpact(int Entity, int Hops, double Strength, int SuppliersHit, int Suppliers, LinkPath Path);

/// <summary>Where a loss spreads by hops.</summary>
/// <param name="Affected">Nearest first; then those with the greater share of suppliers hit; then by number.</param>
/// <param name="Reason">What cut the answer.</param>
/// <param name="Explored">What was looked at.</param>
public sealed record HopImpactResult(IReadOnlyList<HopImpact> Affected, CutReason Reason, Explored Explored)
{
    /// <summary>Whether these are all within the hops.</summary>
    public bool Complete => Reason == CutReason.None;
}

/// <summary>An entity that needs what is lost.</summary>
/// <param name="Entity">Its number.</param>
/// <param name="Requirement">
/// Value of the lost entities' output that one unit of this entity's final output needs, directly and through others, both
/// in the same currency: the sum over the lost entities of the entries of the Leontief inverse.
/// </param>
/// <param name="Paths">
/// The simple paths that contribute most, greatest first; the strength of each is its product of coefficients. Walks that
/// come back to an entity contribute to the requirement too and are not among them.
/// </param>
public sealed record CoefficientImpact(int Entity, double Requirement, IReadOnlyList<LinkPath> Paths);

/// <summary>What a loss does by input coefficients.</summary>
/// <param name="Affected">Greatest requirement first, then by number.</param>
/// <param name="Rounds">How many rounds of suppliers' suppliers were added up.</param>
/// <param name="Residual">
/// Sum of what the next round would add. Where it is not within the tolerance, the series had not converged.
/// </param>
/// <param name="Converged">Whether the residual is within the tolerance.</param>
/// <param name="Reason">What cut the answer.</param>
/// <param name="Explored">What was looked at.</param>
public sealed record CoefficientImpactResult(
    IReadOnlyList<CoefficientImpact> Affected, int Rounds, double Residual, bool Converged, CutReason Reason, Explored Explored)
{
    /// <summary>Whether these are all, to the tolerance.</summary>
    public bool Complete => Reason == CutReason.None && Converged;
}

/// <summary>How the loss of entities spreads to those that they supply.</summary>
public static class Impact
{
    /// <summary>What the residual of the Leontief series must come down to.</summary>
    public const double Tolerance = 1e-12;

    private const int MostRounds = 10_000;

    /// <summary>By hops along supply links, with a factor for each hop. Needs no coefficients.</summary>
    /// <param name="snapshot">The graph.</param>
    /// <param name="lost">The numbers of the lost entities.</param>
    /// <param name="hops">The most hops, from 0.</param>
    /// <param name="decay">The factor for each hop, above 0 and at most 1.</param>
    /// <param name="links">Which links supply.</param>
    /// <param name="limits">How far the search may go.</param>
    /// <param name="time">The clock for the limit on time.</param>
    /// <param name="cancellation">Ends the search with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The decay is not above 0 and at most 1, or <see cref="Reach"/> refuses.</exception>
    public static HopImpactResult ByHops(
        GraphSnapshot snapshot, IReadOnlyCollection<int> lost, int hops, double decay, LinkFilter links,
        SearchLimits limits, TimeProvider time, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(decay);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(decay, 1);
        var reach = Reach.From(snapshot, lost, LinkDirection.Out, hops, links, limits, time, cancellation);
        var levels = lost.Distinct().ToDictionary(entity => entity, _ => 0);
        var ways = new ReachedPaths(snapshot, reach);
        for (var level = 1; level <= reach.Levels; level++)
        {
            foreach (var entity in reach.EntitiesAt(level))
            {
                levels.Add(entity, level);
            }
        }

        var affected = new List<HopImpact>();
        foreach (var entity in reach.Entities)
        {
            var level = levels[entity];
            var (hit, all) = Suppliers(snapshot, entity, links, supplier => levels.TryGetValue(supplier, out var its) && its < level);
            affected.Add(new HopImpact(entity, level, Math.Pow(decay, level), hit, all, ways.To(entity)));
        }

        return new HopImpactResult(
            [.. affected.OrderBy(item => item.Hops).ThenByDescending(item => (double)item.SuppliersHit / item.Suppliers).ThenBy(item => item.Entity)],
            reach.Reason, reach.Explored);
    }

    /// <summary>
    /// By input coefficients: with A the matrix of coefficients, supplier by user, the lost rows of the Leontief inverse
    /// (I − A)⁻¹ = I + A + A² + … (W. Leontief, Review of Economics and Statistics 18, 1936), added up round by round.
    /// The lost entities themselves are not among the affected.
    /// </summary>
    /// <param name="snapshot">The graph.</param>
    /// <param name="lost">The numbers of the lost entities.</param>
    /// <param name="pathsEach">How many contributing paths to give for each affected entity, from 0.</param>
    /// <param name="links">Which links count; of these, those with a coefficient above 0.</param>
    /// <param name="limits">Expansions, time, and results: the most affected entities.</param>
    /// <param name="time">The clock for the limit on time.</param>
    /// <param name="cancellation">Ends the search with <see cref="OperationCanceledException"/>.</param>
    public static CoefficientImpactResult ByCoefficients(
        GraphSnapshot snapshot, IReadOnlyCollection<int> lost, int pathsEach, LinkFilter links, SearchLimits limits,
        TimeProvider time, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(pathsEach);
        var budget = new SearchBudget(limits, time, cancellation);
        var matrix = CoefficientMatrix.Downstream(snapshot, lost, links, budget);
        var rows = lost.Distinct().Count();
        var (total, rounds, residual) = AddUp(matrix, rows, budget);
        var ranked = Enumerable.Range(rows, matrix.Count - rows)
            .OrderByDescending(row => total[row]).ThenBy(row => matrix.Entities[row])
            .ToList();
        var kept = ranked.Take(limits.Results).ToList();
        var paths = pathsEach > 0 && kept.Count > 0 ? new ContributingPaths(matrix, budget) : null;
        var affected = kept.ConvertAll(row => new CoefficientImpact(
            matrix.Entities[row], total[row], paths?.To(row, rows, pathsEach) ?? []));
        if (!budget.Stopped && kept.Count < ranked.Count)
        {
            budget.Stop = CutReason.Results;
        }

        return new CoefficientImpactResult(
            affected, rounds, residual, residual <= Tolerance, budget.Reason, budget.Explored);
    }

    private static (double[] Total, int Rounds, double Residual) AddUp(CoefficientMatrix matrix, int rows, SearchBudget budget)
    {
        var (total, round, next) = (new double[matrix.Count], new double[matrix.Count], new double[matrix.Count]);
        round.AsSpan(0, rows).Fill(1);
        total.AsSpan(0, rows).Fill(1);
        for (var rounds = 1; ; rounds++)
        {
            Array.Clear(next);
            for (var row = 0; row < matrix.Count; row++)
            {
                if (round[row] > 0)
                {
                    var users = matrix.Users(row);
                    var values = matrix.Values(row);
                    for (var i = 0; i < users.Length; i++)
                    {
                        next[users[i]] += round[row] * values[i];
                    }
                }
            }

            (round, next) = (next, round);
            var residual = round.Sum();
            if (residual <= Tolerance || rounds == MostRounds || !double.IsFinite(residual) || !budget.GrantWhole(matrix.EntryCount))
            {
                return (total, rounds, residual);
            }

            for (var row = 0; row < matrix.Count; row++)
            {
                total[row] += round[row];
            }
        }
    }

    private static (int Hit, int All) Suppliers(GraphSnapshot snapshot, int entity, LinkFilter links, Func<int, bool> isHit)
    {
        var sources = snapshot.InSources(entity);
        var traits = snapshot.InTraits(entity);
        var suppliers = new HashSet<int>();
        for (var i = 0; i < sources.Length; i++)
        {
            if (links.Passes(traits[i]) && sources[i] != entity)
            {
                suppliers.Add(sources[i]);
            }
        }

        return (suppliers.Count(isHit), suppliers.Count);
    }
}
