namespace IndustryGraph.Storage.Sqlite;

/// <summary>Where the graph is kept.</summary>
public sealed record SqliteOptions
{
    /// <summary>The file. It and its folder are created where they do not exist. A local disk: SQLite's write-ahead log does not work over a network.</summary>
    public required string Path { get; init; }

    /// <summary>The file where none is named: in the user's folder for data, never the checkout or the folder of the program.</summary>
    public static string DefaultPath => System.IO.Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "IndustryGraph", "graph.db");
}
