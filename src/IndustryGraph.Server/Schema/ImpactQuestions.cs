using GraphQL;
using GraphQL.Types;
using IndustryGraph.Analysis;
using IndustryGraph.Model;
using IndustryGraph.Paths;
using IndustryGraph.Server.GraphQL;
using static IndustryGraph.Server.Schema.Types;

namespace IndustryGraph.Server.Schema;

/// <summary>The questions for what is hit when entities fail.</summary>
internal static class ImpactQuestions
{
    private const int DefaultHops = 3;
    private const int DefaultAffected = 20;
    private const int MostLost = 100;
    private const int MostPaths = 10;

    // The order is by the share of suppliers hit within a level: so many are looked at before the first are given.
    private const int MostReached = 10_000;

    /// <summary>Adds the questions to the root.</summary>
    public static void AddTo<TSource>(ObjectGraphType<TSource> query)
    {
        query.GiveAsync("impactByHops", Required("HopImpactAnswer"),
                "What is hit when entities fail, link by link downstream: the nearest first, and of one distance those with the greatest share of their suppliers hit. Needs no figures.",
                ByHopsAsync)
            .Takes("of", Many("ID"), $"The ids of the entities that fail, 1 to {MostLost}.")
            .Takes("maxHops", Required("Int"), "The most links from what fails, 0 to 12.", DefaultHops)
            .Takes("decay", Required("Float"), "The factor for each link, above 0 and at most 1.", 0.5)
            .Takes("first", Required("Int"), "At most so many affected entities, 1 to the page limit.", DefaultAffected)
            .TakesLinks("Only over links of these kinds; where left out, INPUT_TO (supplier to user) and PART_OF (member to industry).")
            .WithCost(AnalysisQuestions.WholeGraphCost).WithListSize("first");
        query.GiveAsync("impactByCoefficients", Required("CoefficientImpactAnswer"),
                "What needs the output of entities that fail, by input coefficients: with A the matrix of coefficients, the entities' rows of the Leontief inverse (I − A)⁻¹, greatest first. Links without a coefficient do not count.",
                ByCoefficientsAsync)
            .Takes("of", Many("ID"), $"The ids of the entities that fail, 1 to {MostLost}.")
            .Takes("pathsEach", Required("Int"), $"How many of the paths that contribute most are given for each affected entity, 0 to {MostPaths}.", 1)
            .Takes("first", Required("Int"), "At most so many affected entities, 1 to the page limit.", DefaultAffected)
            .TakesLinks("Only links of these kinds count; where left out, INPUT_TO.")
            .WithCost(AnalysisQuestions.WholeGraphCost).WithListSize("first");
    }

    /// <summary>The types of the answers.</summary>
    public static IEnumerable<IGraphType> AnswerTypes()
    {
        var hop = new ObjectGraphType<Located<HopImpact>> { Name = "HopImpact", Description = "An entity that a failure reaches." };
        hop.Give("entity", Required("Entity"), "The entity.", c => c.Entity(c.Source.Item.Entity));
        hop.Give("hops", Required("Int"), "How many links it is from the nearest entity that fails.", c => c.Source.Item.Hops);
        hop.Give("strength", Required("Float"), "`decay` to the power of `hops`, 0 to 1.", c => c.Source.Item.Strength);
        hop.Give("suppliersHit", Required("Int"), "How many of its direct suppliers fail, or are nearer to what fails.", c => c.Source.Item.SuppliersHit);
        hop.Give("suppliers", Required("Int"), "How many direct suppliers it has.", c => c.Source.Item.Suppliers);
        hop.Give("path", Required("Path"), "The shortest path by which the failure reaches it; of several the first in the order of the ids of their links.", c =>
            new Located<LinkPath>(c.Source.Part, c.Source.Item.Path));

        var byHops = new ObjectGraphType<Located<HopImpacts>> { Name = "HopImpactAnswer", Description = "Where a failure spreads, and whether that is all within the hops." };
        byHops.Give("affected", Many("HopImpact"), "The nearest first; then those with the greater share of suppliers hit; then in the order of the ids.", c =>
            c.Source.Item.Result.Affected.Take(c.Source.Item.First).Select(item => new Located<HopImpact>(c.Source.Part, item)));
        byHops.Give("affectedCount", Required("Int"), $"How many entities are affected. Where more than {MostReached} are, the rest is not looked at and `reason` is RESULTS.", c => c.Source.Item.Result.Affected.Count);
        byHops.GiveCut(c => c.Result.Reason.OrResults(c.Result.Affected.Count > c.First));
        byHops.GiveExplored(c => c.Result.Explored);

        var coefficient = new ObjectGraphType<Located<CoefficientImpact>> { Name = "CoefficientImpact", Description = "An entity that needs what fails." };
        coefficient.Give("entity", Required("Entity"), "The entity.", c => c.Entity(c.Source.Item.Entity));
        coefficient.Give("requirement", Required("Float"), "The value of the failing entities' output that one unit of this entity's final output needs, directly and through others, in one currency.", c => c.Source.Item.Requirement);
        coefficient.Give("paths", Many("Path"), "The simple paths that contribute most, greatest first; `strength` is the product of their coefficients.", c =>
            c.Source.Item.Paths.Select(item => new Located<LinkPath>(c.Source.Part, item))).WithListSize(MostPaths);

        var byCoefficients = new ObjectGraphType<Located<CoefficientImpactResult>> { Name = "CoefficientImpactAnswer", Description = "What a failure does by input coefficients, and whether that is all." };
        byCoefficients.Give("affected", Many("CoefficientImpact"), "The greatest requirement first, then in the order of the ids. What fails is not among them.", c =>
            c.Source.Item.Affected.Select(item => new Located<CoefficientImpact>(c.Source.Part, item)));
        byCoefficients.Give("rounds", Required("Int"), "How many rounds of suppliers' suppliers were added up.", c => c.Source.Item.Rounds);
        byCoefficients.Give("residual", Of("Float"), "The sum of what the next round would add; null where the series grows without bound.", c =>
            double.IsFinite(c.Source.Item.Residual) ? c.Source.Item.Residual : null);
        byCoefficients.Give("converged", Required("Boolean"), "Whether the residual is within 1e-12.", c => c.Source.Item.Converged);
        byCoefficients.GiveCut(c => c.Reason);
        byCoefficients.GiveExplored(c => c.Explored);
        return [hop, byHops, coefficient, byCoefficients];
    }

    private sealed record HopImpacts(HopImpactResult Result, int First);

    private static async Task<object?> ByHopsAsync(IResolveFieldContext context)
    {
        // How many suppliers an entity has lies outside of what its loss reaches: a part would not do.
        var whole = await context.WholeAsync().ConfigureAwait(false);
        var decay = context.GetArgument<double>("decay");
        if (!(decay is > 0 and <= 1))
        {
            throw new GraphQLProblem(ErrorCodes.InvalidArgument, "decay: above 0 and at most 1.");
        }

        var result = Impact.ByHops(
            whole, context.Numbers(whole, "of", 1, MostLost), context.Hops(), decay, context.Links(AnalysisQuestions.SupplyKinds),
            AnalysisQuestions.WholeGraph with { Results = MostReached }, context.Clock(), context.CancellationToken);
        context.NoteTime(result.Reason);
        return new Located<HopImpacts>(whole, new HopImpacts(result, context.GetArgument<int>("first")));
    }

    private static async Task<object?> ByCoefficientsAsync(IResolveFieldContext context)
    {
        var whole = await context.WholeAsync().ConfigureAwait(false);
        var paths = context.GetArgument<int>("pathsEach");
        if (paths is < 0 or > MostPaths)
        {
            throw new GraphQLProblem(ErrorCodes.InvalidArgument, $"pathsEach: from 0 to {MostPaths}.");
        }

        // The search for paths keeps something for each link that it looks at: it gets less room.
        var limits = (paths > 0 ? SearchLimits.Default : AnalysisQuestions.WholeGraph) with { Results = context.GetArgument<int>("first") };
        var result = Impact.ByCoefficients(
            whole, context.Numbers(whole, "of", 1, MostLost), paths, context.Links([LinkKind.InputTo]), limits, context.Clock(), context.CancellationToken);
        context.NoteTime(result.Reason);
        return new Located<CoefficientImpactResult>(whole, result);
    }
}
