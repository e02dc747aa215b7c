namespace IndustryGraph.Tests;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>Its top folder.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A file or folder of it.</summary>
    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    /// <summary>The text of one of its files, with line feeds.</summary>
    public static string Text(params string[] parts) => File.ReadAllText(Path(parts)).ReplaceLineEndings("\n");

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            if (File.Exists(System.IO.Path.Combine(folder, "IndustryGraph.sln")))
            {
                return folder;
            }
        }

        throw new InvalidOperationException("The tests run outside a checkout.");
    }
}
