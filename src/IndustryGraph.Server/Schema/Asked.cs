using GraphQL;
using GraphQL.Execution;
using IndustryGraph.Model;
using IndustryGraph.Server.GraphQL;
using IndustryGraph.Server.Reads;

namespace IndustryGraph.Server.Schema;

/// <summary>Reads what a field was asked with.</summary>
internal static class Asked
{
    /// <summary>What answers the request.</summary>
    public static IGraphReader Reader(this IResolveFieldContext context) =>
        ((ServedGraph)context.Request().Graph).Reader;

    /// <summary>The language that the argument names, or else the request prefers, or else Chinese.</summary>
    public static Language Language(this IResolveFieldContext context) =>
        context.GetArgument<Language?>("language") ?? context.PreferredLanguage();

    /// <summary>The language that the request prefers, or else Chinese.</summary>
    public static Language PreferredLanguage(this IResolveFieldContext context) =>
        context.Request().Language == "en" ? Model.Language.English : Model.Language.Chinese;

    /// <summary>The clock.</summary>
    public static TimeProvider Clock(this IResolveFieldContext context) =>
        context.RequestServices!.GetRequiredService<TimeProvider>();

    /// <summary>An argument that is an entity id.</summary>
    /// <exception cref="GraphQLProblem">It is none.</exception>
    public static EntityId Id(this IResolveFieldContext context, string argument) =>
        ToId(context.GetArgument<string>(argument), argument);

    /// <summary>Text that is to be an entity id.</summary>
    /// <exception cref="GraphQLProblem">It is none.</exception>
    public static EntityId ToId(string? text, string argument) => EntityId.TryParse(text, out var id)
        ? id
        : throw new GraphQLProblem(ErrorCodes.InvalidArgument, $"{argument}: this is not an entity id; {EntityId.Rule}");

    /// <summary>The part of a list that is asked for.</summary>
    /// <exception cref="GraphQLProblem">The arguments contradict each other or are out of range.</exception>
    public static PageRequest Page(this IResolveFieldContext context)
    {
        var (first, last) = (context.GetArgument<int?>("first"), context.GetArgument<int?>("last"));
        var (after, before) = (context.GetArgument<string?>("after"), context.GetArgument<string?>("before"));
        if (last is not null)
        {
            // `first` has a default: where `last` is asked for, only an explicit `first` contradicts it.
            first = context.HasArgument("first") && context.Arguments!["first"].Source != ArgumentSource.FieldDefault ? first : null;
        }

        return first is null || last is null
            ? new PageRequest(first, Cursor.Key(after, "after"), last, Cursor.Key(before, "before"))
            : throw new GraphQLProblem(ErrorCodes.InvalidArgument, "Ask for `first` or for `last`, not for both.");
    }
}
