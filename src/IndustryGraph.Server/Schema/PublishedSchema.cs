namespace IndustryGraph.Server.Schema;

/// <summary>The text of <c>schema.graphql</c>, which clients build on.</summary>
internal static class PublishedSchema
{
    /// <summary>The text that the program was built with.</summary>
    public static string Text()
    {
        using var stream = typeof(PublishedSchema).Assembly.GetManifestResourceStream("schema.graphql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    /// <summary>Whether the schema that would be served is the published one.</summary>
    public static bool Equals(IndustryGraphSchema schema) => schema.Text() == Text();
}
