using GraphQL;
using GraphQL.Types;
using IndustryGraph.Changes;
using IndustryGraph.Model;
using IndustryGraph.Server.GraphQL;
using IndustryGraph.Server.GraphQL.Execution;
using IndustryGraph.Server.Reads;
using static IndustryGraph.Server.Schema.Types;

namespace IndustryGraph.Server.Schema;

/// <summary>The question for the difference of two versions.</summary>
internal static class DiffQuestion
{
    private sealed record Diff(IGraphReader From, IGraphReader To, GraphDifference Difference);

    /// <summary>What becomes of an entity or a link, and the graphs before and after; null where there is none yet.</summary>
    internal sealed record Change(FactChange Fact, IGraphReader? From, IGraphReader? To);

    /// <summary>The types of the answer.</summary>
    public static IEnumerable<IGraphType> Types()
    {
        var field = new ObjectGraphType<FieldChange> { Name = "FieldChange", Description = "What changes of one field of an entity or a link." };
        field.Give("field", Required("String"), "The name of the field, as the column of a bundle: `name_en`, `citations`.", c => c.Source.Field);
        field.Give("old", Schema.Types.Of("String"), "What it was, as text; null where it was empty.", c => c.Source.Old);
        field.Give("new", Schema.Types.Of("String"), "What it is, as text; null where it is empty.", c => c.Source.New);
        var kind = new ObjectGraphType<KindChanges> { Name = "KindChanges", Description = "How many entities or links of a kind come, change and go." };
        kind.Give("kind", Required("String"), "The kind: `Product` of entities, `INPUT_TO` of links.", c => c.Source.Kind);
        kind.Give("added", Required("Int"), "How many come.", c => c.Source.Added);
        kind.Give("changed", Required("Int"), "How many change.", c => c.Source.Changed);
        kind.Give("removed", Required("Int"), "How many go.", c => c.Source.Removed);
        var change = new ObjectGraphType<Change> { Name = "FactChange", Description = "What becomes of one entity or link." };
        change.Give("type", Required("FactChangeType"), "Whether it comes, changes or goes.", c => c.Source.Fact.Type);
        change.Give("kind", Required("String"), "Its kind: `Product` of an entity, `INPUT_TO` of a link.", c => c.Source.Fact.Kind);
        change.Give("id", Required("ID"), "Its id: that of a link holds `|`.", c => c.Source.Fact.Id);
        change.Give("fields", Many("FieldChange"), "What changes of it, where it changes; else none.", c => c.Source.Fact.Fields);
        change.Give("entity", Schema.Types.Of("Entity"), "The entity as of the later version, or as of the earlier where it goes; null for a link, and where the change was not made.", Entity);
        change.Give("link", Schema.Types.Of("Link"), "The link, likewise; null for an entity, and where the change was not made.", Link);
        var diff = new ObjectGraphType<Diff> { Name = "Diff", Description = "The difference of two versions." };
        diff.Give("from", Required("Version"), "The version that it leads from.", c => c.Source.From.Version);
        diff.Give("to", Required("Version"), "The version that it leads to.", c => c.Source.To.Version);
        diff.Give("kinds", Many("KindChanges"), "How much of each kind comes, changes and goes: entities, then links; kinds without a change are left out.", c => c.Source.Difference.Kinds)
            .WithListSize(EntityKinds.All.Count + LinkKinds.All.Count);
        diff.Give("complete", Required("Boolean"), $"Whether every change is listed: `changes` lists the first {VersionHistory.MostChanges}. The counts are always whole.", c => c.Source.Difference.IsComplete);
        diff.Give("changes", Required("FactChangeConnection"), "The changes: entities, then links, each in the order of their ids.", Changes)
            .Takes("types", new ListGraphType(Required("FactChangeType")), "Only changes of these types.")
            .Takes("kinds", new ListGraphType(Required("String")), "Only changes of these kinds, as `kinds` writes them.")
            .TakesPage();
        return [field, kind, change, diff, .. ConnectionTypes.OfItems<Change>("FactChange", item => item.Fact.Id)];
    }

    /// <summary>The enumeration of the answer.</summary>
    public static EnumerationGraphType Enum() => Enums.Of("FactChangeType", "What becomes of an entity or a link.",
        (FactChangeType.Added, "ADDED", "It was not there before."),
        (FactChangeType.Changed, "CHANGED", "It says something else than before."),
        (FactChangeType.Removed, "REMOVED", "It is not there any more."));

    /// <summary>Adds the question to the root.</summary>
    public static void AddTo(ObjectGraphType<object> query) =>
        query.GiveAsync("diff", Required("Diff"), "The difference of two versions, in either order: what comes, changes and goes.", AnswerAsync)
            .Takes("from", Required("Int"), "The number of the version to start from; 0 is the empty graph.")
            .Takes("to", Required("Int"), "The number of the version to compare with it.")
            .WithCost(AnalysisQuestions.WholeGraphCost);

    private static async Task<object?> AnswerAsync(IResolveFieldContext context)
    {
        var from = await context.AsOfAsync(context.GetArgument<int>("from"), "from", context.CancellationToken).ConfigureAwait(false);
        var to = await context.AsOfAsync(context.GetArgument<int>("to"), "to", context.CancellationToken).ConfigureAwait(false);
        var before = await from.WholeAsync(context.CancellationToken).ConfigureAwait(false);
        var after = await to.WholeAsync(context.CancellationToken).ConfigureAwait(false);
        return new Diff(from, to, await context.History().DifferenceAsync(before, after, context.CancellationToken).ConfigureAwait(false));
    }

    private static object? Changes(IResolveFieldContext<Diff> context)
    {
        var types = context.GetArgument<FactChangeType[]?>("types");
        var kinds = context.GetArgument<string[]?>("kinds");
        IReadOnlyList<FactChange> all = context.Source.Difference.Changes;
        if (types is not null || kinds is not null)
        {
            all = [.. all.Where(item => (types is null || types.Contains(item.Type)) && (kinds is null || kinds.Contains(item.Kind)))];
        }

        var diff = context.Source;
        return Paging.Of(all, context.Page(), item => item.Id).Select(item => new Change(item, diff.From, diff.To));
    }

    private static object? Entity(IResolveFieldContext<Change> context) =>
        EntityId.TryParse(context.Source.Fact.Id, out var id) && Where(context.Source) is { } where && where.Snapshot.Find(id) is { } entity
            ? new Scoped(entity, where) : null;

    private static object? Link(IResolveFieldContext<Change> context) =>
        LinkId.TryParse(context.Source.Fact.Id, out var id) && Where(context.Source) is { } where && where.Snapshot.IndexOf(id) is var link and >= 0
            ? new Scoped(where.Snapshot.Adjacent(link), where) : null;

    // Where two graphs differ at all, they are in memory.
    private static SnapshotReader? Where(Change change) => (change.Fact.Type == FactChangeType.Removed ? change.From : change.To) as SnapshotReader;
}
