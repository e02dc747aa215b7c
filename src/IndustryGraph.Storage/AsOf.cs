namespace IndustryGraph.Storage;

/// <summary>An answer and the number of the version that it is of.</summary>
public readonly record struct AsOf<T>(long Version, T Value);
