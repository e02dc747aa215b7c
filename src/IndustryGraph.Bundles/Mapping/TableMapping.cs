namespace IndustryGraph.Bundles.Mapping;

/// <summary>
/// A mapping: how tables in another shape become rows of a bundle. <c>docs/bundles.md</c> describes the file
/// (<see cref="FileName"/>, JSON).
/// </summary>
public sealed class TableMapping
{
    /// <summary>The name under which a mapping lies in a bundle.</summary>
    public const string FileName = "mapping.json";

    internal TableMapping(IReadOnlyList<MappedTable> tables, IReadOnlyList<RowRule> added) => (Tables, Added) = (tables, added);

    /// <summary>The tables.</summary>
    internal IReadOnlyList<MappedTable> Tables { get; }

    /// <summary>Rows that stand in the mapping itself.</summary>
    internal IReadOnlyList<RowRule> Added { get; }

    /// <summary>Reads a mapping from its text.</summary>
    /// <returns>The mapping; null where it has problems, and then these.</returns>
    public static (TableMapping? Mapping, IReadOnlyList<BundleProblem> Problems) Parse(ReadOnlyMemory<byte> json) => MappingReader.Read(json);

    /// <summary>Reads a mapping from its file.</summary>
    /// <returns>The mapping; null where it has problems, and then these.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static (TableMapping? Mapping, IReadOnlyList<BundleProblem> Problems) Read(FileInfo file)
    {
        // One byte more than is permitted is enough to be refused.
        using var stream = FileBytes.Open(file.FullName);
        var json = new byte[Math.Min(stream.Length, MappingReader.MaxLength + 1)];
        return Parse(json.AsMemory(0, stream.ReadAtLeast(json, json.Length, throwOnEndOfStream: false)));
    }

    /// <summary>Whether it makes rows of a file.</summary>
    internal bool Makes(BundleFile file) => Added.Concat(Tables.SelectMany(table => table.Rows)).Any(rule => rule.Into == file);

    /// <summary>The mapping as the text of its file: JSON, indented, with a line end at its end.</summary>
    public string ToJson() => MappingJson.Write(this);
}
