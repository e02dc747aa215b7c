using IndustryGraph.Bundles.Encodings;
using IndustryGraph.Model;

namespace IndustryGraph.Bundles.JsonLines;

/// <summary>
/// The further citations in a file of JSON Lines as rows of <c>citations.csv</c>. What is wrong with a line is told where
/// <see cref="JsonRows"/> reads it; here such a line has no rows.
/// </summary>
internal sealed class JsonCitationRows(BundleFile file, string path, TextFormat format, IReadOnlyList<BadByte> badBytes)
    : JsonRows(file, path, format, badBytes)
{
    private readonly Queue<IReadOnlyList<string?>> waiting = new();
    private bool isBehindHeader;
    private string subject = "";
    private IReadOnlyList<string?> citation = [];

    /// <inheritdoc/>
    public override int CellCount => BundleSchema.Citations.Fields.Count;

    /// <inheritdoc/>
    public override bool Read()
    {
        if (!isBehindHeader)
        {
            isBehindHeader = true;
            return base.Read();
        }

        while (waiting.Count == 0)
        {
            if (!base.Read())
            {
                return false;
            }

            if (Faults.Count == 0 && Subject() is { } found)
            {
                subject = found;
                foreach (var further in Object.Further)
                {
                    waiting.Enqueue(further);
                }
            }
        }

        citation = waiting.Dequeue();
        return true;
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<char> Cell(int cell) =>
        IsHeader ? BundleSchema.Citations.Fields[cell].Name : cell == 0 ? subject : citation[cell - 1];

    /// <inheritdoc/>
    public override BundleColumn ColumnOf(int cell, string header) => new(0, cell == 0 ? header : $"{JsonCells.CitationsName}.{header}");

    private string? Subject()
    {
        var cells = Object.Cells;
        if (File.LinkKind is not { } kind)
        {
            return EntityId.TryParse(cells[0], out _) ? cells[0] : null;
        }

        var text = $"{cells[0]}|{kind.Code()}|{cells[1]}{(cells[2] is { } qualifier ? $"#{qualifier}" : "")}";
        return LinkId.TryParse(text, out _) ? text : null;
    }
}
