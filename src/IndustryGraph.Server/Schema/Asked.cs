using GraphQL;
using GraphQL.Execution;
using IndustryGraph.Model;
using IndustryGraph.Paths;
using IndustryGraph.Server.GraphQL;
using IndustryGraph.Server.GraphQL.Execution;
using IndustryGraph.Server.Reads;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Server.Schema;

/// <summary>Reads what a field was asked with.</summary>
internal static class Asked
{
    /// <summary>
    /// What answers the field: the version that a field above it names, or else the one that the request is answered from.
    /// </summary>
    public static IGraphReader Reader(this IResolveFieldContext context) =>
        // A context of another kind would hide the version above it: it fails here rather than answer from the wrong one.
        ((FieldContext)context).Scope as IGraphReader ?? context.Current();

    /// <summary>What answers the request where no field names a version.</summary>
    public static IGraphReader Current(this IResolveFieldContext context) => ((ServedGraph)context.Request().Graph).Reader;

    /// <summary>The versions before.</summary>
    public static VersionHistory History(this IResolveFieldContext context) => context.RequestServices!.GetRequiredService<VersionHistory>();

    /// <summary>What answers as of a version that an argument names.</summary>
    /// <exception cref="GraphQLProblem">See <see cref="VersionHistory.AsOfAsync"/>.</exception>
    public static Task<IGraphReader> AsOfAsync(this IResolveFieldContext context, int version, string argument, CancellationToken cancellation) =>
        context.History().AsOfAsync(version, context.Current(), argument, cancellation);

    /// <summary>The language that the argument names, or else the request prefers, or else Chinese.</summary>
    public static Language Language(this IResolveFieldContext context) =>
        context.Given<Language>("language") ?? context.PreferredLanguage();

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

    /// <summary>An argument that is a list of entity ids; empty where it is left out.</summary>
    /// <exception cref="GraphQLProblem">One of them is none.</exception>
    public static EntityId[] Ids(this IResolveFieldContext context, string argument) =>
        [.. (context.GetArgument<string[]?>(argument) ?? []).Select((id, at) => ToId(id, $"{argument}[{at}]"))];

    /// <summary>The number of an entity that an argument names.</summary>
    /// <exception cref="GraphQLProblem">There is no such entity.</exception>
    public static int Number(this GraphTopology part, EntityId id, string argument) => part.IndexOf(id) is var number and >= 0
        ? number
        : throw new GraphQLProblem(ErrorCodes.NotFound, $"{argument}: there is no entity {id}. Find its id by `search`.");

    /// <summary>The argument <c>maxHops</c>.</summary>
    /// <exception cref="GraphQLProblem">It is out of range.</exception>
    public static int Hops(this IResolveFieldContext context) => context.GetArgument<int>("maxHops") is var hops
        && hops >= 0 && hops <= SearchLimits.Default.Hops
            ? hops
            : throw new GraphQLProblem(ErrorCodes.InvalidArgument, $"maxHops: from 0 to {SearchLimits.Default.Hops}.");

    /// <summary>The links that the arguments <c>kinds</c> and <c>weakestEvidence</c> let through.</summary>
    /// <param name="context">The field.</param>
    /// <param name="usual">The kinds where the request names none.</param>
    public static LinkFilter Links(this IResolveFieldContext context, IReadOnlyList<LinkKind> usual) =>
        LinkFilter.Of(context.GetArgument<LinkKind[]?>("kinds") ?? usual, context.GetArgument<Evidence>("weakestEvidence"));

    /// <summary>The part of a list that is asked for.</summary>
    /// <exception cref="GraphQLProblem">The arguments contradict each other or are out of range.</exception>
    public static PageRequest Page(this IResolveFieldContext context)
    {
        var (first, last) = (context.Given<int>("first"), context.Given<int>("last"));
        var (after, before) = (context.GetArgument<string?>("after"), context.GetArgument<string?>("before"));
        if (last is not null)
        {
            // `first` has a default: where `last` is asked for, only an explicit `first` contradicts it.
            first = context.HasArgument("first") && context.Arguments!["first"].Source != ArgumentSource.FieldDefault ? first : null;
        }
        else
        {
            // A request that writes `first: null` does not get a list without an end.
            first ??= EntityFields.DefaultPage;
        }

        return first is null || last is null
            ? new PageRequest(first, Cursor.Key(after, "after"), last, Cursor.Key(before, "before"))
            : throw new GraphQLProblem(ErrorCodes.InvalidArgument, "Ask for `first` or for `last`, not for both.");
    }

    /// <summary>The value of an argument that needs no conversion; null where it has none.</summary>
    /// <remarks>For nullable types the library's own way costs as much as all else that a small field does.</remarks>
    public static T? Given<T>(this IResolveFieldContext context, string argument)
        where T : struct =>
        context.Arguments is { } all && all.TryGetValue(argument, out var given) && given.Value is T value ? value : null;
}
