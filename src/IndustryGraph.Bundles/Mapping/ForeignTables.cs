using IndustryGraph.Bundles.Encodings;
using IndustryGraph.Bundles.Reading;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Bundles.Mapping;

/// <summary>The tables that a mapping takes rows from, and those rows.</summary>
internal sealed class ForeignTables
{
    private readonly TableMapping mapping;
    private readonly Facts facts;
    private readonly ProblemList problems;
    private readonly KnownNames names;
    private readonly List<(MappedTable Mapped, ForeignTable? Table)> tables = [];
    private readonly List<(string Path, byte[] Hash)> hashes = [];
    private readonly Dictionary<string, HashSet<Table>> made = new(StringComparer.Ordinal);
    private int addedRows;

    private ForeignTables(TableMapping mapping, Facts facts, ProblemList problems, GraphSnapshot stored) =>
        (this.mapping, this.facts, this.problems, names) = (mapping, facts, problems, new KnownNames(facts.Entities, stored));

    /// <summary>The hashes of the tables and of the mapping.</summary>
    public IReadOnlyList<(string Path, byte[] Hash)> Hashes => hashes;

    /// <summary>Opens the tables of the bundle's mapping; none where it has no mapping.</summary>
    public static ForeignTables Open(
        BundleFolder folder, GraphSnapshot stored, Facts facts, ProblemList problems, CancellationToken cancellation)
    {
        var opened = new ForeignTables(folder.Mapping ?? new TableMapping([], []), facts, problems, stored);
        if (folder.Mapping is not null)
        {
            opened.hashes.Add((TableMapping.FileName, BundleHash.HashOf(folder.Mapping)));
        }

        foreach (var (table, fullPath) in folder.Foreign)
        {
            opened.Open(table, fullPath, cancellation);
        }

        return opened;
    }

    /// <summary>The rows of a file of the bundle that the tables make, in the order of the mapping.</summary>
    public IEnumerable<Table> RowsOf(BundleFile file)
    {
        foreach (var rule in mapping.Added.Where(rule => rule.Into == file))
        {
            addedRows++;
            yield return Made(new Table(file, TableMapping.FileName, new AddedRow(rule), facts.Texts, problems));
        }

        foreach (var (mapped, table) in tables)
        {
            foreach (var rule in mapped.Rows.Where(rule => rule.Into == file))
            {
                if (table is null)
                {
                    Lack(rule);
                }
                else
                {
                    yield return Made(new Table(file, mapped.Path, new MappedRows(table, rule, names, table.IsUnread), facts.Texts, problems));
                }
            }
        }
    }

    /// <summary>What became of the rows of each table. A row is rejected if anything that it makes has a problem.</summary>
    public IEnumerable<BundleFileRows> Counts(UpdatePlan plan)
    {
        if (addedRows > 0)
        {
            yield return Count(TableMapping.FileName, addedRows, plan);
        }

        foreach (var table in tables.Select(item => item.Table).OfType<ForeignTable>())
        {
            yield return Count(table.Path, table.RowCount, plan) with { Encoding = table.Encoding };
        }
    }

    /// <summary>Writes the rejected rows of the tables into a folder as they stand, with a mapping by which they can be loaded.</summary>
    public void WriteRejected(string folder, CancellationToken cancellation)
    {
        var rejected = tables.Where(item => item.Table is not null && problems.RejectedRows(item.Mapped.Path) > 0).ToList();
        if (rejected.Count == 0 && problems.RejectedRows(TableMapping.FileName) == 0)
        {
            return;
        }

        Directory.CreateDirectory(folder);
        var written = new TableMapping([.. rejected.Select(item => item.Mapped with { HeaderLine = 1, Encoding = null })], mapping.Added);
        File.WriteAllText(Path.Combine(folder, TableMapping.FileName), written.ToJson());
        foreach (var (mapped, table) in rejected)
        {
            var path = Path.Combine(folder, mapped.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var writer = new StreamWriter(path);
            writer.Write(table!.HeaderText + "\n");
            using var rows = table.Rows();
            while (rows.Read())
            {
                cancellation.ThrowIfCancellationRequested();
                if (problems.IsRejected(mapped.Path, rows.Line))
                {
                    writer.Write(rows.Text);
                    writer.Write('\n');
                }
            }
        }
    }

    private BundleFileRows Count(string path, int read, UpdatePlan plan)
    {
        var rejected = problems.RejectedRows(path);
        return new BundleFileRows(path, read, rejected)
        {
            Unchanged = read - rejected - (made.TryGetValue(path, out var tables) ? plan.ChangedLines(tables).Count : 0),
        };
    }

    private Table Made(Table table)
    {
        (made.TryGetValue(table.Path, out var known) ? known : made[table.Path] = []).Add(table);
        return table;
    }

    private void Open(MappedTable table, string fullPath, CancellationToken cancellation)
    {
        ForeignTable? opened = null;
        try
        {
            var scan = FileScan.Of(fullPath, table.Encoding is { } name ? TextFormat.Find(name) : null, cancellation);
            hashes.Add((table.Path, scan.Hash));
            opened = ForeignTable.Open(table, fullPath, scan, problems);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add(table.Path, BundleProblemCode.FileUnreadable,
                "The table cannot be read: check that it is a file, its permissions, and that no other program holds it.");
        }

        tables.Add((table, opened));
    }

    private void Lack(RowRule rule)
    {
        facts.LacksEntities |= rule.Into.EntityKind is not null;
        facts.LacksLinks |= rule.Into.LinkKind is not null;
    }
}
