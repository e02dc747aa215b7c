namespace IndustryGraph.Storage.Neo4j;

// A value to or from Neo4j is one of: null, bool, long, double, string, DateOnly, DateTimeOffset,
// IReadOnlyList<object?>, IReadOnlyDictionary<string, object?>. From Neo4j it may also be one of these.

/// <summary>A node as a statement returned it.</summary>
/// <param name="ElementId">Neo4j's own id, good within one transaction only.</param>
/// <param name="Labels">Its labels, in no order.</param>
/// <param name="Properties">Its properties by name.</param>
internal sealed record Neo4jNode(
    string ElementId, IReadOnlyList<string> Labels, IReadOnlyDictionary<string, object?> Properties);

/// <summary>A relationship as a statement returned it.</summary>
/// <param name="ElementId">Neo4j's own id, good within one transaction only.</param>
/// <param name="Type">Its type.</param>
/// <param name="StartElementId">Neo4j's id of the node that it leaves.</param>
/// <param name="EndElementId">Neo4j's id of the node that it enters.</param>
/// <param name="Properties">Its properties by name.</param>
internal sealed record Neo4jRelationship(
    string ElementId, string Type, string StartElementId, string EndElementId, IReadOnlyDictionary<string, object?> Properties);

/// <summary>
/// A value that none of our types holds without loss: a point, a duration, a local or zoned time, a moment with
/// nanoseconds, a path. Whoever edits the graph by hand may leave one; it is passed on so that it can be named.
/// </summary>
/// <param name="Type">Neo4j's name of the type.</param>
/// <param name="Text">The value as Neo4j wrote it.</param>
internal sealed record Neo4jForeignValue(string Type, string Text);
