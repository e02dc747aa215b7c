using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using IndustryGraph.Bundles.Csv;
using IndustryGraph.Bundles.Reading;
using IndustryGraph.Model;

namespace IndustryGraph.Bundles.Mapping;

/// <summary>The rows that one rule makes of a table. The header is that of the rule; lines and columns are those of the table.</summary>
/// <param name="table">The table.</param>
/// <param name="rule">The rule.</param>
/// <param name="names">Finds the entities that are given by name.</param>
/// <param name="isFirst">Whether these rows tell what is wrong with the text of the table's. The other rules pass over the same rows.</param>
internal sealed class MappedRows(ForeignTable table, RowRule rule, KnownNames names, bool isFirst) : IRows
{
    private static readonly string[] KeyNames = ["id", "from", "to", "qualifier", "subject"];

    private readonly CsvRows rows = table.Rows();
    private readonly List<RowFault> faults = [];
    private readonly HashSet<int> faulty = [];
    private readonly Dictionary<string, UInt128> made = new(StringComparer.Ordinal);
    private readonly Queue<string> parts = new();
    private readonly int eachCell = IndexOfEach(rule);
    private readonly string[] cells = new string[rule.Cells.Count];
    private bool isHeaderRead;

    /// <inheritdoc/>
    public int Line => rows.Line;

    /// <inheritdoc/>
    public int CellCount => cells.Length;

    /// <inheritdoc/>
    public bool IsBlank => false;

    /// <inheritdoc/>
    public bool IsCut { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyList<RowFault> Faults => faults;

    /// <inheritdoc/>
    public ReadOnlySpan<char> Text => "";

    private string? Part => eachCell >= 0 ? parts.Peek() : null;

    /// <inheritdoc/>
    public bool Read()
    {
        if (!isHeaderRead)
        {
            isHeaderRead = true;
            for (var cell = 0; cell < cells.Length; cell++)
            {
                cells[cell] = rule.Cells[cell].Field.Name;
            }

            return true;
        }

        while (true)
        {
            faults.Clear();
            faulty.Clear();
            IsCut = false;
            if (parts.Count > 0)
            {
                parts.Dequeue();
            }

            if (parts.Count == 0)
            {
                if (!ReadRow(out var isRow))
                {
                    return false;
                }

                if (!isRow)
                {
                    continue;
                }
            }

            if (IsCut)
            {
                return true;
            }

            Make();
            if (!rule.Once || IsNew())
            {
                return true;
            }
        }
    }

    /// <inheritdoc/>
    public bool IsFaulty(int cell) => IsCut || faulty.Contains(cell);

    /// <inheritdoc/>
    public ReadOnlySpan<char> Cell(int cell) => cells[cell];

    /// <inheritdoc/>
    public BundleColumn ColumnOf(int cell, string header)
    {
        var column = cell >= 0 && cell < rule.Cells.Count ? rule.Cells[cell].Rule.Template.Columns.FirstOrDefault() : null;
        return column is null ? new BundleColumn(0, header) : new BundleColumn(table.ColumnOf(column) + 1, column);
    }

    public void Dispose() => rows.Dispose();

    private static int IndexOfEach(RowRule rule)
    {
        for (var cell = 0; cell < rule.Cells.Count; cell++)
        {
            if (rule.Cells[cell].Rule.Each is not null)
            {
                return cell;
            }
        }

        return -1;
    }

    // Reads the next row of the table; a row that makes none is no row here.
    private bool ReadRow(out bool isRow)
    {
        isRow = false;
        if (!rows.Read())
        {
            return false;
        }

        if (isFirst)
        {
            table.Count();
        }

        FindFaults();
        if (IsCut)
        {
            isRow = true;
            return true;
        }

        if (rule.SkipIfEmpty.Any(column => ForeignCell(column).Length == 0))
        {
            return true;
        }

        if (eachCell < 0)
        {
            isRow = true;
            return true;
        }

        var cell = rule.Cells[eachCell].Rule;
        foreach (var part in ForeignCell(cell.Template.Columns.First()).Split(cell.Each, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            parts.Enqueue(part);
        }

        if (parts.Count == 0)
        {
            // No part, no row: but the cell must be filled, unless skipIfEmpty says otherwise.
            parts.Enqueue("");
        }

        isRow = true;
        return true;
    }

    private void FindFaults()
    {
        if (rows.Faults.Count > 0 || rows.CellCount != table.ColumnCount || rows.IsBlank)
        {
            IsCut = true;
            if (isFirst)
            {
                faults.AddRange(rows.Faults.Select(fault => fault with { Cell = null }));
                if (faults.Count == 0)
                {
                    faults.Add(new(null, BundleProblemCode.RaggedRow, rows.IsBlank
                        ? "The row is empty: remove it."
                        : string.Create(CultureInfo.InvariantCulture,
                            $"The row has {rows.CellCount} cells and the header {table.ColumnCount}: add or remove delimiters, or quote the cell that has one in it.")));
                }
            }
        }
    }

    private void Make()
    {
        for (var cell = 0; cell < cells.Length; cell++)
        {
            cells[cell] = MakeCell(cell) ?? "";
        }
    }

    private string? MakeCell(int cell)
    {
        var made = rule.Cells[cell].Rule;
        var parted = cell == eachCell ? made.Template.Columns.First() : null;
        var text = made.Template.Fill(column => column == parted ? Part! : ForeignCell(column), rows.Line, out var unslugged);
        if (unslugged is not null)
        {
            return Fault(cell, BundleProblemCode.MalformedId, unslugged,
                "No id can be made of a name that is not English: take a column of codes, or look the name up.");
        }

        if (text.Length > 0 && made.Values is not null)
        {
            if (!made.Values.TryGetValue(text, out var value))
            {
                return Fault(cell, BundleProblemCode.UnmappedValue, text,
                    $"The mapping has no value for '{BundleProblem.Shown(text)}': add it to values, or correct the cell.");
            }

            text = value;
        }

        if (text.Length > 0 && made.Split is not null)
        {
            var all = text.Split(made.Split, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return all.Length == 0 ? "" : AltNames.Write(new TextList(all));
        }

        return text.Length > 0 && made.Lookup is not null ? Find(cell, text, made.Lookup) : text;
    }

    private string? Find(int cell, string name, IReadOnlyList<EntityKind> kinds)
    {
        if (names.Find(name, kinds, out var candidates) is { } id)
        {
            return id.Value;
        }

        return candidates.Count == 0
            ? Fault(cell, BundleProblemCode.UnknownName, name,
                $"No {(kinds.Count > 3 ? "entity that may stand here" : string.Join(" or ", kinds.Select(kind => kind.Code())))} has the name '{BundleProblem.Shown(name)}': correct it, add the entity, or give its id.")
            : Fault(cell, BundleProblemCode.AmbiguousName, name,
                $"'{BundleProblem.Shown(name)}' may be {string.Join(", ", candidates)}: give the id in place of the name.");
    }

    private string? Fault(int cell, BundleProblemCode code, string value, string message)
    {
        faults.Add(new(cell, code, message, BundleProblem.Shown(value)));
        faulty.Add(cell);
        return null;
    }

    private string ForeignCell(string column) => rows.Cell(table.ColumnOf(column)).Trim().ToString();

    // Two rows about one thing that say the same, but for where they stand, are one. Two that differ are for others to judge.
    private bool IsNew()
    {
        var (key, rest) = (new StringBuilder(), new StringBuilder());
        for (var cell = 0; cell < cells.Length; cell++)
        {
            var name = rule.Cells[cell].Field.Name;
            if (name != "locator")
            {
                (KeyNames.Contains(name) ? key : rest).Append(cells[cell]).Append('\n');
            }
        }

        // Two rows that differ share these 128 bits less often than a disk loses one of them.
        var said = XxHash128.HashToUInt128(MemoryMarshal.AsBytes(rest.ToString().AsSpan()));
        return !made.TryGetValue(key.ToString(), out var before) ? made.TryAdd(key.ToString(), said) : before != said;
    }
}
