using IndustryGraph.Bundles.Csv;
using IndustryGraph.Bundles.Encodings;
using IndustryGraph.Bundles.JsonLines;
using IndustryGraph.Bundles.Mapping;
using IndustryGraph.Bundles.Packing;
using IndustryGraph.Bundles.Reading;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Bundles;

/// <summary>Reads a bundle: a folder, a <c>.zip</c> or a <c>.tar.gz</c> of tables by kind, as <see cref="BundleSchema"/> lists them.</summary>
/// <remarks>
/// <para>
/// UTF-8, UTF-16 or GB18030 (<see cref="BundleFileRows.Encoding"/> says which), LF or CR LF, RFC 4180 quoting, a header first,
/// an empty cell means absent. CR LF within a cell is read as LF. Cells are taken as they stand: nothing is trimmed.
/// </para>
/// <para>
/// An archive is unpacked to a folder for temporary files, within <see cref="UnpackLimits"/>, which is gone when this returns.
/// </para>
/// <para>
/// Every problem is found, not the first: a row with a problem still takes part in the checks of the whole, as far as it can
/// be read. While a file or the id of an entity cannot be read, nothing is said to be missing that may stand there.
/// </para>
/// </remarks>
public static class BundleReader
{
    /// <summary>Reads the bundle at a path, within the default limits.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static BundleContents Read(string path, CancellationToken cancellation) => Read(path, UnpackLimits.Default, cancellation);

    /// <summary>Reads the bundle at a path.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static BundleContents Read(string path, UnpackLimits limits, CancellationToken cancellation) =>
        Read(path, new BundleUpdateOptions(GraphSnapshot.Empty) { Limits = limits }, isWhole: true, cancellation).Update.Contents;

    /// <summary>
    /// Reads the bundle at a path as an update: its rows may cite sources and link entities that only the graph has, and a row is
    /// the whole of its entity or link, with the citations that the bundle gives for it. A further citation of what only the graph
    /// has is added to those that it has.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="IOException">The rejected rows cannot be written.</exception>
    public static BundleUpdate ReadUpdate(string path, BundleUpdateOptions options, CancellationToken cancellation) =>
        Read(path, options, isWhole: false, cancellation).Update;

    /// <summary>Reads the bundle at a path; also gives what its rows say.</summary>
    internal static (BundleUpdate Update, Facts Facts, ProblemList Problems) Read(
        string path, BundleUpdateOptions options, bool isWhole, CancellationToken cancellation)
    {
        var problems = options.RejectsFolder is null ? new ProblemList() : new ProblemList(RejectedRows.MaxProblemsPerCode);
        var warnings = new ProblemList();
        var facts = new Facts();
        using var bundle = OpenBundle.Open(path, options, isWhole, problems, cancellation);
        (facts.LacksEntities, facts.LacksLinks) = (bundle.Folder.LacksEntities, bundle.Folder.LacksLinks);

        // Hashed before it is read: what is written meanwhile then counts as new the next time, never as known.
        var scanned = Scan(bundle.Folder, facts, problems, cancellation);
        var tables = new List<(Table Table, FoundFile File, FileScan Scan)>();
        var foreign = ForeignTables.Open(bundle.Folder, options.Base, facts, problems, cancellation);
        ReadFurtherCitations(scanned, facts, problems, cancellation);
        long rowsBefore = 0;

        // The citations of a subject go before it, and entities before the links that a mapping may give by their names.
        foreach (var file in BundleSchema.Files.OrderBy(file => file == BundleSchema.Citations ? 0 : 1))
        {
            foreach (var (found, scan) in scanned.Where(item => item.File.File == file))
            {
                if (OpenTable(found, scan, facts, problems, options.RowsRead, rowsBefore) is { } table)
                {
                    tables.Add((table, found, scan));
                    ReadRows(table, facts, problems, cancellation);
                    rowsBefore += table.RowCount;
                }
            }

            foreach (var table in foreign.RowsOf(file))
            {
                (table.Progress, table.RowsBefore) = (options.RowsRead, rowsBefore);
                ReadRows(table, facts, problems, cancellation);
                rowsBefore += table.RowCount;
            }
        }

        options.RowsRead?.Report(rowsBefore);
        var plan = UpdatePlan.Of(facts, options, problems, warnings);
        if (options.RejectsFolder is { } rejects)
        {
            RejectedRows.Write(rejects, [.. tables.Select(item => (item.File, item.Scan))], foreign, problems, cancellation);
        }

        var hashes = scanned.Select(item => (item.File.Path, item.Scan.Hash)).Concat(foreign.Hashes).ToList();

        var contents = new BundleContents(
            plan.Next,
            problems.Listed(),
            problems.Counts,
            hashes.Count == 0 ? "" : BundleHash.Of(hashes),
            [.. Counts(tables, plan, problems), .. foreign.Counts(plan)])
        {
            Warnings = warnings.Listed(),
            WarningCounts = warnings.Counts,
        };
        return (new BundleUpdate(contents, plan.Changes, plan.InScope, plan.RemovedInScope), facts, problems);
    }

    private static IEnumerable<BundleFileRows> Counts(
        List<(Table Table, FoundFile File, FileScan Scan)> tables, UpdatePlan plan, ProblemList problems)
    {
        var ranks = BundleSchema.Files.Select((file, rank) => (file, rank)).ToDictionary();
        foreach (var (table, _, scan) in tables.OrderBy(item => ranks[item.Table.File]))
        {
            var rejected = table.HasBadHeader ? table.RowCount : problems.RejectedRows(table.Path);
            yield return new BundleFileRows(table.Path, table.RowCount, rejected)
            {
                Unchanged = plan.Unchanged(table),
                Encoding = scan.Format!.Name,
            };
        }
    }

    private static List<(FoundFile File, FileScan Scan)> Scan(
        BundleFolder folder, Facts facts, ProblemList problems, CancellationToken cancellation)
    {
        var scanned = new List<(FoundFile, FileScan)>();
        foreach (var file in folder.Files)
        {
            try
            {
                scanned.Add((file, FileScan.Of(file.FullPath, null, cancellation)));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                AddUnreadable(file.File, file.Path, facts, problems);
            }
        }

        return scanned;
    }

    private static Table? OpenTable(
        FoundFile file, FileScan scan, Facts facts, ProblemList problems, IProgress<long>? progress, long rowsBefore)
    {
        if (scan.Format is not { } format)
        {
            Lack(file.File, facts);
            problems.Add(file.Path, BundleProblemCode.BadEncoding, scan.Refusal!);
            return null;
        }

        try
        {
            return new Table(file.File, file.Path, OpenRows(file, format, scan), facts.Texts, problems) { Progress = progress, RowsBefore = rowsBefore };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            AddUnreadable(file.File, file.Path, facts, problems);
            return null;
        }
    }

    /// <summary>The rows of a file.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    internal static IRows OpenRows(FoundFile file, TextFormat format, FileScan scan) => file.IsJsonLines
        ? new JsonRows(file.File, file.FullPath, format, scan.BadBytes)
        : new CsvRows(file.FullPath, format, scan.BadBytes);

    // The citations of a subject must be there before the subject is met, as those of citations.csv are.
    private static void ReadFurtherCitations(
        List<(FoundFile File, FileScan Scan)> scanned, Facts facts, ProblemList problems, CancellationToken cancellation)
    {
        foreach (var (file, scan) in scanned.Where(item => item.File is { IsJsonLines: true } found && found.File != BundleSchema.Citations))
        {
            try
            {
                if (scan.Format is { } format)
                {
                    using var table = new Table(
                        BundleSchema.Citations, file.Path, new JsonCitationRows(file.File, file.FullPath, format, scan.BadBytes), facts.Texts, problems);
                    table.ReadHeader();
                    CitationRows.Read(table, facts, cancellation);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Said when the rows of the file are read.
                Lack(file.File, facts);
            }
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
                AddUnreadable(table.File, table.Path, facts, problems);
            }
        }
    }

    private static void AddUnreadable(BundleFile file, string path, Facts facts, ProblemList problems)
    {
        Lack(file, facts);
        problems.Add(path, BundleProblemCode.FileUnreadable,
            "The file cannot be read: check that it is a file, its permissions, and that no other program holds it.");
    }

    private static void Lack(BundleFile file, Facts facts)
    {
        facts.LacksEntities |= file.EntityKind is not null;
        facts.LacksLinks |= file.LinkKind is not null;
    }
}
