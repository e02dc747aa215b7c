using IndustryGraph.Model;

namespace IndustryGraph.Bundles.Reading;

/// <summary>Reads the rows of a link file.</summary>
internal static class LinkRows
{
    public static void Read(Table table, Facts facts, CancellationToken cancellation)
    {
        var kind = table.File.LinkKind!.Value;
        var (fromColumn, toColumn, qualifierColumn) = (table.Column("from"), table.Column("to"), table.Column("qualifier"));
        var (validFrom, validTo, citationColumns) = (table.Column("valid_from"), table.Column("valid_to"), CitationColumns.Of(table));
        (AttributeName, int)[] attributes =
            [.. AttributeNames.Of(kind).Select(name => (name, table.Column(name.Code()))).Where(item => item.Item2 >= 0)];
        while (table.Read(cancellation))
        {
            var (from, to) = (table.Id(fromColumn), table.Id(toColumn));
            var qualifier = table.Text(qualifierColumn);
            var isUnread = qualifier is not null && !LinkId.IsQualifier(qualifier);
            if (isUnread)
            {
                table.Add(BundleProblemCode.BadQualifier, qualifierColumn, qualifier,
                    $"Write 1 to {LinkId.MaxQualifierLength} lower-case ASCII letters, digits, '-', '_' or '.', or nothing.");
            }

            var citations = facts.Only(table.Citation(citationColumns));
            var validity = table.Validity(validFrom, validTo);
            var carried = table.Attributes(attributes);
            if (!isUnread && from is { } start && to is { } end)
            {
                facts.Add(
                    new Link(new LinkId(start, kind, end, qualifier), citations) { Validity = validity, Attributes = carried },
                    new RowPlace(table, table.Line, citations[0].Source));
            }
            else
            {
                (facts.LacksLinks, facts.HasUnnamedRows) = (true, true);
            }
        }
    }
}
