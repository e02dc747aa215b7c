using IndustryGraph.Model;

namespace IndustryGraph.Bundles.Reading;

/// <summary>Reads the rows of <c>citations.csv</c>.</summary>
internal static class CitationRows
{
    public static void Read(Table table, Facts facts, CancellationToken cancellation)
    {
        var (subjectColumn, citationColumns) = (table.Column("subject"), CitationColumns.Of(table));
        while (table.Read(cancellation))
        {
            var subject = table.Required(subjectColumn);
            var citation = table.Citation(citationColumns);
            var place = new RowPlace(table, table.Line, citation.Source);
            var known = table.IsRowBroken ? null : citation;
            if (subject.Contains('|'))
            {
                if (LinkId.TryParse(subject.ToString(), out var link))
                {
                    facts.OfLinks.Add(link, known, place);
                }
                else
                {
                    table.Add(BundleProblemCode.MalformedId, subjectColumn, subject,
                        $"'{BundleProblem.Shown(subject)}' is not the id of a link: write from|KIND|to, with #qualifier behind it if the link has one.");
                }
            }
            else if (!subject.IsEmpty && table.Id(subjectColumn) is { } entity)
            {
                facts.OfEntities.Add(entity, known, place);
            }
        }
    }
}
