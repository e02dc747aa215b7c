using GraphQL;

namespace IndustryGraph.Server.GraphQL;

/// <summary>The parameters of a GraphQL request, as GraphQL over HTTP names them.</summary>
/// <param name="Query">The document.</param>
/// <param name="OperationName">Which of the operations to run; null where the document has one.</param>
/// <param name="Variables">The values of variables.</param>
/// <param name="Extensions">What our service reads beyond the specification: <c>{"cost": "only"}</c>.</param>
public sealed record GraphQLParameters(
    string Query, string? OperationName = null, Inputs? Variables = null, Inputs? Extensions = null);
