using GraphQL;
using GraphQL.Types;
using IndustryGraph.Model;
using IndustryGraph.Paths;
using IndustryGraph.Server.GraphQL;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Server.Schema;

/// <summary>The questions that look at the whole graph, or compare parts of it: what they have in common.</summary>
internal static class AnalysisQuestions
{
    /// <summary>
    /// The cost of a question that walks the whole graph: above <see cref="GraphQLLimits.HeavyCost"/>, so that only so many run at
    /// once, and low enough that one with its answer is within <see cref="GraphQLLimits.Cost"/>.
    /// </summary>
    public const double WholeGraphCost = 12_000;

    /// <summary>The links that supply where a question does not say; the same as <see cref="Supply.Links"/>.</summary>
    public static readonly LinkKind[] SupplyKinds = [LinkKind.InputTo, LinkKind.PartOf];

    /// <summary>How far a question that walks the whole graph may go: 100 million links, 5 seconds.</summary>
    public static SearchLimits WholeGraph { get; } = new() { Expansions = 100_000_000, Time = TimeSpan.FromSeconds(5) };

    /// <summary>The enumerations of the questions.</summary>
    public static IEnumerable<IGraphType> Enums() =>
        [ChokepointQuestion.Enum(), LikenessQuestions.Enum(), CentralityQuestion.Enum()];

    /// <summary>Adds the questions to the root.</summary>
    public static void AddTo<TSource>(ObjectGraphType<TSource> query)
    {
        ChokepointQuestion.AddTo(query);
        ImpactQuestions.AddTo(query);
        LikenessQuestions.AddTo(query);
        CrosswalkQuestion.AddTo(query);
        CentralityQuestion.AddTo(query);
        GapsQuestion.AddTo(query);
    }

    /// <summary>The types of the answers.</summary>
    public static IEnumerable<IGraphType> AnswerTypes() =>
    [
        .. ChokepointQuestion.AnswerTypes(), .. ImpactQuestions.AnswerTypes(), .. LikenessQuestions.AnswerTypes(), .. CrosswalkQuestion.AnswerTypes(),
        .. CentralityQuestion.AnswerTypes(), .. GapsQuestion.AnswerTypes(),
    ];

    /// <summary>The whole graph.</summary>
    /// <exception cref="GraphQLProblem">It is not in memory.</exception>
    public static Task<GraphSnapshot> WholeAsync(this IResolveFieldContext context) =>
        context.Reader().WholeAsync(context.CancellationToken);

    /// <summary>The numbers of the entities that an argument names.</summary>
    /// <exception cref="GraphQLProblem">There are too few or too many, or one does not exist.</exception>
    public static int[] Numbers(this IResolveFieldContext context, GraphSnapshot part, string argument, int least, int most)
    {
        var ids = context.Few(argument, least, most);
        return [.. ids.Select((id, at) => part.Number(id, $"{argument}[{at}]"))];
    }

    /// <summary>The ids that an argument names.</summary>
    /// <exception cref="GraphQLProblem">There are too few or too many.</exception>
    public static EntityId[] Few(this IResolveFieldContext context, string argument, int least, int most) =>
        context.Ids(argument) is var ids && ids.Length >= least && ids.Length <= most
            ? ids
            : throw new GraphQLProblem(ErrorCodes.InvalidArgument, $"{argument}: name {least} to {most} entities.");

    /// <summary>The number of the industry that an argument names.</summary>
    /// <exception cref="GraphQLProblem">It does not exist, or is no industry.</exception>
    public static int Industry(this GraphSnapshot whole, EntityId id, string argument) =>
        whole.Number(id, argument) is var number && whole.EntityAt(number).Kind == EntityKind.Industry
            ? number
            : throw new GraphQLProblem(ErrorCodes.InvalidArgument, $"{argument}: {id} is no industry but a {whole.EntityAt(number).Kind.Code()}.");

    /// <summary>The first so many of a list that a nested field gives.</summary>
    /// <exception cref="GraphQLProblem">More are asked for than there may be.</exception>
    public static int FirstOf(this IResolveFieldContext context, int most) => context.GetArgument<int>("first") is var first && first <= most
        ? first
        : throw new GraphQLProblem(ErrorCodes.InvalidArgument, $"first: from 1 to {most}.");
}
