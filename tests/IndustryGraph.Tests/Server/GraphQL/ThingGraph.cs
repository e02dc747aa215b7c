using GraphQL;
using GraphQL.Types;
using IndustryGraph.Server.GraphQL;

namespace IndustryGraph.Tests.Server.GraphQL;

/// <summary>The small schema that the tests of the service ask; it counts what its resolvers do.</summary>
public sealed class ThingGraph
{
    private int calls;

    public int Calls => Volatile.Read(ref calls);

    public TaskCompletionSource Entered { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Cancelled { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Release { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public T Count<T>(T value)
    {
        Interlocked.Increment(ref calls);
        return value;
    }

    public async Task<string> WaitAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref calls);
        Entered.TrySetResult();
        try
        {
            await Release.Task.WaitAsync(cancellationToken);
            return "released";
        }
        catch (OperationCanceledException)
        {
            Cancelled.TrySetResult();
            throw;
        }
    }
}

public sealed record Thing(int Number)
{
    public string Id => $"thing:{Number}";
}

public sealed record ThingVersion(long Version, DateTimeOffset LoadedAt, bool Stale, string Secret) : GraphVersionInfo(Version, LoadedAt, Stale);

public sealed class ThingSchema : global::GraphQL.Types.Schema
{
    public ThingSchema(ThingGraph graph)
    {
        var named = new InterfaceGraphType<Thing> { Name = "Named" };
        named.Field<NonNullGraphType<StringGraphType>>("name");
        named.AddField(new FieldType { Name = "peers", ResolvedType = new NonNullGraphType(new ListGraphType(new NonNullGraphType(named))) });
        var thing = ThingType("Thing", named, graph);
        var gadget = ThingType("Gadget", named, graph);
        named.AddPossibleType(thing);
        named.AddPossibleType(gadget);
        named.ResolveType = value => ((Thing)value).Number % 2 == 0 ? thing : gadget;
        Query = QueryType(thing, named, graph);
        var mutation = new ObjectGraphType { Name = "Mutation" };
        mutation.Field<IntGraphType>("touch").Resolve(_ => graph.Count(1));
        Mutation = mutation;
        var subscription = new ObjectGraphType { Name = "Subscription" };
        subscription.Field<StringGraphType>("changed").Resolve(context => graph.Count(((ThingVersion)context.Request().Graph).Secret)).ResolveStream(_ => throw new NotSupportedException());
        subscription.Field<StringGraphType>("changedDear").Resolve(_ => graph.Count("dear")).ResolveStream(_ => throw new NotSupportedException()).WithCost(100_000);
        subscription.Field<StringGraphType>("changedFail").Resolve(_ => throw new InvalidOperationException("secret")).ResolveStream(_ => throw new NotSupportedException());
        Subscription = subscription;
        RegisterType(thing);
        RegisterType(gadget);
    }

    private static ObjectGraphType<Thing> ThingType(string name, IInterfaceGraphType named, ThingGraph graph)
    {
        var thing = new ObjectGraphType<Thing> { Name = name };
        thing.Field<NonNullGraphType<IdGraphType>>("id").Resolve(context => graph.Count(context.Source.Id));
        thing.Field<NonNullGraphType<StringGraphType>>("name").Resolve(context => graph.Count($"物 {context.Source.Number}"));
        thing.Field<NonNullGraphType<StringGraphType>>("secretName").Resolve(_ => graph.Count("hidden"));
        Add(thing, "child", thing, context => new Thing(context.Source.Number + 1));
        Add(thing, "peers", new NonNullGraphType(new ListGraphType(new NonNullGraphType(named))), context => Things(3))
            .WithListSize(3);
        var children = Add(thing, "children", new NonNullGraphType(new ListGraphType(new NonNullGraphType(thing))), context => Things(context.GetArgument<int>("first")));
        children.Arguments = new QueryArguments(new QueryArgument<IntGraphType> { Name = "first", DefaultValue = 5 });
        thing.AddResolvedInterface(named);
        return thing;

        FieldType Add(ObjectGraphType<Thing> type, string field, IGraphType resolved, Func<IResolveFieldContext<Thing>, object?> resolve) => type.AddField(new FieldType
        {
            Name = field,
            ResolvedType = resolved,
            Resolver = new global::GraphQL.Resolvers.FuncFieldResolver<Thing, object?>(context => graph.Count(resolve(context))),
        });
    }

    private static ObjectGraphType QueryType(IGraphType thing, IGraphType named, ThingGraph graph)
    {
        var query = new ObjectGraphType { Name = "Query" };
        query.Field<StringGraphType>("hello").Argument<StringGraphType>("name").Resolve(context => graph.Count("hello " + (context.GetArgument<string?>("name") ?? "world")));
        query.Field<IntGraphType>("half").Argument<IntGraphType>("of").Resolve(context => graph.Count(context.GetArgument<int>("of") / 2));
        query.Field<StringGraphType>("fail").Resolve(_ => throw new InvalidOperationException("secret at /var/lib/secret: SELECT * FROM things"));
        query.Field<StringGraphType>("problem").Resolve(_ => throw new GraphQLProblem(ErrorCodes.NotFound, "No thing of that id. Look it up by search."));
        query.Field<StringGraphType>("dear").Argument<IntGraphType>("hops").Resolve(_ => graph.Count("dear")).WithCost(100, per: "hops");
        query.Field<StringGraphType>("heavy").ResolveAsync(async context => await graph.WaitAsync(context.CancellationToken)).WithCost(20_000);
        query.Field<StringGraphType>("slow").ResolveAsync(async context => await graph.WaitAsync(context.CancellationToken));
        query.Field<StringGraphType>("language").Resolve(context => context.Request().Language);
        query.Field<StringGraphType>("secret").Resolve(context => ((ThingVersion)context.Request().Graph).Secret);
        query.Field<StringGraphType>("hurried").Resolve(context =>
        {
            context.Request().MarkVolatile();
            return "as far as time allowed";
        });
        Add("thing", thing, _ => new Thing(0));
        Add("named", named, _ => new Thing(0));
        Add("things", new NonNullGraphType(new ListGraphType(new NonNullGraphType(thing))), context => Things(context.GetArgument<int>("first")))
            .Arguments = new QueryArguments(new QueryArgument<IntGraphType> { Name = "first", DefaultValue = 5 }, new QueryArgument<IntGraphType> { Name = "last" });
        Add("byIds", new NonNullGraphType(new ListGraphType(thing)), context => context.GetArgument<string[]>("ids").Select(id => new Thing(1)).ToArray())
            .Arguments = new QueryArguments(new QueryArgument<NonNullGraphType<ListGraphType<NonNullGraphType<IdGraphType>>>> { Name = "ids" });
        Add("allFail", new ListGraphType(Failing()), _ => Things(50));
        Add("connection", Connection(thing), context => new Page(Things(context.GetArgument<int>("first"))))
            .Arguments = new QueryArguments(new QueryArgument<IntGraphType> { Name = "first", DefaultValue = 5 });
        return query;

        FieldType Add(string field, IGraphType resolved, Func<IResolveFieldContext, object?> resolve) => query.AddField(new FieldType
        {
            Name = field,
            ResolvedType = resolved,
            Resolver = new global::GraphQL.Resolvers.FuncFieldResolver<object?>(context => graph.Count(resolve(context))),
        });
    }

    private static ObjectGraphType<Thing> Failing()
    {
        var failing = new ObjectGraphType<Thing> { Name = "Failing" };
        failing.Field<StringGraphType>("name").Resolve(_ => throw new InvalidOperationException("secret"));
        return failing;
    }

    private static ObjectGraphType<Page> Connection(IGraphType thing)
    {
        var connection = new ObjectGraphType<Page> { Name = "ThingConnection" };
        connection.Field<NonNullGraphType<IntGraphType>>("totalCount").Resolve(_ => 1_000);
        connection.AddField(new FieldType
        {
            Name = "nodes",
            ResolvedType = new NonNullGraphType(new ListGraphType(new NonNullGraphType(thing))),
            Resolver = new global::GraphQL.Resolvers.FuncFieldResolver<Page, object?>(context => context.Source.Nodes),
        });
        return connection;
    }

    private static Thing[] Things(int count) => [.. Enumerable.Range(0, count).Select(number => new Thing(number))];

    private sealed record Page(Thing[] Nodes);
}
