using GraphQL;
using GraphQL.Resolvers;
using GraphQL.Types;
using IndustryGraph.Loads.Keys;
using IndustryGraph.Server.Access;
using IndustryGraph.Server.GraphQL;
using IndustryGraph.Server.Loads;
using static IndustryGraph.Server.Schema.Types;

namespace IndustryGraph.Server.Schema;

/// <summary>The root of every subscription.</summary>
internal static class SubscriptionType
{
    /// <summary>The type.</summary>
    /// <param name="writes">Whether the service writes.</param>
    public static ObjectGraphType<object> Of(bool writes)
    {
        var type = new ObjectGraphType<object>
        {
            Name = "Subscription",
            Description = "What clients are told of as it happens, over server-sent events or WebSocket. Every event is answered from the version that it tells of.",
        };
        type.Give("graphChanged", Required("Graph"),
                "The version that is served: at once, and then each time that a newer one is served. Who is slow or was away gets the newest, not each one between; `version` tells how many those were.",
                context => context.Reader())
            .FieldType.StreamResolver = new DrivenByVersions();
        if (writes)
        {
            type.Give("loadProgressed", Required("Load"),
                    "A load of the service, for whoever sends a key: as it is at once, and then each time that it has moved, up to its end. Who is slow gets the newest.", Load)
                .Takes("id", Required("ID"), "The id of the load.")
                .FieldType.StreamResolver = new DrivenByVersions();
        }

        return type;
    }

    private static object? Load(IResolveFieldContext<object> context)
    {
        // Where it is refused, nothing more comes.
        context.Request().FollowBy(_ => Task.FromResult(false));
        AccessSetup.Holder(context.User, KeyRole.Reader);
        var job = context.RequestServices!.GetRequiredService<LoadQueue>().Find(context.GetArgument<string>("id"))
            ?? throw new GraphQLProblem(ErrorCodes.LoadNotFound, "id: there is no load of this id. Only the last ones are kept, and only as long as the service runs.");
        var status = job.Status;
        context.Request().FollowBy(cancellation => job.MovedAsync(status, cancellation));
        return status;
    }

    // The library wants one here. It is never asked: GraphQLService executes the operation once for each event.
    private sealed class DrivenByVersions : ISourceStreamResolver
    {
        public ValueTask<IObservable<object?>> ResolveAsync(IResolveFieldContext context) => throw new NotSupportedException();
    }
}
