using GraphQLParser.AST;

namespace IndustryGraph.Server.GraphQL;

/// <summary>A document that is read.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Document">What it says.</param>
/// <param name="IsValid">Whether it is known to fit the schema.</param>
internal sealed record KnownDocument(string Text, GraphQLDocument Document, bool IsValid);
