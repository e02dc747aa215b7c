using GraphQL.Builders;
using GraphQL.Types;
using IndustryGraph.Model;
using IndustryGraph.Server.Reads;
using IndustryGraph.Snapshots;
using GraphQL;
using IndustryGraph.Server.GraphQL;
using static IndustryGraph.Server.Schema.Types;

namespace IndustryGraph.Server.Schema;

/// <summary>The fields that every entity has, on the interface and on each type of it.</summary>
internal static class EntityFields
{
    /// <summary>The items of a page where the request does not say.</summary>
    public const int DefaultPage = 50;

    /// <summary>Adds the fields.</summary>
    public static void AddTo(ComplexGraphType<Entity> type)
    {
        type.Give("id", Required("ID"), "The lasting id, such as `industry:quantum-information`.", c => c.Source.Id.Value);
        type.Give("kind", Required("EntityKind"), "What it is.", c => c.Source.Kind);
        type.Give("name", Required("String"), "The preferred name in one language, or in the other where there is none.", c => c.Source.Names.In(c.Language()))
            .Takes("language", Of("Language"), "The language; where left out, the one that the request's Accept-Language prefers, else Chinese.");
        type.Give("names", Required("Names"), "All its names.", c => c.Source.Names);
        type.Give("definition", Of("String"), "One sentence that says what it is, in one language, or in the other where there is none.", Definition)
            .Takes("language", Of("Language"), "The language; where left out, the one that the request's Accept-Language prefers, else Chinese.");
        type.Give("validity", Required("Validity"), "When it exists.", c => c.Source.Validity);
        type.Give("citations", Many("Citation"), "Where it is taken from: at least one.", c => c.Source.Citations);
        type.Give("links", Required("EntityLinkConnection"), "Its links of any kind.", Links)
            .Takes("kinds", new ListGraphType(Required("LinkKind")), "Only links of these kinds.")
            .Takes("direction", Required("LinkDirection"), "Which way the links are read.", LinkDirection.Both)
            .Takes("otherKinds", new ListGraphType(Required("EntityKind")), "Only links whose other end is of one of these kinds.")
            .TakesPage().TakesFilter(LinkOrder.Id);
    }

    /// <summary>Adds a named field from entity to entities.</summary>
    public static void AddTo(ComplexGraphType<Entity> type, Relation relation) =>
        type.Give(relation.Name, Required($"{relation.NodeType}LinkConnection"), relation.Description, context => context.Reader().Links(
                Query(context, context.Source.Id, relation.Direction, [relation.Kind], relation.Others)).Result)
            .TakesPage().TakesFilter(relation.Order);

    /// <summary>The arguments of a connection.</summary>
    public static FieldBuilder<TSource, object> TakesPage<TSource>(this FieldBuilder<TSource, object> field) => field
        .Takes("first", Of("Int"), "At most so many items from the start, 1 to the page limit.", DefaultPage)
        .Takes("after", Of("String"), "Only items after this cursor.")
        .Takes("last", Of("Int"), "At most so many items from the end, instead of `first`.")
        .Takes("before", Of("String"), "Only items before this cursor.");

    /// <summary>The arguments of a question that follows links.</summary>
    public static FieldBuilder<TSource, object> TakesLinks<TSource>(this FieldBuilder<TSource, object> field, string kinds) => field
        .Takes("kinds", new ListGraphType(Required("LinkKind")), kinds)
        .Takes("weakestEvidence", Required("Evidence"), "Only over links whose strongest evidence is no weaker than this.", Evidence.Curated);

    private static FieldBuilder<Entity, object> TakesFilter(this FieldBuilder<Entity, object> field, LinkOrder order) => field
        .Takes("filter", Of("LinkFilter"), "Only links that pass.")
        .Takes("orderBy", Required("LinkOrder"), "The order of the list.", order);

    private static string? Definition(IResolveFieldContext<Entity> context)
    {
        var (chinese, english) = (context.Source.DefinitionChinese, context.Source.DefinitionEnglish);
        return context.Language() == Language.Chinese ? chinese ?? english : english ?? chinese;
    }

    private static object? Links(IResolveFieldContext<Entity> context)
    {
        var kinds = context.GetArgument<LinkKind[]?>("kinds") ?? [.. LinkKinds.All];
        var others = context.GetArgument<EntityKind[]?>("otherKinds") ?? [];
        return context.Reader().Links(
            Query(context, context.Source.Id, context.GetArgument<LinkDirection>("direction"), kinds, others)).Result;
    }

    private static LinkPageQuery Query(
        IResolveFieldContext context, EntityId of, LinkDirection direction, IReadOnlyList<LinkKind> kinds, IReadOnlyList<EntityKind> others)
    {
        var filter = context.GetArgument<LinkFilterInput?>("filter") ?? LinkFilterInput.None;
        return new LinkPageQuery(of, direction, LinkFilter.Of(kinds, filter.WeakestEvidence))
        {
            Kinds = kinds,
            OtherKinds = others,
            Source = filter.Source is null ? null : Asked.ToId(filter.Source, "filter.source"),
            Text = filter.Text,
            Stage = filter.Stage,
            ValidOn = filter.ValidOn is null ? null : DayOf(filter.ValidOn),
            Order = context.GetArgument<LinkOrder>("orderBy"),
            Language = context.PreferredLanguage(),
            Page = context.Page(),
        };
    }

    private static DateOnly DayOf(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var day)
            ? day
            : throw new GraphQLProblem(ErrorCodes.InvalidArgument, "filter.validOn: write a day as YYYY-MM-DD.");
}
