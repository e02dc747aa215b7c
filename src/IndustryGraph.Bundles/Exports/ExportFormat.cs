namespace IndustryGraph.Bundles.Exports;

/// <summary>What a graph can be exported as.</summary>
public enum ExportFormat
{
    /// <summary>A bundle of CSV files, which loads back to the same graph: a zip archive.</summary>
    Bundle,

    /// <summary>A bundle of JSON Lines, which loads back to the same graph: a zip archive.</summary>
    JsonLines,

    /// <summary>Two tables for spreadsheets, entities and links; a cell that one would take for a formula is neutralised: a zip archive.</summary>
    Csv,

    /// <summary>GraphML, for Gephi, yEd, NetworkX and igraph.</summary>
    GraphMl,

    /// <summary>JSON-LD in the terms of SKOS and PROV-O.</summary>
    JsonLd,

    /// <summary>Apache Parquet tables of entities, links and citations: a zip archive.</summary>
    Parquet,
}

/// <summary>How each format is named.</summary>
public static class ExportFormats
{
    /// <summary>Every format.</summary>
    public static IReadOnlyList<ExportFormat> All { get; } = Enum.GetValues<ExportFormat>();

    /// <summary>The name on the command line and in addresses.</summary>
    public static string Code(this ExportFormat format) => format switch
    {
        ExportFormat.Bundle => "bundle",
        ExportFormat.JsonLines => "jsonl",
        ExportFormat.Csv => "csv",
        ExportFormat.GraphMl => "graphml",
        ExportFormat.JsonLd => "jsonld",
        ExportFormat.Parquet => "parquet",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Not a format."),
    };

    /// <summary>Reads a name; false where no format has it.</summary>
    public static bool TryParse(string? code, out ExportFormat format)
    {
        foreach (var item in All)
        {
            if (item.Code() == code)
            {
                format = item;
                return true;
            }
        }

        format = default;
        return false;
    }

    /// <summary>The media type.</summary>
    public static string MediaType(this ExportFormat format) => format switch
    {
        ExportFormat.GraphMl => "application/graphml+xml",
        ExportFormat.JsonLd => "application/ld+json",
        _ => "application/zip",
    };

    /// <summary>The name of the file, without a folder.</summary>
    /// <param name="format">The format.</param>
    /// <param name="version">The version that is exported.</param>
    public static string FileName(this ExportFormat format, long version) => FormattableString.Invariant(
        $"industrygraph-v{version}{(format is ExportFormat.GraphMl ? ".graphml" : format is ExportFormat.JsonLd ? ".jsonld" : $"-{format.Code()}.zip")}");
}
