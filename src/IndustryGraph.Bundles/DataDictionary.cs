using System.Diagnostics.CodeAnalysis;
using System.Text;
using IndustryGraph.Model;
using static IndustryGraph.Bundles.BundleSchema;

namespace IndustryGraph.Bundles;

/// <summary>The data dictionary of bundles, made from the code that reads them.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "A data dictionary is a document, and so called in the trade.")]
public static class DataDictionary
{
    /// <summary>The dictionary as Markdown (GitHub's tables): each file, each column, its meaning and values. Ends with a line end.</summary>
    public static string Markdown()
    {
        var text = new StringBuilder();
        text.Append(
            """
            Files are UTF-8, UTF-16 or GB18030, with or without a byte order mark; lines end in LF or CR LF, cells are parted by commas and
            quoted by RFC 4180, the first row is the header. Columns may stand in any order, each under its English or a Chinese name. An empty cell means absent; a column that no row fills may be left out, unless it is marked as required.
            Cells are taken as they stand: nothing is trimmed. Control characters other than a line feed and a tab are refused.

            A file may be JSON Lines instead, `entities/products.jsonl` for `entities/products.csv`: an object a line, with the English names of
            the columns as fields. Numbers are numbers, `alt_names` is a list of texts, and in place of `source`, `locator`, `evidence` and `quote`
            stands `citations`, a list of objects with these fields. `docs/schema/bundle.schema.json` is the JSON Schema.


            """.ReplaceLineEndings("\n"));
        AppendTable(
            text, ["file of entities", "kind", "a row is a", "attributes"],
            EntityKinds.All.OrderBy(kind => kind != EntityKind.Source).Select(Of)
                .Select(file => new[] { Mono(file.Path), file.EntityKind!.Value.Code(), file.Meaning, AttributesOf(file) }));
        AppendTable(
            text, ["file of links", "kind", "a row says", "`from`", "`to`", "attributes"],
            LinkKinds.All.Select(Of).Select(file => new[]
            {
                Mono(file.Path), file.LinkKind!.Value.Code(), file.Meaning, EndOf(file, "from"), EndOf(file, "to"), AttributesOf(file),
            }));
        text.Append("A row of `").Append(BundleSchema.Citations.Path).Append("` is ").Append(BundleSchema.Citations.Meaning).Append(".\n\n");
        AppendTable(
            text, ["column", "in Chinese", "in", "meaning", "values", "required"],
            BundleSchema.Files.SelectMany(file => file.Fields.Select(field => (File: file, Field: field)))
                .GroupBy(item => item.Field.Name)
                .Select(column => new[]
                {
                    Mono(column.Key), string.Join(", ", column.First().Field.Chinese), Where([.. column.Select(item => item.File)]), column.First().Field.Meaning,
                    column.Key is "from" or "to" ? "id of an entity of a kind that the table of links permits" : column.First().Field.Values,
                    column.First().Field.IsRequired ? "yes" : "",
                }));
        text.Length--;
        return text.ToString();
    }

    private static string Mono(string text) => $"`{text}`";

    private static string AttributesOf(BundleFile file) =>
        string.Join(", ", file.Fields.Where(field => field.Attribute is not null).Select(field => Mono(field.Name)));

    private static string EndOf(BundleFile file, string name) =>
        file.Fields.First(field => field.Name == name).Values.Replace("id of an entity: ", "", StringComparison.Ordinal);

    private static string Where(BundleFile[] files)
    {
        var entities = EntityKinds.All.Where(kind => kind != EntityKind.Source).Select(Of).ToArray();
        var links = LinkKinds.All.Select(Of).ToArray();
        IEnumerable<string> paths =
        [
            .. files.Where(file => file == Sources).Select(file => file.Path),
            .. entities.All(files.Contains) ? [EntitiesFolder + "/*.csv"] : entities.Intersect(files).Select(file => file.Path),
            .. links.All(files.Contains) ? [LinksFolder + "/*.csv"] : links.Intersect(files).Select(file => file.Path),
            .. files.Where(file => file == BundleSchema.Citations).Select(file => file.Path),
        ];
        return string.Join(", ", paths.Select(Mono));
    }

    private static void AppendTable(StringBuilder text, string[] header, IEnumerable<string[]> rows)
    {
        foreach (var row in rows.Prepend([.. header.Select(_ => "---")]).Prepend(header))
        {
            text.Append("| ").AppendJoin(" | ", row).Append(" |\n");
        }

        text.Append('\n');
    }
}
