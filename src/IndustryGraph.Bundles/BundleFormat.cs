namespace IndustryGraph.Bundles;

/// <summary>How the tables of a bundle are written.</summary>
public enum BundleFormat
{
    /// <summary>CSV by RFC 4180.</summary>
    Csv,

    /// <summary>JSON Lines: an object a line.</summary>
    JsonLines,
}
