namespace IndustryGraph.Changes;

/// <summary>What a change set does to one entity or link.</summary>
/// <param name="Type">Whether it comes, changes or goes.</param>
/// <param name="Kind">The code of its kind: <c>Product</c> of an entity, <c>INPUT_TO</c> of a link.</param>
/// <param name="Id">Its id as text.</param>
/// <param name="Fields">What changes of it, where it changes; else none.</param>
public sealed record FactChange(FactChangeType Type, string Kind, string Id, IReadOnlyList<FieldChange> Fields);
