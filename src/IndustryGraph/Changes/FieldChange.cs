namespace IndustryGraph.Changes;

/// <summary>What changes of one field of an entity or a link.</summary>
/// <param name="Field">The name of the field, as the column of a bundle: <c>name_en</c>, <c>citations</c>.</param>
/// <param name="Old">What it was; null where it was empty.</param>
/// <param name="New">What it is; null where it is empty.</param>
public sealed record FieldChange(string Field, string? Old, string? New);
