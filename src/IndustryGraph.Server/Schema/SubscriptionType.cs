using GraphQL;
using GraphQL.Resolvers;
using GraphQL.Types;
using static IndustryGraph.Server.Schema.Types;

namespace IndustryGraph.Server.Schema;

/// <summary>The root of every subscription.</summary>
internal static class SubscriptionType
{
    /// <summary>The type.</summary>
    public static ObjectGraphType<object> Of()
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
        return type;
    }

    // The library wants one here. It is never asked: GraphQLService executes the operation once for each version.
    private sealed class DrivenByVersions : ISourceStreamResolver
    {
        public ValueTask<IObservable<object?>> ResolveAsync(IResolveFieldContext context) => throw new NotSupportedException();
    }
}
