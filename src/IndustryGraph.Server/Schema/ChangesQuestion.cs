using GraphQL;
using GraphQL.Types;
using IndustryGraph.Changes;
using IndustryGraph.Model;
using IndustryGraph.Server.GraphQL;
using IndustryGraph.Server.Reads;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;
using static IndustryGraph.Server.Schema.Types;

namespace IndustryGraph.Server.Schema;

/// <summary>The question for what changed since a version: for whoever keeps a copy of the graph.</summary>
internal static class ChangesQuestion
{
    private sealed record Since(GraphVersion Version, GraphVersion Newest, IReadOnlyList<Fact> Facts);

    private sealed record Fact(string Id, Entity? Entity, Link? Link);

    private sealed record Told(string Id, Entity? Entity, AdjacentLink? Link);

    /// <summary>The types of the answer.</summary>
    public static IEnumerable<IGraphType> Types()
    {
        var fact = new ObjectGraphType<Told> { Name = "ChangedFact", Description = "An entity or a link that was put or removed." };
        fact.Give("id", Required("ID"), "Its id: that of a link holds `|`.", c => c.Source.Id);
        fact.Give("removed", Required("Boolean"), "Whether it is gone. Who does not have it has nothing to do then: it came and went between.", c => c.Source.Entity is null && c.Source.Link is null);
        fact.Give("entity", Schema.Types.Of("Entity"), "The entity as it is now; null for a link, and for what is gone.", c => c.Source.Entity);
        fact.Give("link", Schema.Types.Of("Link"), "The link as it is now; null for an entity, and for what is gone.", c => c.Source.Link);
        var changes = new ObjectGraphType<Since> { Name = "ChangesSince", Description = "What was put and removed after a version. With all of it, a copy of that version is a copy of `version`." };
        changes.Give("since", Required("Int"), "The version that the changes are since.", c => (int)c.Source.Version.Number);
        changes.Give("version", Required("Version"), "The version that the changes lead to: ask since this one the next time.", c => c.Source.Newest);
        changes.GiveAsync("facts", Required("ChangedFactConnection"),
                "The changes: entities put, links put, links removed, entities removed, each in the order of their ids.", FactsAsync)
            .TakesPage();
        return [fact, changes, .. ConnectionTypes.OfItems<Told>("ChangedFact", told => told.Id)];
    }

    /// <summary>Adds the question to the root.</summary>
    public static void AddTo(ObjectGraphType<object> query) =>
        query.GiveAsync("changes", Required("ChangesSince"), "What was put and removed since a version, for whoever keeps a copy of the graph: each entity and link once, as it is now.", AnswerAsync)
            .Takes("since", Required("Int"), $"The number of the version; at most {VersionHistory.MostVersions} versions and {VersionHistory.MostChanges} changes ago.")
            .WithCost(AnalysisQuestions.WholeGraphCost);

    private static async Task<object?> AnswerAsync(IResolveFieldContext context)
    {
        var newest = context.Current().Version;
        var since = await context.History().VersionAsync(context.GetArgument<int>("since"), newest, "since", context.CancellationToken).ConfigureAwait(false);
        var replay = await context.History().ChangesSinceAsync(since, newest, context.CancellationToken).ConfigureAwait(false);
        return new Since(since, newest, FactsOf(replay));
    }

    private static List<Fact> FactsOf(Replay replay) =>
    [
        .. replay.PutEntities.Select(entity => new Fact(entity.Id.Value, entity, null)),
        .. replay.PutLinks.Select(link => new Fact(link.Id.ToString(), null, link)),
        .. replay.RemovedLinks.Select(id => new Fact(id.ToString(), null, null)),
        .. replay.RemovedEntities.Select(id => new Fact(id.Value, null, null)),
    ];

    private static async Task<object?> FactsAsync(IResolveFieldContext<Since> context)
    {
        var page = Paging.Of(context.Source.Facts, context.Page(), fact => fact.Id);

        // All ends are asked for before the first is waited for, so that a store is read once.
        var ends = page.Items.Select(fact => fact.Link is { } link ? context.Reader().Entity(link.To) : Pending<Entity?>.Here(null)).ToArray();
        var told = new List<Told>(page.Items.Count);
        foreach (var (fact, end) in page.Items.Zip(ends))
        {
            var other = await end.ValueAsync(context.CancellationToken).ConfigureAwait(false);
            told.Add(new Told(fact.Id, fact.Entity, fact.Link is { } link ? new AdjacentLink(link.From, link, other!) : null));
        }

        return new Page<Told>(told, page.Total, page.HasPrevious, page.HasNext);
    }
}
