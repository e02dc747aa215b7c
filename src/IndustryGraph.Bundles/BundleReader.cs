using IndustryGraph.Bundles.Csv;
using IndustryGraph.Bundles.Reading;

namespace IndustryGraph.Bundles;

/// <summary>Reads a bundle: a folder of CSV files by kind, as <see cref="BundleSchema"/> lists them.</summary>
/// <remarks>
/// <para>
/// UTF-8 with or without a byte order mark, LF or CR LF, RFC 4180 quoting, a header first, an empty cell means absent. CR LF
/// within a cell is read as LF. Cells are taken as they stand: nothing is trimmed.
/// </para>
/// <para>
/// Every problem is found, not the first: a row with a problem still takes part in the checks of the whole, as far as it can
/// be read. While a file or the id of an entity cannot be read, nothing is said to be missing that may stand there.
/// </para>
/// </remarks>
public static class BundleReader
{
    /// <summary>Reads the bundle in a folder.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static BundleContents Read(string folder, CancellationToken cancellation)
    {
        var problems = new ProblemList();
        var facts = new Facts();
        var found = BundleFolder.Open(folder, problems);
        (facts.LacksEntities, facts.LacksLinks) = (found.LacksEntities, found.LacksLinks);

        // Hashed before it is read: what is written meanwhile then counts as new the next time, never as known.
        var scanned = Scan(found, facts, problems, cancellation);
        var rows = new Dictionary<BundleFile, BundleFileRows>();
        var tables = new List<Table>();
        foreach (var (file, path, scan) in scanned.OrderBy(item => item.File == BundleSchema.Citations ? 0 : 1))
        {
            if (OpenTable(file, path, scan, facts, problems) is { } table)
            {
                tables.Add(table);
                ReadRows(table, facts, problems, cancellation);
            }
        }

        var graph = WholeGraph.Of(facts);
        foreach (var table in tables)
        {
            rows[table.File] = new BundleFileRows(
                table.File.Path, table.RowCount, table.HasBadHeader ? table.RowCount : problems.RejectedRows(table.File.Path));
        }

        return new BundleContents(
            problems.Counts.Count == 0 ? graph : null,
            problems.Listed(),
            problems.Counts,
            scanned.Count == 0 ? "" : BundleHash.Of(scanned.Select(item => (item.File.Path, item.Scan.Hash))),
            [.. BundleSchema.Files.Where(rows.ContainsKey).Select(file => rows[file])]);
    }

    private static List<(BundleFile File, string Path, FileScan Scan)> Scan(
        BundleFolder folder, Facts facts, ProblemList problems, CancellationToken cancellation)
    {
        var scanned = new List<(BundleFile, string, FileScan)>();
        foreach (var (file, path) in folder.Files)
        {
            try
            {
                scanned.Add((file, path, FileScan.Of(path, cancellation)));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                AddUnreadable(file, facts, problems);
            }
        }

        return scanned;
    }

    private static Table? OpenTable(BundleFile file, string path, FileScan scan, Facts facts, ProblemList problems)
    {
        if (scan.IsUtf16)
        {
            Lack(file, facts);
            problems.Add(file.Path, BundleProblemCode.BadUtf8, "The file is UTF-16: save it as UTF-8.");
            return null;
        }

        try
        {
            return new Table(file, new CsvRows(path, scan.BadBytes), facts.Texts, problems);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            AddUnreadable(file, facts, problems);
            return null;
        }
    }

    private static void ReadRows(Table table, Facts facts, ProblemList problems, CancellationToken cancellation)
    {
        using (table)
        {
            try
            {
                if (!table.ReadHeader())
                {
                    Lack(table.File, facts);
                }
                else if (table.File == BundleSchema.Citations)
                {
                    CitationRows.Read(table, facts, cancellation);
                }
                else if (table.File.EntityKind is not null)
                {
                    EntityRows.Read(table, facts, cancellation);
                }
                else
                {
                    LinkRows.Read(table, facts, cancellation);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                AddUnreadable(table.File, facts, problems);
            }
        }
    }

    private static void AddUnreadable(BundleFile file, Facts facts, ProblemList problems)
    {
        Lack(file, facts);
        problems.Add(file.Path, BundleProblemCode.FileUnreadable,
            "The file cannot be read: check that it is a file, its permissions, and that no other program holds it.");
    }

    private static void Lack(BundleFile file, Facts facts)
    {
        facts.LacksEntities |= file.EntityKind is not null;
        facts.LacksLinks |= file.LinkKind is not null;
    }
}
