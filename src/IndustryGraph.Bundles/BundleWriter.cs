using System.Text;
using IndustryGraph.Bundles.Csv;
using IndustryGraph.Bundles.Encodings;
using IndustryGraph.Bundles.JsonLines;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Bundles;

/// <summary>Writes a graph as a bundle that <see cref="BundleReader"/> reads back to the equal graph.</summary>
/// <remarks>
/// The bytes depend on the graph alone: rows in the order of their ids, LF, quotation marks only where a cell needs them,
/// and of the optional columns those that a row fills. The first of several citations stands in the row, the others in
/// <c>citations.csv</c>; in JSON Lines all stand in the object. Cells are written as they are, also where a spreadsheet would take one for a formula.
/// A file that might be taken for GB18030 has a byte order mark.
/// </remarks>
public static class BundleWriter
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Writes the graph into a folder, which is made if it is not there.</summary>
    /// <exception cref="IOException">The folder is not empty, or cannot be written.</exception>
    /// <exception cref="ArgumentException">
    /// The graph holds what the format cannot: a control character or half a surrogate pair in a text, an empty text where one
    /// is optional, or a source that is not its own citation. The files written so far are left.
    /// </exception>
    public static void Write(GraphSnapshot graph, string folder, CancellationToken cancellation) =>
        Write(graph, folder, BundleFormat.Csv, cancellation);

    /// <summary>Writes the graph into a folder, which is made if it is not there, in a format.</summary>
    /// <inheritdoc cref="Write(GraphSnapshot, string, CancellationToken)"/>
    public static void Write(GraphSnapshot graph, string folder, BundleFormat format, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        if (Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new IOException("The folder is not empty: rows of files that are already there would be read as part of the bundle.");
        }

        foreach (var file in BundleSchema.Files)
        {
            cancellation.ThrowIfCancellationRequested();
            if (format == BundleFormat.JsonLines)
            {
                JsonLinesWriter.Write(graph, file, Path.Combine(folder, file.JsonLinesPath), cancellation);
            }
            else
            {
                Write(file, Path.Combine(folder, file.Path), () => Rows(graph, file), cancellation);
            }
        }

        UnclearFiles.MarkIn(folder, cancellation);
    }

    private static IEnumerable<string?[]> Rows(GraphSnapshot graph, BundleFile file)
    {
        if (file.EntityKind is { } entityKind)
        {
            return EntityRows(graph, file, entityKind);
        }

        return file.LinkKind is { } linkKind ? LinkRows(graph, file, linkKind) : CitationRows(graph);
    }

    private static IEnumerable<string?[]> EntityRows(GraphSnapshot graph, BundleFile file, EntityKind kind)
    {
        var attributes = AttributesOf(file);
        for (var i = 0; i < graph.OfKind(kind).Length; i++)
        {
            var entity = graph.EntityAt(graph.OfKind(kind)[i]);
            yield return
            [
                entity.Id.Value,
                entity.Names.Chinese,
                entity.Names.English,
                entity.Names.Alternatives.Count == 0 ? null : AltNamesOf(entity),
                entity.DefinitionChinese,
                entity.DefinitionEnglish,
                .. attributes.Select(name => entity.Attributes[name]?.ToString()),
                .. ValidityCells(entity.Validity),
                .. kind == EntityKind.Source ? SelfCited(entity) : CitationCells(entity.Citations[0]),
            ];
        }
    }

    private static IEnumerable<string?[]> LinkRows(GraphSnapshot graph, BundleFile file, LinkKind kind)
    {
        var attributes = AttributesOf(file);
        for (var i = 0; i < graph.LinkCount; i++)
        {
            if (graph.KindOf(i) == kind)
            {
                var link = graph.LinkAt(i);
                yield return
                [
                    link.From.Value,
                    link.To.Value,
                    link.Id.Qualifier,
                    .. attributes.Select(name => link.Attributes[name]?.ToString()),
                    .. ValidityCells(link.Validity),
                    .. CitationCells(link.Citations[0]),
                ];
            }
        }
    }

    private static IEnumerable<string?[]> CitationRows(GraphSnapshot graph)
    {
        for (var i = 0; i < graph.EntityCount; i++)
        {
            var entity = graph.EntityAt(i);
            var first = entity.Kind == EntityKind.Source ? SelfCitation(entity) : entity.Citations[0];
            foreach (var citation in entity.Citations.Where(citation => citation != first))
            {
                yield return [entity.Id.Value, .. CitationCells(citation)];
            }
        }

        for (var i = 0; i < graph.LinkCount; i++)
        {
            if (graph.LinkAt(i) is { Citations.Count: > 1 } link)
            {
                foreach (var citation in link.Citations.Skip(1))
                {
                    yield return [link.Id.ToString(), .. CitationCells(citation)];
                }
            }
        }
    }

    private static AttributeName[] AttributesOf(BundleFile file) =>
        [.. file.Fields.Where(field => field.Attribute is not null).Select(field => field.Attribute!.Value)];

    private static string AltNamesOf(Entity entity) => entity.Names.Alternatives.Any(string.IsNullOrWhiteSpace)
        ? throw new ArgumentException($"{entity.Id} has an empty alternative name, which a bundle cannot hold.")
        : AltNames.Write(entity.Names.Alternatives);

    private static string?[] ValidityCells(Validity validity) => [validity.From?.ToString(), validity.To?.ToString()];

    private static string?[] CitationCells(Citation citation) =>
        [citation.Source.Value, citation.Locator, citation.Evidence.Code(), citation.Quote];

    private static Citation SelfCitation(Entity source) => new(source.Id, Evidence.Stated);

    private static string?[] SelfCited(Entity source) => source.Citations.Contains(SelfCitation(source))
        ? []
        : throw new ArgumentException($"{source.Id} is not its own citation, which a bundle takes every source to be.");

    // The rows are made twice: once to see which columns are used, once to write them. None is kept.
    private static void Write(BundleFile file, string path, Func<IEnumerable<string?[]>> rows, CancellationToken cancellation)
    {
        var used = file.Fields.Select(field => field.IsRequired).ToArray();
        var any = false;
        foreach (var row in rows())
        {
            any = true;
            for (var cell = 0; cell < row.Length; cell++)
            {
                used[cell] |= row[cell] is not null;
            }
        }

        if (!any && file != BundleSchema.Sources)
        {
            return;
        }

        if (!any)
        {
            // A header needs a column of names even where no row has one.
            used[1] = true;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var writer = new StreamWriter(path, append: false, Utf8);
        WriteRow(writer, file, [.. file.Fields.Select(field => field.Name)], used);
        var count = 0;
        foreach (var row in rows())
        {
            if ((count++ & 1023) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            WriteRow(writer, file, row, used);
        }
    }

    private static void WriteRow(StreamWriter writer, BundleFile file, string?[] row, bool[] used)
    {
        var isFirst = true;
        for (var cell = 0; cell < row.Length; cell++)
        {
            if (!used[cell])
            {
                continue;
            }

            if (!isFirst)
            {
                writer.Write(',');
            }

            isFirst = false;
            WriteCell(writer, row[cell], file, row);
        }

        writer.Write('\n');
    }

    private static void WriteCell(StreamWriter writer, string? text, BundleFile file, string?[] row)
    {
        if (text is null)
        {
            return;
        }

        if (text.Length == 0 || CsvRows.IndexOfRefused(text) >= 0)
        {
            throw new ArgumentException(
                $"A row of {file.Path} ({row[0]}) has a text that is empty or holds a control character, which a bundle cannot hold.");
        }

        if (text.AsSpan().ContainsAny(",\"\n"))
        {
            writer.Write('"');
            writer.Write(text.Replace("\"", "\"\"", StringComparison.Ordinal));
            writer.Write('"');
        }
        else
        {
            writer.Write(text);
        }
    }
}
