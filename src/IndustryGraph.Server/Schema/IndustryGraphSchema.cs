using GraphQL;
using GraphQL.Utilities;

namespace IndustryGraph.Server.Schema;

/// <summary>The schema that is served: <c>schema.graphql</c> at the top of the repository is its text.</summary>
internal sealed class IndustryGraphSchema : global::GraphQL.Types.Schema
{
    /// <summary>Builds the schema.</summary>
    /// <param name="services">The services.</param>
    /// <param name="writes">Whether it has what changes the graph; what a service that is read-only serves has not.</param>
    public IndustryGraphSchema(IServiceProvider services, bool writes = true) : base(services, runConfigurations: false)
    {
        Description = "China's industry taxonomy as a graph: emerging, future and traditional industries, what belongs to their chains, and where each fact comes from.";
        Query = QueryType.Of();
        Mutation = writes ? MutationType.Of() : null;
        Subscription = SubscriptionType.Of(writes);
        foreach (var type in Enums.All
            .Concat<global::GraphQL.Types.IGraphType>(EntityTypes.All())
            .Concat(FactTypes.All())
            .Concat(QueryType.GraphTypes())
            .Concat(VersionQuestions.Types())
            .Concat(ChangesQuestion.Types())
            .Concat(DiffQuestion.Types())
            .Append(DiffQuestion.Enum())
            .Concat(NameQuestions.Enums())
            .Concat(NameQuestions.Types())
            .Concat(PathQuestions.Enums())
            .Concat(PathQuestions.Types())
            .Concat(AnalysisQuestions.Enums())
            .Concat(AnalysisQuestions.AnswerTypes())
            .Concat(Connections())
            .Append(LinkFilterInput.GraphType())
            .Concat(writes ? LoadTypes.Enums().Concat(LoadTypes.Types()).Concat(MutationType.Inputs()) : []))
        {
            RegisterType(type);
        }
    }

    /// <summary>The text of the schema, in a fixed order.</summary>
    public string Text() => this.Print(new PrintOptions { StringComparison = StringComparison.Ordinal }).ReplaceLineEndings("\n");

    private static IEnumerable<global::GraphQL.Types.IGraphType> Connections() =>
        Relations.All.Select(relation => relation.NodeType).Append("Entity").Distinct().Order(StringComparer.Ordinal)
            .SelectMany(ConnectionTypes.OfLinks)
            .Concat(ConnectionTypes.OfEntities("Entity"))
            .Concat(ConnectionTypes.OfEntities("Industry"))
            .Append(ConnectionTypes.PageInfo());
}
