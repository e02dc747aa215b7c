using GraphQL;
using GraphQL.Types;
using IndustryGraph.Model;
using IndustryGraph.Paths;
using IndustryGraph.Server.GraphQL;
using IndustryGraph.Server.Reads;
using IndustryGraph.Snapshots;
using static IndustryGraph.Server.Schema.Types;

namespace IndustryGraph.Server.Schema;

/// <summary>The question for the entities with the most weight among links.</summary>
internal static class CentralityQuestion
{
    private const int DefaultRanked = 20;

    // Rounds or searches over the whole graph, many of them.
    private const double Cost = 20_000;

    /// <summary>The measures.</summary>
    public static IGraphType Enum() => Enums.Of("CentralityMeasure", "What ranks entities. Links side by side count each.",
        (CentralityMeasure.LinksIn, "LINKS_IN", "How many links enter it."),
        (CentralityMeasure.LinksOut, "LINKS_OUT", "How many links leave it."),
        (CentralityMeasure.PageRank, "PAGE_RANK", "How often a walker is there who follows links in their direction, and with probability 0.15 goes anywhere (Brin and Page); all scores sum to 1."),
        (CentralityMeasure.Betweenness, "BETWEENNESS", "The sum over ordered pairs of other entities of the share of their shortest paths that passes it (Brandes); estimated from drawn entities on a large graph."));

    /// <summary>Adds the question to the root.</summary>
    public static void AddTo<TSource>(ObjectGraphType<TSource> query) =>
        query.GiveAsync("centrality", Required("CentralityAnswer"), "The entities that rank highest by their place among links.", AnswerAsync)
            .Takes("measure", Required("CentralityMeasure"), "What ranks them.")
            .Takes("of", new ListGraphType(Required("EntityKind")), "Only entities of these kinds are given; all take part.")
            .Takes("first", Required("Int"), "At most so many entities, 1 to the page limit.", DefaultRanked)
            .TakesLinks("Only links of these kinds count.")
            .WithCost(Cost).WithListSize("first");

    /// <summary>The types of the answer.</summary>
    public static IEnumerable<IGraphType> AnswerTypes()
    {
        var ranked = new ObjectGraphType<Located<Ranked>> { Name = "RankedEntity", Description = "An entity and its score." };
        ranked.Give("entity", Required("Entity"), "The entity.", c => c.Entity(c.Source.Item.Entity));
        ranked.Give("score", Required("Float"), "What the measure gives it.", c => c.Source.Item.Score);

        var answer = new ObjectGraphType<Located<Ranking>> { Name = "CentralityAnswer", Description = "A ranking, and how sure it is." };
        answer.Give("entities", Many("RankedEntity"), "The greatest score first, then in the order of the ids.", c =>
            c.Source.Item.First.Select(item => new Located<Ranked>(c.Source.Part, item)));
        answer.Give("totalCount", Required("Int"), "How many entities were ranked.", c => c.Source.Item.Total);
        answer.Give("sampled", Required("Boolean"), "Whether the scores are estimates, scaled up from searches from some of the entities.", c => c.Source.Item.Scores.Sampled);
        answer.Give("searches", Of("Int"), "For BETWEENNESS, from how many entities shortest paths were searched; null for other measures.", c => c.Source.Item.Scores.Searches);
        answer.Give("complete", Required("Boolean"), "Whether the scores were computed to the end; `first` does not cut them.", c => c.Source.Item.Scores.Reason == CutReason.None);
        answer.Give("reason", Required("CutReason"), "What cut the computation.", c => c.Source.Item.Scores.Reason);
        return [ranked, answer];
    }

    private sealed record Ranked(int Entity, double Score);

    private sealed record Ranking(CentralityScores Scores, IReadOnlyList<Ranked> First, int Total);

    private static async Task<object?> AnswerAsync(IResolveFieldContext context)
    {
        var whole = await context.WholeAsync().ConfigureAwait(false);
        var scores = CentralityScores.Of(
            whole, context.GetArgument<CentralityMeasure>("measure"), context.Links(LinkKinds.All), context.Clock(), context.CancellationToken);
        context.NoteTime(scores.Reason);
        var numbers = Numbers(whole, context.GetArgument<EntityKind[]?>("of"));
        var first = numbers.OrderByDescending(entity => scores.Values[entity]).ThenBy(entity => entity)
            .Take(context.GetArgument<int>("first"))
            .Select(entity => new Ranked(entity, scores.Values[entity]));
        return new Located<Ranking>(whole, new Ranking(scores, [.. first], numbers.Length));
    }

    private static int[] Numbers(GraphSnapshot whole, EntityKind[]? kinds) => kinds is null
        ? [.. Enumerable.Range(0, whole.EntityCount)]
        : [.. kinds.Distinct().SelectMany(kind => whole.OfKind(kind).ToArray())];
}
