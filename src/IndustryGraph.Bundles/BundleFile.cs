using IndustryGraph.Model;

namespace IndustryGraph.Bundles;

/// <summary>One file that a bundle may have.</summary>
/// <param name="Path">Its path in the bundle, with <c>/</c>.</param>
/// <param name="Meaning">What a row of it is.</param>
/// <param name="Fields">The columns that it may have, in the order in which they are written.</param>
public sealed record BundleFile(string Path, string Meaning, IReadOnlyList<BundleField> Fields)
{
    /// <summary>The kind of its rows, where these are entities.</summary>
    public EntityKind? EntityKind { get; init; }

    /// <summary>The kind of its rows, where these are links.</summary>
    public LinkKind? LinkKind { get; init; }

    /// <summary>Its path where it is JSON Lines.</summary>
    public string JsonLinesPath => System.IO.Path.ChangeExtension(Path, ".jsonl");

    /// <summary>The column of a header, in English or Chinese; null where the file has none of the name.</summary>
    public BundleField? FieldOf(string header) =>
        Fields.FirstOrDefault(field => field.Name == header) ?? Fields.FirstOrDefault(field => field.Chinese.Contains(header));

    /// <inheritdoc/>
    public override string ToString() => Path;
}
