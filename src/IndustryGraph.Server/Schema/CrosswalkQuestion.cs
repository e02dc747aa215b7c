using GraphQL;
using GraphQL.Types;
using IndustryGraph.Analysis;
using IndustryGraph.Model;
using IndustryGraph.Paths;
using IndustryGraph.Server.GraphQL;
using IndustryGraph.Server.Reads;
using static IndustryGraph.Server.Schema.Types;

namespace IndustryGraph.Server.Schema;

/// <summary>The question that leads from one classification to another.</summary>
internal static class CrosswalkQuestion
{
    private const int DefaultHops = 6;
    private const int DefaultCandidates = 20;
    private const int SearchCost = 1_000;

    private static readonly LinkKind[] Followed = [LinkKind.CorrespondsTo, LinkKind.Broader];

    /// <summary>Adds the question to the root.</summary>
    public static void AddTo<TSource>(ObjectGraphType<TSource> query) =>
        query.GiveAsync("crosswalk", Required("CrosswalkAnswer"),
                "The items of a classification that an entity, or an item of another classification, may be mapped to: over CORRESPONDS_TO, read both ways, and BROADER. Give `of`, or `code` with `scheme`.",
                AnswerAsync)
            .Takes("of", Types.Of("ID"), "The id of the item, or of an industry or another entity that corresponds to items.")
            .Takes("code", Types.Of("String"), "The code of the item, with `scheme`: `C3990` and `3990` are different codes.")
            .Takes("scheme", Types.Of("ID"), "The id of the classification that has the code, such as `classification:gbt4754-2017`.")
            .Takes("to", Required("ID"), "The id of the classification to map to; `entitiesOfKind(kind: CLASSIFICATION)` lists them.")
            .Takes("maxHops", Required("Int"), "The most links on the way, 0 to 12.", DefaultHops)
            .Takes("first", Required("Int"), "At most so many items, 1 to the page limit.", DefaultCandidates)
            .Takes("weakestEvidence", Required("Evidence"), "Only over links whose strongest evidence is no weaker than this.", Evidence.Curated)
            .WithCost(SearchCost).WithListSize("first");

    /// <summary>The types of the answer.</summary>
    public static IEnumerable<IGraphType> AnswerTypes()
    {
        var candidate = new ObjectGraphType<Located<CrosswalkCandidate>> { Name = "CrosswalkCandidate", Description = "An item that another may be mapped to." };
        candidate.Give("item", Required("ClassificationItem"), "The item.", c => c.Entity(c.Source.Item.Entity));
        candidate.Give("match", Required("Match"), "How it relates to what was asked for, as the matches on the way make together: by the way that keeps the strongest.", c => Name(c.Source.Item.Match.Kind));
        candidate.Give("assured", Required("Boolean"), "Whether `match` follows from the matches on the way. False for a PARTIAL of which they leave open whether the two overlap at all: look at it.", c => c.Source.Item.Match.Assured);
        candidate.Give("weakestMatch", Types.Of("Match"), "The weakest single match on the way; a step to the broader item is BROAD, one to a narrower item NARROW. Null where the way has no link.", c =>
            Crosswalk.WeakestOn(c.Source.Snapshot, c.Source.Item.Path) is { } match ? Name(match) : null);
        candidate.Give("path", Required("Path"), "The way.", c => new Located<LinkPath>(c.Source.Part, c.Source.Item.Path));

        var answer = new ObjectGraphType<Located<CrosswalkResult>> { Name = "CrosswalkAnswer", Description = "Items to map to, and whether these are all within the hops." };
        answer.Give("candidates", Many("CrosswalkCandidate"), "The strongest match first, then the shortest way, then in the order of the ids.", c =>
            c.Source.Item.Candidates.Select(item => new Located<CrosswalkCandidate>(c.Source.Part, item)));
        answer.GiveCut(c => c.Reason);
        answer.GiveExplored(c => c.Explored);
        return [candidate, answer];
    }

    private static async Task<object?> AnswerAsync(IResolveFieldContext context)
    {
        var (item, to, hops) = (await ItemAsync(context).ConfigureAwait(false), context.Id("to"), context.Hops());
        if (await context.Reader().Entity(to).ValueAsync(context.CancellationToken).ConfigureAwait(false) is not { Kind: EntityKind.Classification })
        {
            throw new GraphQLProblem(ErrorCodes.NotFound, $"to: {to} is no classification. `entitiesOfKind(kind: CLASSIFICATION)` lists them.");
        }

        var around = await context.Reader().AroundAsync(
            new SurroundingsQuery([item], [], LinkDirection.Both, hops, Followed) { Carried = true }, context.CancellationToken).ConfigureAwait(false);
        var result = Crosswalk.Of(
            around.Snapshot, around.Snapshot.Number(item, "of"), to, hops, SearchLimits.Default with { Results = context.GetArgument<int>("first") },
            context.Clock(), context.GetArgument<Evidence>("weakestEvidence"), context.CancellationToken);
        context.NoteTime(result.Reason);
        return new Located<CrosswalkResult>(around.Snapshot, result, around.Complete);
    }

    private static async Task<EntityId> ItemAsync(IResolveFieldContext context)
    {
        var (of, code, scheme) = (context.GetArgument<string?>("of"), context.GetArgument<string?>("code"), context.GetArgument<string?>("scheme"));
        if ((of is null) == (code is null) || (code is null) != (scheme is null))
        {
            throw new GraphQLProblem(ErrorCodes.InvalidArgument, "Give `of`, or `code` with `scheme`.");
        }

        if (of is not null)
        {
            return Asked.ToId(of, "of");
        }

        var whole = await context.WholeAsync().ConfigureAwait(false);
        return Crosswalk.ItemOf(whole, context.Id("scheme"), code!) is var number and >= 0
            ? whole.EntityAt(number).Id
            : throw new GraphQLProblem(ErrorCodes.NotFound, $"code: {scheme} has no item {code}. Codes are text: leading zeros and capitals count.");
    }

    // The enumeration of the schema is of the texts that links carry.
    private static string Name(Match match) => match switch
    {
        Match.Exact => "exact",
        Match.Close => "close",
        Match.Narrow => "narrow",
        Match.Broad => "broad",
        _ => "partial",
    };
}
