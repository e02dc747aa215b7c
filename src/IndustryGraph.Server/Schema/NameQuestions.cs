using GraphQL;
using GraphQL.Types;
using IndustryGraph.Model;
using IndustryGraph.Search;
using IndustryGraph.Server.GraphQL;
using IndustryGraph.Server.Reads;
using static IndustryGraph.Server.Schema.Types;

namespace IndustryGraph.Server.Schema;

/// <summary>The questions for entities by name.</summary>
internal static class NameQuestions
{
    private const int DefaultHits = 20;
    private const int DefaultSuggestions = 10;
    private const int DefaultCandidates = 3;

    // What looking through the names may cost at worst, beside the hits that it gives.
    private const int SearchCost = 50;

    /// <summary>The enumerations of the questions.</summary>
    public static IEnumerable<IGraphType> Enums() =>
    [
        Schema.Enums.Of("NameMatch", "How a name answers a search, the best first.",
            (NameMatch.Exact, "EXACT", "The name is the text."),
            (NameMatch.Prefix, "PREFIX", "The name starts with the text."),
            (NameMatch.WordPrefix, "WORD_PREFIX", "Words of the name start with the words of the text."),
            (NameMatch.Contains, "CONTAINS", "The name contains the words of the text, some of them within its words."),
            (NameMatch.AcrossNames, "ACROSS_NAMES", "The entity's names contain the words of the text, but no name all of them."),
            (NameMatch.Fuzzy, "FUZZY", "Some word is only found if slips of spelling are forgiven.")),
        Schema.Enums.Of("NameOrigin", "Which of an entity's names it is.",
            (NameOrigin.Chinese, "CHINESE", "The preferred Chinese name."),
            (NameOrigin.English, "ENGLISH", "The preferred English name."),
            (NameOrigin.Alternative, "ALTERNATIVE", "An alternative name.")),
    ];

    /// <summary>Adds the questions to the root.</summary>
    public static void AddTo<TSource>(ObjectGraphType<TSource> query)
    {
        query.GiveAsync("search", Required("SearchAnswer"),
                "Entities by their Chinese, English and alternative names, best first: case, width and traditional forms do not matter, one Han character finds every word that contains it, and spelling slips in English words are forgiven.",
                async context => await context.Reader().SearchAsync(
                    Query(context, "text"), Kinds(context), context.GetArgument<int>("first"), context.GetArgument<int>("offset"), context.CancellationToken).ConfigureAwait(false))
            .Takes("text", Required("String"), "Words, each of which must be found; at most 200 characters. There are no operators.")
            .Takes("kinds", new ListGraphType(Required("EntityKind")), "Only entities of these kinds.")
            .Takes("first", Required("Int"), "At most so many hits, 1 to the page limit.", DefaultHits)
            .Takes("offset", Required("Int"), "How many of the best hits to leave out, 0 to 10000.", 0)
            .WithCost(SearchCost).WithListSize("first");
        query.GiveAsync("suggest", Required("SearchAnswer"), "What somebody who is typing may mean: as `search`, but words count only where a word starts, and nothing is forgiven.",
                async context => await context.Reader().SuggestAsync(
                    Query(context, "prefix"), Kinds(context), context.GetArgument<int>("first"), context.CancellationToken).ConfigureAwait(false))
            .Takes("prefix", Required("String"), "What was typed until now; at most 200 characters.")
            .Takes("kinds", new ListGraphType(Required("EntityKind")), "Only entities of these kinds.")
            .Takes("first", Required("Int"), "At most so many hits, 1 to the page limit.", DefaultSuggestions)
            .WithCost(SearchCost).WithListSize("first");
        query.GiveAsync("match", Many("NameCandidates"), "For each name of a list, in its order, the entities that it may stand for, most similar first.",
                async context => await context.Reader().MatchAsync(
                    context.GetArgument<string[]>("names"), Kinds(context), Candidates(context), context.CancellationToken).ConfigureAwait(false))
            .Takes("names", Many("String"), "The names, at most 1000.")
            .Takes("kinds", new ListGraphType(Required("EntityKind")), "Only entities of these kinds.")
            .Takes("candidates", Required("Int"), "At most so many candidates for each name, 1 to 20.", DefaultCandidates)
            .WithCost(5, per: "names").WithListSize("names");
    }

    /// <summary>The types of the answers.</summary>
    public static IEnumerable<IGraphType> Types()
    {
        var span = new ObjectGraphType<NameSpan> { Name = "NameSpan", Description = "A part of a name, in UTF-16 units as JavaScript, Java and C# count." };
        span.Give("start", Required("Int"), "Where it starts.", c => c.Source.Start);
        span.Give("length", Required("Int"), "How long it is.", c => c.Source.Length);

        var hit = new ObjectGraphType<NameHit> { Name = "NameHit", Description = "An entity that was found, and why." };
        hit.Give("entity", Required("Entity"), "The entity.", c => c.Source.Entity);
        hit.Give("score", Required("Float"), "From 0 to 1. In `search`: exact 1, prefix 0.8 to 1, word prefix 0.6 to 0.8, contains 0.4 to 0.6, across names 0.2 to 0.4, fuzzy to 0.2; within a band, the share of the name that the text covers. In `match`: the share of the longer name's characters that need not be changed.", c => c.Source.Score);
        hit.Give("match", Required("NameMatch"), "How the name answers.", c => c.Source.Match);
        hit.Give("name", Required("String"), "The name that answers best, as it is written.", c => c.Source.Name);
        hit.Give("origin", Required("NameOrigin"), "Which of the entity's names that is.", c => c.Source.Origin);
        hit.Give("spans", Many("NameSpan"), "Which parts of the name answer, in order, without overlap.", c => c.Source.Spans).WithListSize(4);

        var answer = new ObjectGraphType<SearchAnswer> { Name = "SearchAnswer", Description = "Hits, best first; of equal ones the shorter name first, then by id." };
        answer.Give("hits", Many("NameHit"), "The hits.", c => c.Source.Names.Hits);
        answer.Give("totalCount", Required("Int"), "How many there are in all.", c => c.Source.Names.Total);
        answer.Give("complete", Required("Boolean"), "Whether every name was looked at; else there may be better hits, and more than `totalCount`.", c => c.Source.Complete);

        var candidates = new ObjectGraphType<NameCandidates> { Name = "NameCandidates", Description = "What a name of a list may stand for." };
        candidates.Give("name", Required("String"), "The name as it was given.", c => c.Source.Name);
        candidates.Give("candidates", Many("NameHit"), "The entities, most similar first.", c => c.Source.Candidates).WithListSize(DefaultCandidates);
        candidates.Give("isCertain", Required("Boolean"), "Whether exactly one entity has a name that is the same but for case, width and the like; it is then the first.", c => c.Source.IsCertain);
        candidates.Give("problem", Schema.Types.Of("String"), "What to do where the name could not be looked for; null where it was.", c => c.Source.Problem);
        return [span, hit, answer, candidates];
    }

    private static NameQuery Query(IResolveFieldContext context, string argument) =>
        context.GetArgument<int>("offset") is not (>= 0 and <= 10_000)
            ? throw new GraphQLProblem(ErrorCodes.InvalidArgument, "offset: from 0 to 10000.")
            : NameQuery.TryParse(context.GetArgument<string>(argument), out var query, out var problem)
                ? query
                : throw new GraphQLProblem(ErrorCodes.InvalidArgument, $"{argument}: {problem}");

    private static EntityKind[] Kinds(IResolveFieldContext context) => context.GetArgument<EntityKind[]?>("kinds") ?? [];

    private static int Candidates(IResolveFieldContext context) => context.GetArgument<int>("candidates") is var count and >= 1 and <= 20
        ? count
        : throw new GraphQLProblem(ErrorCodes.InvalidArgument, "candidates: from 1 to 20.");
}
