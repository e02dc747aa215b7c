using IndustryGraph.Model;

namespace IndustryGraph.Bundles.Reading;

/// <summary>Reads the rows of an entity file, <c>sources.csv</c> included.</summary>
internal static class EntityRows
{
    public static void Read(Table table, Facts facts, CancellationToken cancellation)
    {
        var kind = table.File.EntityKind!.Value;
        var columns = Columns.Of(table, kind);
        while (table.Read(cancellation))
        {
            var id = table.Id(columns.Id);
            var names = ReadNames(table, columns, id);
            var entity = new Entity(id ?? Facts.UnreadSource, kind, names, ReadCitations(table, columns, kind, id, facts))
            {
                DefinitionChinese = table.Text(columns.DefinitionChinese),
                DefinitionEnglish = table.Text(columns.DefinitionEnglish),
                Validity = table.Validity(columns.ValidFrom, columns.ValidTo),
                Attributes = table.Attributes(columns.Attributes),
            };
            if (id is not null)
            {
                facts.Add(entity, new RowPlace(table, table.Line, entity.Citations[0].Source));
            }
            else
            {
                facts.HasUnnamedRows = true;
                facts.LacksEntities |= columns.Id < 0 || table.IsRowBroken || table.IsLost(columns.Id);
            }
        }
    }

    private static Names ReadNames(Table table, Columns columns, EntityId? id)
    {
        var alternatives = TextList.None;
        var cell = table.Cell(columns.AltNames);
        if (!cell.IsEmpty)
        {
            alternatives = AltNames.Read(cell) ?? TextList.None;
            if (alternatives.Count == 0)
            {
                table.Add(BundleProblemCode.BadAltNames, columns.AltNames, cell,
                    @"Part the names by single bars and leave none empty; within a name write \| for a bar and \\ for a backslash.");
            }
        }

        var (chinese, english) = (table.Text(columns.Chinese), table.Text(columns.English));
        if (!string.IsNullOrWhiteSpace(chinese) || !string.IsNullOrWhiteSpace(english))
        {
            return new Names(chinese, english, alternatives);
        }

        // Where the header is bad the names may stand in a column that it misnames.
        if (!table.HasBadHeader && !table.IsLost(columns.Chinese) && !table.IsLost(columns.English))
        {
            table.Add(BundleProblemCode.NameMissing, columns.Chinese >= 0 ? columns.Chinese : columns.English, [],
                "An entity needs a Chinese or an English name: fill name_zh or name_en.");
        }

        return new Names(id?.Value ?? "?", null, alternatives);
    }

    private static Citations ReadCitations(Table table, Columns columns, EntityKind kind, EntityId? id, Facts facts) =>
        kind == EntityKind.Source
            ? facts.Only(new Citation(id ?? Facts.UnreadSource, Evidence.Stated))
            : facts.Only(table.Citation(columns.Citation));

    private sealed record Columns(
        int Id, int Chinese, int English, int AltNames, int DefinitionChinese, int DefinitionEnglish, int ValidFrom, int ValidTo,
        CitationColumns Citation, IReadOnlyList<(AttributeName Name, int Column)> Attributes)
    {
        public static Columns Of(Table table, EntityKind kind) => new(
            table.Column("id"), table.Column("name_zh"), table.Column("name_en"), table.Column("alt_names"),
            table.Column("definition_zh"), table.Column("definition_en"), table.Column("valid_from"), table.Column("valid_to"),
            CitationColumns.Of(table),
            [.. AttributeNames.Of(kind).Select(name => (name, table.Column(name.Code()))).Where(item => item.Item2 >= 0)]);
    }
}
