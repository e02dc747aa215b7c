using GraphQL;
using GraphQL.Types;
using IndustryGraph.Analysis;
using IndustryGraph.Model;
using IndustryGraph.Paths;
using IndustryGraph.Server.GraphQL;
using IndustryGraph.Server.Reads;
using static IndustryGraph.Server.Schema.Types;

namespace IndustryGraph.Server.Schema;

/// <summary>The questions for what industries have in common.</summary>
internal static class LikenessQuestions
{
    private const int DefaultHops = 2;
    private const int DefaultEnablers = 20;
    private const int DefaultSimilar = 10;
    private const int DefaultShared = 10;
    private const int MostIndustries = 10;

    // For each industry, one search.
    private const int SearchCost = 500;

    private static readonly LinkKind[] EnablingKinds = [LinkKind.Enables, LinkKind.PartOf];

    /// <summary>In what way an entity marks an industry.</summary>
    public static IGraphType Enum() => Enums.Of("FeatureRole", "In what way an entity marks an industry.",
        (FeatureRole.Technology, "TECHNOLOGY", "A technology that is part of the industry or enables it; weight 1."),
        (FeatureRole.Product, "PRODUCT", "A product, material or service that is part of the industry; weight 1."),
        (FeatureRole.Input, "INPUT", "What is stated as an input to the industry, or to a field or product of it; weight 0.5."));

    /// <summary>Adds the questions to the root.</summary>
    public static void AddTo<TSource>(ObjectGraphType<TSource> query)
    {
        query.GiveAsync("commonEnablers", Required("CommonEnablersAnswer"),
                "What two or more industries rest on in common: entities of a kind from which a path leads to every one of them, those with the fewest links first. A path through another industry does not count.",
                EnablersAsync)
            .Takes("industries", Many("ID"), $"The ids of the industries, or of fields and other things that something enables; 2 to {MostIndustries}.")
            .Takes("kind", Required("EntityKind"), "The kind of what they rest on.", EntityKind.Technology)
            .Takes("maxHops", Required("Int"), "The most links from it to an industry, 0 to 12. With 2, also by way of a field, a product or a technology of the industry.", DefaultHops)
            .Takes("first", Required("Int"), "At most so many, 1 to the page limit.", DefaultEnablers)
            .TakesLinks("Only over links of these kinds; where left out, ENABLES and PART_OF.")
            .WithCost(SearchCost, per: "industries").WithListSize("first");
        query.GiveAsync("similarIndustries", Required("SimilarIndustriesAnswer"),
                "The industries most like one, by the technologies, products and inputs that mark both: the weighted Jaccard similarity. What is joined to an industry by way of one of its fields, products or technologies counts half.",
                SimilarAsync)
            .Takes("to", Required("ID"), "The id of the industry.")
            .Takes("first", Required("Int"), "At most so many industries, 1 to the page limit.", DefaultSimilar)
            .TakesLinks("Only over links of these kinds; ENABLES, INPUT_TO and PART_OF are what is looked at.")
            .WithCost(AnalysisQuestions.WholeGraphCost).WithListSize("first");
    }

    /// <summary>The types of the answers.</summary>
    public static IEnumerable<IGraphType> AnswerTypes()
    {
        var enabler = new ObjectGraphType<Located<CommonEnabler>> { Name = "CommonEnabler", Description = "An entity that several industries rest on." };
        enabler.Give("entity", Required("Entity"), "The entity.", c => c.Entity(c.Source.Item.Entity));
        enabler.Give("ways", Many("Path"), "For each of the industries, in the order asked, the shortest path to it.", c =>
            c.Source.Item.Ways.Select(item => new Located<LinkPath>(c.Source.Part, item))).WithListSize(MostIndustries);

        var enablers = new ObjectGraphType<Located<CommonEnablersResult>> { Name = "CommonEnablersAnswer", Description = "What industries rest on in common, and whether that is all." };
        enablers.Give("enablers", Many("CommonEnabler"), "Those with the fewest links over all ways first, then in the order of their ids.", c =>
            c.Source.Item.Enablers.Select(item => new Located<CommonEnabler>(c.Source.Part, item)));
        enablers.GiveCut(c => c.Reason);

        var feature = new ObjectGraphType<Located<SharedFeature>> { Name = "SharedFeature", Description = "An entity that marks two industries in the same way." };
        feature.Give("entity", Required("Entity"), "The entity.", c => c.Entity(c.Source.Item.Entity));
        feature.Give("role", Required("FeatureRole"), "The way.", c => c.Source.Item.Role);
        feature.Give("weight", Required("Float"), "What it adds to what is shared: the lesser of its weights in the two.", c => c.Source.Item.Weight);

        var similar = new ObjectGraphType<Located<SimilarIndustry>> { Name = "SimilarIndustry", Description = "An industry that is like another, and why." };
        similar.Give("industry", Required("Industry"), "The industry.", c => c.Entity(c.Source.Item.Industry));
        similar.Give("score", Required("Float"), "The weight of what marks both, divided by the weight of what marks either; 0 to 1.", c => c.Source.Item.Score);
        similar.Give("sharedCount", Required("Int"), "How many marks they share.", c => c.Source.Item.Shared.Count);
        similar.Give("shared", Many("SharedFeature"), "What they share: the greatest weight first, then by role, then in the order of the ids.", c =>
                c.Source.Item.Shared.Take(c.GetArgument<int>("first")).Select(item => new Located<SharedFeature>(c.Source.Part, item)))
            .Takes("first", Required("Int"), "At most so many, 1 to the page limit.", DefaultShared);

        var industries = new ObjectGraphType<Located<SimilarIndustries>> { Name = "SimilarIndustriesAnswer", Description = "Industries like one, and whether these are all." };
        industries.Give("industries", Many("SimilarIndustry"), "The most similar first, then in the order of the ids. Those that share nothing are left out.", c =>
            c.Source.Item.All.Take(c.Source.Item.First).Select(item => new Located<SimilarIndustry>(c.Source.Part, item)));
        industries.Give("totalCount", Required("Int"), "How many industries share something with it.", c => c.Source.Item.All.Count);
        industries.GiveCut(c => CutReason.None.OrResults(c.All.Count > c.First));
        return [enabler, enablers, feature, similar, industries];
    }

    private sealed record SimilarIndustries(IReadOnlyList<SimilarIndustry> All, int First);

    private static async Task<object?> EnablersAsync(IResolveFieldContext context)
    {
        var ids = context.Few("industries", 2, MostIndustries);
        var hops = context.Hops();
        var around = await context.Reader().AroundAsync(
            new SurroundingsQuery(ids, [], LinkDirection.In, hops, context.GetArgument<LinkKind[]?>("kinds") ?? EnablingKinds) { Carried = true },
            context.CancellationToken).ConfigureAwait(false);
        var result = CommonEnablers.Of(
            around.Snapshot, context.Numbers(around.Snapshot, "industries", 2, MostIndustries), context.GetArgument<EntityKind>("kind"), hops,
            context.Links(EnablingKinds), SearchLimits.Default with { Results = context.GetArgument<int>("first") },
            context.Clock(), context.CancellationToken);
        context.NoteTime(result.Reason);
        return new Located<CommonEnablersResult>(around.Snapshot, result, around.Complete);
    }

    private static async Task<object?> SimilarAsync(IResolveFieldContext context)
    {
        var whole = await context.WholeAsync().ConfigureAwait(false);
        var similar = Analysis.SimilarIndustries.Of(
            whole, whole.Industry(context.Id("to"), "to"), int.MaxValue, new FeatureWeights(), context.Links(LinkKinds.All), context.CancellationToken);
        return new Located<SimilarIndustries>(whole, new SimilarIndustries(similar, context.GetArgument<int>("first")));
    }
}
