using GraphQL;
using GraphQL.Types;
using IndustryGraph.Analysis;
using IndustryGraph.Server.GraphQL;
using static IndustryGraph.Server.Schema.Types;

namespace IndustryGraph.Server.Schema;

/// <summary>The question for what a target, or the products of an industry, cannot do without.</summary>
internal static class ChokepointQuestion
{
    private const int DefaultPoints = 20;
    private const int DefaultLost = 10;
    private const int MostTargets = 100;
    private const int MostLost = 100;

    private enum Counted
    {
        Suppliers,
        Products,
    }

    /// <summary>What is counted as lost.</summary>
    public static IGraphType Enum() => Enums.Of("LostWithout", "What is counted as lost without a chokepoint.",
        (Counted.Suppliers, "SUPPLIERS", "The direct and indirect suppliers of the targets that are cut off from them: every supply path of theirs passes the chokepoint."),
        (Counted.Products, "PRODUCTS", "The products, materials and services of an industry that no primary supplier reaches any more."));

    /// <summary>Adds the question to the root.</summary>
    public static void AddTo<TSource>(ObjectGraphType<TSource> query) =>
        query.GiveAsync("chokepoints", Required("ChokepointAnswer"),
                "Chokepoints: entities that every supply path passes (dominators of the whole supply graph upstream), those with the most lost first. A path is taken to suffice: where several inputs are needed together, the graph does not say so. A gap in the data makes chokepoints too; see `gaps`.",
                AnswerAsync)
            .Takes("of", Many("ID"), $"The ids of the targets, 1 to {MostTargets}; together they are one end. For PRODUCTS, one industry.")
            .Takes("counting", Required("LostWithout"), "What is counted as lost.", Counted.Suppliers)
            .Takes("first", Required("Int"), "At most so many chokepoints, 1 to the page limit.", DefaultPoints)
            .TakesLinks("Only over links of these kinds; where left out, INPUT_TO (supplier to user) and PART_OF (member to industry).")
            .WithCost(AnalysisQuestions.WholeGraphCost).WithListSize("first");

    /// <summary>The types of the answer.</summary>
    public static IEnumerable<IGraphType> AnswerTypes()
    {
        var point = new ObjectGraphType<Located<Chokepoint>> { Name = "Chokepoint", Description = "An entity that others cannot do without." };
        point.Give("entity", Required("Entity"), "The entity.", c => c.Entity(c.Source.Item.Entity));
        point.Give("lostCount", Required("Int"), "How many are lost without it.", c => c.Source.Item.LostCount);
        point.Give("lost", Many("Entity"), "The first of those lost, in the order of their ids.", c =>
                c.Entities(c.Source.Item.Lost.Take(c.FirstOf(MostLost))))
            .Takes("first", Required("Int"), $"At most so many, 1 to {MostLost}.", DefaultLost);

        var answer = new ObjectGraphType<Located<ChokepointResult>> { Name = "ChokepointAnswer", Description = "Chokepoints, and whether these are all." };
        answer.Give("chokepoints", Many("Chokepoint"), "Those with the most lost first, then in the order of their ids. None where the search was cut by EXPANSIONS or TIME: a part of the graph would show chokepoints that the rest goes round.", c =>
            c.Source.Item.Points.Select(item => new Located<Chokepoint>(c.Source.Part, item)));
        answer.Give("considered", Required("Int"), "Of how many suppliers or products it was asked whether they are lost.", c => c.Source.Item.Considered);
        answer.GiveCut(c => c.Reason);
        answer.GiveExplored(c => c.Explored);
        return [point, answer];
    }

    private static async Task<object?> AnswerAsync(IResolveFieldContext context)
    {
        var whole = await context.WholeAsync().ConfigureAwait(false);
        var targets = context.Numbers(whole, "of", 1, MostTargets);
        var links = context.Links(AnalysisQuestions.SupplyKinds);
        var first = context.GetArgument<int>("first");

        // One limit holds for the chokepoints and for what is named of each.
        var limits = AnalysisQuestions.WholeGraph with { Results = Math.Max(first, MostLost) };
        var result = context.GetArgument<Counted>("counting") == Counted.Suppliers
            ? Chokepoints.Of(whole, targets, links, limits, context.Clock(), context.CancellationToken)
            : Chokepoints.OfProducts(
                whole, targets.Length == 1 ? whole.Industry(whole.EntityAt(targets[0]).Id, "of")
                    : throw new GraphQLProblem(ErrorCodes.InvalidArgument, "of: name one industry for PRODUCTS."),
                links, limits, context.Clock(), context.CancellationToken);
        context.NoteTime(result.Reason);
        return new Located<ChokepointResult>(whole, result with
        {
            Points = [.. result.Points.Take(first)],
            Reason = result.Reason.OrResults(result.Points.Count > first),
        });
    }
}
