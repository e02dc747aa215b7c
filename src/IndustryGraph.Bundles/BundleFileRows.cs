namespace IndustryGraph.Bundles;

/// <summary>What became of the rows of one file. Every row that was read is accepted, unchanged or rejected.</summary>
/// <param name="File">The file's path in the bundle.</param>
/// <param name="Read">The rows behind the header.</param>
/// <param name="Rejected">The rows that have a problem.</param>
public sealed record BundleFileRows(string File, int Read, int Rejected)
{
    /// <summary>The rows that say what the graph says already, or what another row says.</summary>
    public int Unchanged { get; init; }

    /// <summary>The rows that add or change something.</summary>
    public int Accepted => Read - Rejected - Unchanged;

    /// <summary>The encoding that the file was read in: <c>UTF-8</c>, <c>UTF-16LE</c>, <c>UTF-16BE</c> or <c>GB18030</c>. It is detected where it is not stated.</summary>
    public string Encoding { get; init; } = "UTF-8";
}
