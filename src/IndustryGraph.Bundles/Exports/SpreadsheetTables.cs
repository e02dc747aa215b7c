using System.Text;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Bundles.Exports;

/// <summary>
/// Two tables for people and their spreadsheets: with a byte order mark, by which these know UTF-8, and with the names of a link's
/// ends. A text that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV injection): what must load
/// back is exported as a bundle.
/// </summary>
internal static class SpreadsheetTables
{
    private const string FormulaStarts = "=+-@\t\r\n";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: true);

    public static void Write(GraphSnapshot graph, string folder, CancellationToken cancellation)
    {
        var ofEntities = AttributeNames.All.Where(name => EntityKinds.All.Any(kind => AttributeNames.Of(kind).Contains(name))).ToArray();
        using (var table = new StreamWriter(Path.Combine(folder, "entities.csv"), append: false, Utf8))
        {
            WriteRow(table, ["id", "kind", "name_zh", "name_en", "alt_names", "definition_zh", "definition_en", .. Codes(ofEntities), .. SharedColumns]);
            for (var i = 0; i < graph.EntityCount; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                var entity = graph.EntityAt(i);
                WriteRow(table,
                [
                    entity.Id.Value, entity.Kind.Code(), Safe(entity.Names.Chinese), Safe(entity.Names.English),
                    Safe(string.Join(" | ", entity.Names.Alternatives)), Safe(entity.DefinitionChinese), Safe(entity.DefinitionEnglish),
                    .. Cells(ofEntities, entity.Attributes), .. Shared(entity.Validity, entity.Citations),
                ]);
            }
        }

        var ofLinks = AttributeNames.All.Where(name => LinkKinds.All.Any(kind => AttributeNames.Of(kind).Contains(name))).ToArray();
        using (var table = new StreamWriter(Path.Combine(folder, "links.csv"), append: false, Utf8))
        {
            WriteRow(table, ["from", "from_name", "kind", "to", "to_name", "qualifier", .. Codes(ofLinks), .. SharedColumns]);
            for (var i = 0; i < graph.LinkCount; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                var link = graph.LinkAt(i);
                WriteRow(table,
                [
                    link.From.Value, Safe(graph.EntityAt(graph.FromOf(i)).Names.In(Language.Chinese)), link.Kind.Code(),
                    link.To.Value, Safe(graph.EntityAt(graph.ToOf(i)).Names.In(Language.Chinese)), Safe(link.Id.Qualifier),
                    .. Cells(ofLinks, link.Attributes), .. Shared(link.Validity, link.Citations),
                ]);
            }
        }
    }

    private static string[] SharedColumns => ["valid_from", "valid_to", "evidence", "sources"];

    private static IEnumerable<string> Codes(IEnumerable<AttributeName> names) => names.Select(name => name.Code());

    private static IEnumerable<string?> Cells(IEnumerable<AttributeName> names, Attributes attributes) => names.Select(name =>
        attributes[name] is not { } value ? null : value.Type == AttributeType.Text ? Safe(value.Text) : value.ToString());

    private static string?[] Shared(Validity validity, Citations citations) =>
    [
        validity.From?.ToString(), validity.To?.ToString(), citations.Strongest.Code(),
        string.Join(" | ", citations.Select(citation => citation.Source.Value).Distinct()),
    ];

    private static string? Safe(string? text) => text is { Length: > 0 } && FormulaStarts.Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;

    // RFC 4180.
    private static void WriteRow(StreamWriter table, IReadOnlyList<string?> cells)
    {
        for (var i = 0; i < cells.Count; i++)
        {
            table.Write(i == 0 ? "" : ",");
            var cell = cells[i] ?? "";
            table.Write(cell.AsSpan().ContainsAny(",\"\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell);
        }

        table.Write("\r\n");
    }
}
