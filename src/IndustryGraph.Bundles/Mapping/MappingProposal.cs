using System.Text;
using IndustryGraph.Bundles.JsonLines;
using IndustryGraph.Bundles.Packing;
using IndustryGraph.Bundles.Reading;

namespace IndustryGraph.Bundles.Mapping;

/// <summary>A mapping for tables in another shape, guessed from their headers and first rows, to be checked by whoever knows them.</summary>
/// <param name="Mapping">The mapping; null where no table was found.</param>
/// <param name="Notes">What was guessed and wants a look, and what was left out: a sentence each.</param>
/// <param name="Rows">The first rows as they would load, at most <see cref="MaxRows"/> of each table and file.</param>
/// <param name="Contents">What a load by this mapping would find; null where there is no mapping.</param>
public sealed record MappingProposal(
    TableMapping? Mapping, IReadOnlyList<string> Notes, IReadOnlyList<MappedRow> Rows, BundleContents? Contents)
{
    /// <summary>The most rows that are shown of each table and file.</summary>
    public const int MaxRows = 3;

    private static readonly string[] TableExtensions = [".csv", ".tsv", ".txt"];

    /// <summary>Proposes a mapping for the tables at a path.</summary>
    /// <param name="path">A table, or a folder or archive of tables. Files of a bundle in it need no mapping and are left out.</param>
    /// <param name="options">How it is read; a mapping in it is passed over.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="IOException">A table cannot be read.</exception>
    public static MappingProposal Of(string path, BundleUpdateOptions options, CancellationToken cancellation)
    {
        var (tables, added, notes) = (new List<MappedTable>(), new List<RowRule>(), new List<string>());
        foreach (var sample in Samples(path, options, notes, cancellation))
        {
            if (TableGuess.Of(sample, notes) is var (table, source))
            {
                tables.Add(table);
                added.AddRange(source);
            }
        }

        if (tables.Count == 0)
        {
            notes.Add("No table was found that wants a mapping: give a .csv, .tsv or .txt file with a header, or a folder or archive of such files.");
            return new MappingProposal(null, notes, [], null);
        }

        var mapping = new TableMapping(tables, added);
        var (update, facts, problems) = BundleReader.Read(path, options with { Mapping = mapping }, isWhole: false, cancellation);
        return new MappingProposal(mapping, notes, [.. FirstRows(facts, problems)], update.Contents);
    }

    private static IEnumerable<TableSample> Samples(
        string path, BundleUpdateOptions options, List<string> notes, CancellationToken cancellation)
    {
        if (File.Exists(path) && TableExtensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
        {
            if (TableSample.Of(Path.GetFileName(path), path, notes, cancellation) is { } sample)
            {
                yield return sample;
            }

            yield break;
        }

        var problems = new ProblemList();
        using var bundle = OpenBundle.Open(path, options with { Mapping = new TableMapping([], []) }, isWhole: false, problems, cancellation);
        foreach (var problem in problems.Listed().Where(problem => problem.Code is not (BundleProblemCode.UnknownFile or BundleProblemCode.FileMissing)))
        {
            notes.Add(problem.ToString());
        }

        foreach (var file in Tables(bundle.Root))
        {
            var name = Path.GetRelativePath(bundle.Root, file).Replace(Path.DirectorySeparatorChar, '/');
            if (BundleSchema.Find(name) is null && TableSample.Of(name, file, notes, cancellation) is { } sample)
            {
                yield return sample;
            }
        }
    }

    private static IEnumerable<string> Tables(string folder) => !Directory.Exists(folder) ? [] : Directory
        .EnumerateFiles(folder, "*", new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = 1,
            AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint,
        })
        .Where(file => TableExtensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)
            && !Path.GetFileName(file).StartsWith("README", StringComparison.OrdinalIgnoreCase))
        .Order(StringComparer.Ordinal)
        .Take(MappingReader.MaxTables);

    private static IEnumerable<MappedRow> FirstRows(Facts facts, ProblemList problems)
    {
        var shown = new Dictionary<(string, BundleFile), int>();
        for (var i = 0; i < facts.Entities.Count; i++)
        {
            if (IsShown(facts.EntityPlaces[i]))
            {
                yield return Row(facts.EntityPlaces[i], writer => writer.Write(facts.Entities[i]));
            }
        }

        for (var i = 0; i < facts.Links.Count; i++)
        {
            if (IsShown(facts.LinkPlaces[i]))
            {
                yield return Row(facts.LinkPlaces[i], writer => writer.Write(facts.Links[i]));
            }
        }

        bool IsShown(RowPlace place)
        {
            var key = (place.Table.Path, place.Table.File);
            if (BundleSchema.Find(place.Table.Path) is not null || place.Table.Path == TableMapping.FileName || problems.IsRejected(place.Table.Path, place.Line)
                || shown.GetValueOrDefault(key) == MaxRows)
            {
                return false;
            }

            shown[key] = shown.GetValueOrDefault(key) + 1;
            return true;
        }
    }

    private static MappedRow Row(RowPlace place, Action<JsonLinesWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new JsonLinesWriter(stream))
        {
            write(writer);
        }

        return new MappedRow(place.Table.Path, place.Line, place.Table.File.Path, Encoding.UTF8.GetString(stream.ToArray()).TrimEnd('\n'));
    }
}
