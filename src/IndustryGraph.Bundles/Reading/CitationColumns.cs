namespace IndustryGraph.Bundles.Reading;

/// <summary>Where the citation stands in a row.</summary>
internal readonly record struct CitationColumns(int Source, int Locator, int Evidence, int Quote)
{
    public static CitationColumns Of(Table table) =>
        new(table.Column("source"), table.Column("locator"), table.Column("evidence"), table.Column("quote"));
}
