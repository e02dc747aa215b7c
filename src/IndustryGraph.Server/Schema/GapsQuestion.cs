using GraphQL;
using GraphQL.Types;
using IndustryGraph.Analysis;
using IndustryGraph.Model;
using IndustryGraph.Server.GraphQL;
using IndustryGraph.Server.Reads;
using static IndustryGraph.Server.Schema.Types;

namespace IndustryGraph.Server.Schema;

/// <summary>The question for what the graph wants.</summary>
internal static class GapsQuestion
{
    /// <summary>Adds the question to the root.</summary>
    public static void AddTo<TSource>(ObjectGraphType<TSource> query) =>
        query.GiveAsync("gaps", Required("GapsAnswer"), "What data teams should look for next. The lists are whole; page through them.", async context =>
            {
                var whole = await context.WholeAsync().ConfigureAwait(false);
                return new Located<GapsReport>(whole, Gaps.Of(whole, context.Links(AnalysisQuestions.SupplyKinds), int.MaxValue, context.CancellationToken));
            })
            .TakesLinks("The links that supply, for `withoutUpstream`; where left out, INPUT_TO (supplier to user) and PART_OF (member to industry).")
            .WithCost(AnalysisQuestions.WholeGraphCost);

    /// <summary>The types of the answer.</summary>
    public static IEnumerable<IGraphType> AnswerTypes()
    {
        var entities = Gap<EntityKind>("EntityGap", "EntityCount", "Entities with one gap.");
        entities.Give("entities", Required("EntityConnection"), "The entities, in the order of their ids.", c =>
                Cut(c, c.GetArgument<EntityKind[]?>("kinds"), c.Source.Snapshot.EntityAt, entity => entity.Kind, entity => entity.Id.Value))
            .Takes("kinds", new ListGraphType(Required("EntityKind")), "Only entities of these kinds.")
            .TakesPage();

        var links = Gap<LinkKind>("LinkGap", "LinkCount", "Links with one gap.");
        links.Give("links", Required("EntityLinkConnection"), "The links, in the order of their ids; `node` is where each leads.", c =>
                Cut(c, c.GetArgument<LinkKind[]?>("kinds"), c.Source.Snapshot.Adjacent, item => item.Link.Kind, item => item.Link.Id.ToString()))
            .Takes("kinds", new ListGraphType(Required("LinkKind")), "Only links of these kinds.")
            .TakesPage();

        var report = new ObjectGraphType<Located<GapsReport>> { Name = "GapsAnswer", Description = "What the graph wants." };
        report.Give("withoutUpstream", Required("EntityGap"), "Industries, fields, technologies, products, materials, services and processes that no supply link enters from another entity.", c => new Located<GapList<EntityKind>>(c.Source.Part, c.Source.Item.WithoutUpstream));
        report.Give("curatedEntities", Required("EntityGap"), "Entities of which every citation is editorial judgement.", c => new Located<GapList<EntityKind>>(c.Source.Part, c.Source.Item.CuratedEntities));
        report.Give("curatedLinks", Required("LinkGap"), "Links of which every citation is editorial judgement.", c => new Located<GapList<LinkKind>>(c.Source.Part, c.Source.Item.CuratedLinks));
        report.Give("singleSupplier", Required("EntityGap"), "Products, materials and services with just one entity that is stated as an input to them (INPUT_TO, of any evidence).", c => new Located<GapList<EntityKind>>(c.Source.Part, c.Source.Item.SingleSupplier));
        return [entities, links, report];
    }

    private static ObjectGraphType<Located<GapList<TKind>>> Gap<TKind>(string name, string countType, string description)
    {
        var type = new ObjectGraphType<Located<GapList<TKind>>> { Name = name, Description = description };
        type.Give("count", Required("Int"), "How many there are.", c => c.Source.Item.Count);
        type.Give("byKind", Many(countType), "How many of each kind; kinds without any are left out.", c =>
            c.Source.Item.ByKind.Select(item => KeyValuePair.Create(item.Key, (long)item.Value))).WithListSize(EntityKinds.All.Count);
        return type;
    }

    private static Page<T> Cut<T, TKind>(
        IResolveFieldContext<Located<GapList<TKind>>> context, TKind[]? kinds, Func<int, T> at, Func<T, TKind> kindOf, Func<T, string> keyOf)
    {
        var numbers = context.Source.Item.First;
        var kept = kinds is null ? numbers : [.. numbers.Where(number => kinds.Contains(kindOf(at(number))))];
        var (start, end) = Paging.Cut(kept, context.Page(), number => keyOf(at(number)));
        return new Page<T>([.. kept.Skip(start).Take(end - start).Select(at)], kept.Count, start > 0, end < kept.Count);
    }
}
