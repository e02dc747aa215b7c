namespace IndustryGraph.Changes;

/// <summary>How many entities or links of a kind a change set adds, changes and removes.</summary>
/// <param name="Kind">The code of the kind: <c>Product</c> of entities, <c>INPUT_TO</c> of links.</param>
/// <param name="Added">How many come.</param>
/// <param name="Changed">How many change.</param>
/// <param name="Removed">How many go.</param>
public sealed record KindChanges(string Kind, int Added, int Changed, int Removed);
