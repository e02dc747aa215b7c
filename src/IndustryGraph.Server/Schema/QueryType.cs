using GraphQL;
using GraphQL.Types;
using IndustryGraph.Model;
using IndustryGraph.Server.GraphQL;
using IndustryGraph.Server.GraphQL.Execution;
using IndustryGraph.Server.Reads;
using IndustryGraph.Snapshots;
using static IndustryGraph.Server.Schema.Types;

namespace IndustryGraph.Server.Schema;

/// <summary>The root of every query.</summary>
internal static class QueryType
{
    /// <summary>The type.</summary>
    public static ObjectGraphType<object> Of()
    {
        var type = new ObjectGraphType<object>
        {
            Name = "Query",
            Description = "The questions that the graph answers. Every answer is from one version of the graph, which `extensions.graph` names.",
        };
        type.Give("graph", Required("Graph"), "The version that answers, or an earlier one: how much it holds, and every question about it.", Graph)
            .Takes("version", Types.Of("Int"), "The number of an earlier version, which then answers all that is asked under the field; the version of the answer where left out.")
            .WithCostOf("version", AnalysisQuestions.WholeGraphCost);
        type.Give("entity", Types.Of("Entity"), "The entity of an id; null where there is none.", Entity)
            .Takes("id", Required("ID"), "The id, such as `industry:quantum-information`.")
            .Takes("version", Types.Of("Int"), "The number of an earlier version, which then answers all that is asked under the field; the version of the answer where left out.")
            .WithCostOf("version", AnalysisQuestions.WholeGraphCost);
        AddEntities(type, "entities");
        AddQuestions(type);
        VersionQuestions.AddTo(type);
        ChangesQuestion.AddTo(type);
        DiffQuestion.AddTo(type);
        return type;
    }

    private static void AddQuestions<TSource>(ObjectGraphType<TSource> type)
    {
        type.GiveAsync("industryGroups", Many("IndustryGroup"), "The groups of industries, in the order of their ids.",
                async context => (await context.Reader().OfKindAsync(EntityKind.IndustryGroup, default, context.CancellationToken).ConfigureAwait(false)).Items)
            .WithListSize(EntityFields.DefaultPage);
        type.GiveAsync("industries", Required("IndustryConnection"),
                "The industries: all, in the order of their ids, or those of one group, in its order.", IndustriesAsync)
            .Takes("group", Types.Of("ID"), "Only the industries that this group lists, such as `group:emerging-eight` (the eight), `group:future-nine` (the nine) or `group:traditional`; `industryGroups` lists all groups.")
            .TakesPage();
        type.GiveAsync("entitiesOfKind", Required("EntityConnection"), "All entities of a kind, in the order of their ids.", async context =>
                await context.Reader().OfKindAsync(context.GetArgument<EntityKind>("kind"), context.Page(), context.CancellationToken).ConfigureAwait(false))
            .Takes("kind", Required("EntityKind"), "The kind.")
            .TakesPage();
        NameQuestions.AddTo(type);
        PathQuestions.AddTo(type);
        AnalysisQuestions.AddTo(type);
    }

    // `Graph.entities` counts them, so that there the field has another name.
    private static void AddEntities<TSource>(ObjectGraphType<TSource> type, string name) =>
        type.GiveAsync(name, new NonNullGraphType(new ListGraphType(Types.Of("Entity"))),
                "The entities of many ids, in the order of the ids; null in the place of one that does not exist.", EntitiesAsync)
            .Takes("ids", Many("ID"), "The ids; the same one may stand twice.");

    /// <summary>The type of <c>graph</c> and what belongs to it.</summary>
    public static IEnumerable<IGraphType> GraphTypes()
    {
        var graph = new ObjectGraphType<IGraphReader> { Name = "Graph", Description = "A version of the graph, and the questions about it: all that is asked under it is answered as of this version." };
        graph.Give("version", Required("Int"), "Its number: one more with each change.", c => (int)c.Source.Version.Number);
        graph.Give("loadedAt", Required("String"), "When it was made, ISO 8601, UTC.", c => c.Source.Version.LoadedAt.ToString("O"));
        graph.Give("message", Required("String"), "Why it was made, in the words of who made it.", c => c.Source.Version.Provenance.Message);
        graph.Give("contentHash", Types.Of("String"), "SHA-256 of the files that it was made from, in hexadecimal.", c => c.Source.Version.Provenance.ContentHash);
        graph.Give("changes", Required("ChangeCounts"), "What it changed of the version before.", c => c.Source.Version.Counts);
        graph.GiveAsync("entities", Many("EntityCount"), "How many entities of each kind it holds; kinds without any are left out.",
                async c => (await c.Source.CountAsync(c.CancellationToken).ConfigureAwait(false)).Entities.OrderBy(item => item.Key).ToList())
            .WithListSize(EntityKinds.All.Count);
        graph.GiveAsync("links", Many("LinkCount"), "How many links of each kind it holds; kinds without any are left out.",
                async c => (await c.Source.CountAsync(c.CancellationToken).ConfigureAwait(false)).Links.OrderBy(item => item.Key).ToList())
            .WithListSize(LinkKinds.All.Count);
        graph.Give("entity", Types.Of("Entity"), "The entity of an id; null where there is none.", context => context.Reader().Entity(context.Id("id")).Result)
            .Takes("id", Required("ID"), "The id, such as `industry:quantum-information`.");
        AddEntities(graph, "entitiesById");
        AddQuestions(graph);
        var changes = new ObjectGraphType<ChangeCounts> { Name = "ChangeCounts", Description = "How much a version changes of the one before." };
        changes.Give("entitiesPut", Required("Int"), "Entities that are new or changed.", c => c.Source.EntitiesPut);
        changes.Give("entitiesRemoved", Required("Int"), "Entities that are gone.", c => c.Source.EntitiesRemoved);
        changes.Give("linksPut", Required("Int"), "Links that are new or changed.", c => c.Source.LinksPut);
        changes.Give("linksRemoved", Required("Int"), "Links that are gone.", c => c.Source.LinksRemoved);
        return [graph, changes, Count<EntityKind>("EntityCount", "EntityKind", "How many entities of a kind there are."), Count<LinkKind>("LinkCount", "LinkKind", "How many links of a kind there are.")];
    }

    private static ObjectGraphType<KeyValuePair<TKind, long>> Count<TKind>(string name, string kindType, string description)
    {
        var type = new ObjectGraphType<KeyValuePair<TKind, long>> { Name = name, Description = description };
        type.Give("kind", Required(kindType), "The kind.", c => c.Source.Key);
        type.Give("count", Required("Int"), "How many.", c => (int)c.Source.Value);
        return type;
    }

    private static object? Graph(IResolveFieldContext<object> context)
    {
        return context.Given<int>("version") is { } version ? new Later(AsOfAsync) : context.Reader();

        async Task<object?> AsOfAsync(CancellationToken cancellation)
        {
            var then = await context.AsOfAsync(version, "version", cancellation).ConfigureAwait(false);
            return new Scoped(then, then);
        }
    }

    private static object? Entity(IResolveFieldContext<object> context)
    {
        var id = context.Id("id");
        return context.Given<int>("version") is { } version ? new Later(AsOfAsync) : context.Reader().Entity(id).Result;

        async Task<object?> AsOfAsync(CancellationToken cancellation)
        {
            var then = await context.AsOfAsync(version, "version", cancellation).ConfigureAwait(false);
            return new Scoped(await then.Entity(id).ValueAsync(cancellation).ConfigureAwait(false), then);
        }
    }

    private static async Task<object?> IndustriesAsync(IResolveFieldContext context)
    {
        var reader = context.Reader();
        if (context.GetArgument<string?>("group") is null)
        {
            return await reader.OfKindAsync(EntityKind.Industry, context.Page(), context.CancellationToken).ConfigureAwait(false);
        }

        var group = context.Id("group");
        if (await reader.Entity(group).ValueAsync(context.CancellationToken).ConfigureAwait(false) is not { Kind: EntityKind.IndustryGroup })
        {
            var groups = await reader.OfKindAsync(EntityKind.IndustryGroup, default, context.CancellationToken).ConfigureAwait(false);
            throw new GraphQLProblem(ErrorCodes.NotFound,
                $"group: {group} is no group of industries. There are {string.Join(", ", groups.Items.Select(item => item.Id))}.");
        }

        // All members are read, so that the page can be cut by the ids of the industries.
        var members = await reader.Links(new LinkPageQuery(group, LinkDirection.In, LinkFilter.Of(LinkKind.MemberOf))
        {
            Kinds = [LinkKind.MemberOf], OtherKinds = [EntityKind.Industry], Order = LinkOrder.Position, Page = default,
        }).ValueAsync(context.CancellationToken).ConfigureAwait(false);
        return Paging.Of([.. members.Items.Select(item => item.Other)], context.Page(), entity => entity.Id.Value);
    }

    private static async Task<object?> EntitiesAsync(IResolveFieldContext context)
    {
        var reader = context.Reader();
        var ids = context.GetArgument<string[]>("ids").Select((id, at) => Asked.ToId(id, $"ids[{at}]")).ToArray();
        var entities = Array.ConvertAll(ids, id => reader.Entity(id));
        var found = new Entity?[ids.Length];
        for (var i = 0; i < ids.Length; i++)
        {
            found[i] = await entities[i].ValueAsync(context.CancellationToken).ConfigureAwait(false);
        }

        return found;
    }
}
