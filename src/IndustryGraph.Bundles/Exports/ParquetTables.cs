using IndustryGraph.Model;
using IndustryGraph.Snapshots;
using Parquet;
using Parquet.Schema;

namespace IndustryGraph.Bundles.Exports;

/// <summary>Tables of Apache Parquet: entities, links, and the citations of both.</summary>
internal static class ParquetTables
{
    // The size that Parquet's readers expect of a group is about a million rows; what is larger takes memory here.
    private const int RowsPerGroup = 250_000;

    public static async Task WriteAsync(GraphSnapshot graph, string folder, CancellationToken cancellation)
    {
        await WriteAsync(Path.Combine(folder, "entities.parquet"), graph.EntityCount, graph.EntityAt,
        [
            Text<Entity>("id", entity => entity.Id.Value),
            Text<Entity>("kind", entity => entity.Kind.Code()),
            Text<Entity>("name_zh", entity => entity.Names.Chinese),
            Text<Entity>("name_en", entity => entity.Names.English),
            Text<Entity>("alt_names", entity => entity.Names.Alternatives.Count == 0 ? null : string.Join(" | ", entity.Names.Alternatives)),
            Text<Entity>("definition_zh", entity => entity.DefinitionChinese),
            Text<Entity>("definition_en", entity => entity.DefinitionEnglish),
            .. AttributeNames.All.Where(name => EntityKinds.All.Any(kind => AttributeNames.Of(kind).Contains(name)))
                .Select(name => Attribute<Entity>(name, entity => entity.Attributes)),
            Text<Entity>("valid_from", entity => entity.Validity.From?.ToString()),
            Text<Entity>("valid_to", entity => entity.Validity.To?.ToString()),
            Text<Entity>("evidence", entity => entity.Citations.Strongest.Code()),
        ], cancellation).ConfigureAwait(false);
        await WriteAsync(Path.Combine(folder, "links.parquet"), graph.LinkCount, graph.LinkAt,
        [
            Text<Link>("id", link => link.Id.ToString()),
            Text<Link>("from", link => link.From.Value),
            Text<Link>("kind", link => link.Kind.Code()),
            Text<Link>("to", link => link.To.Value),
            Text<Link>("qualifier", link => link.Id.Qualifier),
            .. AttributeNames.All.Where(name => LinkKinds.All.Any(kind => AttributeNames.Of(kind).Contains(name)))
                .Select(name => Attribute<Link>(name, link => link.Attributes)),
            Text<Link>("valid_from", link => link.Validity.From?.ToString()),
            Text<Link>("valid_to", link => link.Validity.To?.ToString()),
            Text<Link>("evidence", link => link.Citations.Strongest.Code()),
        ], cancellation).ConfigureAwait(false);
        var citations = Citations(graph).ToList();
        await WriteAsync(Path.Combine(folder, "citations.parquet"), citations.Count, i => citations[i],
        [
            Text<Cited>("subject", item => item.Subject),
            Text<Cited>("source", item => item.Citation.Source.Value),
            Text<Cited>("evidence", item => item.Citation.Evidence.Code()),
            Text<Cited>("locator", item => item.Citation.Locator),
            Text<Cited>("quote", item => item.Citation.Quote),
        ], cancellation).ConfigureAwait(false);
    }

    private static IEnumerable<Cited> Citations(GraphSnapshot graph)
    {
        for (var i = 0; i < graph.EntityCount; i++)
        {
            var entity = graph.EntityAt(i);
            foreach (var citation in entity.Citations)
            {
                yield return new(entity.Id.Value, citation);
            }
        }

        for (var i = 0; i < graph.LinkCount; i++)
        {
            var link = graph.LinkAt(i);
            foreach (var citation in link.Citations)
            {
                yield return new(link.Id.ToString(), citation);
            }
        }
    }

    private static async Task WriteAsync<T>(string path, int count, Func<int, T> at, Column<T>[] columns, CancellationToken cancellation)
    {
        var stream = File.Create(path);
        await using (stream.ConfigureAwait(false))
        {
            var writer = await ParquetWriter.CreateAsync(
                new ParquetSchema(columns.Select(column => (Field)column.Field)), stream, cancellationToken: cancellation).ConfigureAwait(false);
            await using (writer.ConfigureAwait(false))
            {
                for (var first = 0; first == 0 || first < count; first += RowsPerGroup)
                {
                    var rows = Enumerable.Range(first, Math.Min(RowsPerGroup, count - first)).Select(at).ToArray();
                    using var group = writer.CreateRowGroup();
                    foreach (var column in columns)
                    {
                        await column.WriteAsync(group, column.Field, rows, cancellation).ConfigureAwait(false);
                    }
                }
            }
        }
    }

    private static Column<T> Text<T>(string name, Func<T, string?> of) => new(
        new DataField<string>(name, nullable: true),
        (group, field, rows, _) => group.WriteAsync(field, (string[])[.. rows.Select(row => of(row)!)]));

    private static Column<T> Attribute<T>(AttributeName name, Func<T, Attributes> of) => name.Type() switch
    {
        AttributeType.Whole => new(
            new DataField<long?>(name.Code()),
            (group, field, rows, cancellation) => group.WriteAsync<long>(
                field, (long?[])[.. rows.Select(row => of(row)[name]?.Whole)], cancellationToken: cancellation)),
        AttributeType.Number => new(
            new DataField<double?>(name.Code()),
            (group, field, rows, cancellation) => group.WriteAsync<double>(
                field, (double?[])[.. rows.Select(row => of(row)[name]?.Number)], cancellationToken: cancellation)),
        _ => Text<T>(name.Code(), row => of(row)[name]?.Text),
    };

    private sealed record Cited(string Subject, Citation Citation);

    private sealed record Column<T>(DataField Field, Func<ParquetRowGroupWriter, DataField, T[], CancellationToken, Task> WriteAsync);
}
