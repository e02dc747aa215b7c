using GraphQL;

namespace IndustryGraph.Server.GraphQL;

/// <summary>The parameters of a GraphQL request, as GraphQL over HTTP names them.</summary>
/// <param name="Query">The document; null where the request names it by its hash.</param>
/// <param name="OperationName">Which of the operations to run; null where the document has one.</param>
/// <param name="Variables">The values of variables.</param>
/// <param name="Extensions">What our service reads beyond the specification: <c>cost</c> and <c>persistedQuery</c>.</param>
/// <param name="DocumentId">The name of a registered document.</param>
public sealed record GraphQLParameters(
    string? Query, string? OperationName = null, Inputs? Variables = null, Inputs? Extensions = null, string? DocumentId = null);
