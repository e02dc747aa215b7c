namespace IndustryGraph.Server.GraphQL.Execution;

/// <summary>
/// A value whose fields, however deep, are resolved in a scope of their own: what a resolver gives to say so. A field under it
/// finds the scope in <see cref="FieldContext.Scope"/>.
/// </summary>
/// <param name="Value">The value; null, a list or an object, never one that is still to come.</param>
/// <param name="Scope">The scope.</param>
internal sealed record Scoped(object? Value, object Scope);
