using GraphQL;
using GraphQL.Types;
using IndustryGraph.Paths;
using IndustryGraph.Server.GraphQL;
using static IndustryGraph.Server.Schema.Types;

namespace IndustryGraph.Server.Schema;

/// <summary>How an answer says whether it is all, and what cut it.</summary>
internal static class CutFields
{
    /// <summary>Adds <c>complete</c> and <c>reason</c>.</summary>
    public static void GiveCut<T>(this ObjectGraphType<Located<T>> type, Func<T, CutReason> reason)
    {
        type.Give("complete", Required("Boolean"), "Whether the answer is exact: nothing within the question was left out.", c => c.Source.Whole && reason(c.Source.Item) == CutReason.None);
        type.Give("reason", Required("CutReason"), "What cut it.", c => c.Source.Whole || reason(c.Source.Item) != CutReason.None ? reason(c.Source.Item) : CutReason.Expansions);
    }

    /// <summary>Adds <c>explored</c>.</summary>
    public static void GiveExplored<T>(this ObjectGraphType<Located<T>> type, Func<T, Explored> explored) =>
        type.Give("explored", Required("Explored"), "What was looked at.", c => new Located<Explored>(c.Source.Part, explored(c.Source.Item)));

    /// <summary>Keeps an answer that time cut from being kept: the next one may be longer.</summary>
    public static void NoteTime(this IResolveFieldContext context, CutReason reason)
    {
        if (reason == CutReason.Time)
        {
            context.Request().MarkVolatile();
        }
    }

    /// <summary>The reason to tell of a list of which only the first so many are given.</summary>
    public static CutReason OrResults(this CutReason reason, bool cut) => reason == CutReason.None && cut ? CutReason.Results : reason;
}
