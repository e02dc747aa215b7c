using System.Globalization;
using System.Text;
using System.Text.Json;
using IndustryGraph.Bundles.Csv;
using IndustryGraph.Bundles.Reading;
using IndustryGraph.Model;

namespace IndustryGraph.Bundles.JsonLines;

/// <summary>Reads one object of JSON Lines into the cells that the same row has as CSV.</summary>
/// <remarks>
/// The fields are those of the columns. Numbers are numbers, <c>alt_names</c> is a list, and in place of the columns of the
/// citation there is <c>citations</c>, a list of all of them. <c>null</c> is as good as no field. A name must not stand twice.
/// </remarks>
internal sealed class JsonCells
{
    /// <summary>The field that holds the citations.</summary>
    public const string CitationsName = "citations";

    private const string AltNamesName = "alt_names";
    private static readonly string[] CitationNames = ["source", "locator", "evidence", "quote"];

    private static readonly JsonReaderOptions Options = new() { MaxDepth = 8 };

    private readonly BundleFile file;
    private readonly Dictionary<string, int> cellOf = new(StringComparer.Ordinal);
    private readonly int firstOfCitation;
    private readonly List<RowFault> faults = [];
    private readonly List<string?[]> citations = [];
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly string?[] cells;

    public JsonCells(BundleFile file)
    {
        this.file = file;
        cells = new string?[file.Fields.Count];
        for (var cell = 0; cell < file.Fields.Count; cell++)
        {
            cellOf.Add(file.Fields[cell].Name, cell);
        }

        IsNested = file != BundleSchema.Citations;
        firstOfCitation = IsNested ? cellOf.GetValueOrDefault(CitationNames[0], -1) : -1;
    }

    /// <summary>Whether the objects have a list of citations.</summary>
    public bool IsNested { get; }

    /// <summary>What is wrong with the object.</summary>
    public IReadOnlyList<RowFault> Faults => faults;

    /// <summary>Whether the citations cannot be read.</summary>
    public bool LacksCitations { get; private set; }

    /// <summary>Whether it is no object at all.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>The text of each column; null where it is absent. The columns of the citation are those of the first.</summary>
    public IReadOnlyList<string?> Cells => cells;

    /// <summary>The citations behind the one in the row; of a source all that are listed, since it cites itself.</summary>
    public IEnumerable<IReadOnlyList<string?>> Further => citations.Skip(firstOfCitation >= 0 ? 1 : 0);

    /// <summary>Whether a cell is one of the citation in the row.</summary>
    public bool IsOfCitation(int cell) => firstOfCitation >= 0 && cell >= firstOfCitation;

    /// <summary>The field of a cell, by which people are told of it. Behind the last column are those of the further citations.</summary>
    public string NameOf(int cell) => cell switch
    {
        _ when cell >= cells.Length => $"{CitationsName}.{CitationNames[cell - cells.Length]}",
        _ when IsOfCitation(cell) => $"{CitationsName}.{file.Fields[cell].Name}",
        _ => file.Fields[cell].Name,
    };

    public void Read(string line)
    {
        faults.Clear();
        citations.Clear();
        seen.Clear();
        Array.Clear(cells);
        (IsBroken, LacksCitations) = (false, false);
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(line), Options);
        try
        {
            ReadObject(ref reader);
        }
        catch (JsonException exception)
        {
            IsBroken = true;
            faults.Clear();
            var at = Encoding.UTF8.GetCharCount(Encoding.UTF8.GetBytes(line).AsSpan(0, (int)Math.Min(exception.BytePositionInLine ?? 0, Encoding.UTF8.GetByteCount(line))));
            faults.Add(new(null, BundleProblemCode.BadJson, string.Create(CultureInfo.InvariantCulture,
                $"The line is not one JSON object (at character {at + 1}): write each object on a line of its own, and nothing else on it.")));
        }

        if (firstOfCitation >= 0 && citations is [var first, ..])
        {
            first.CopyTo(cells, firstOfCitation);
        }

        CheckCharacters();
    }

    private void ReadObject(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException(null, null, null, reader.TokenStartIndex);
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = Name(ref reader);
            reader.Read();
            if (!seen.Add(name))
            {
                Add(null, BundleProblemCode.DuplicateColumn, "The field stands twice in the object: remove one of the two.", name);
                reader.Skip();
            }
            else if (IsNested && name == CitationsName)
            {
                ReadCitations(ref reader);
            }
            else if (cellOf.TryGetValue(name, out var cell) && !IsOfCitation(cell))
            {
                cells[cell] = name == AltNamesName ? ReadNames(ref reader, cell) : ReadValue(ref reader, file.Fields[cell], cell);
            }
            else
            {
                Add(null, BundleProblemCode.UnknownColumn, $"This file has no such field; rename it to one of {string.Join(", ", FieldNames())}, or remove it.", name);
                reader.Skip();
            }
        }

        // The library ends with an error where anything follows.
        reader.Read();
    }

    private IEnumerable<string> FieldNames() => firstOfCitation >= 0
        ? file.Fields.Take(firstOfCitation).Select(field => field.Name).Append(CitationsName)
        : file.Fields.Select(field => field.Name).Concat(IsNested ? [CitationsName] : []);

    private static string Name(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: no field has that name.
            return "\ufffd";
        }
    }

    private string? ReadValue(ref Utf8JsonReader reader, BundleField field, int cell)
    {
        var type = field.Attribute?.Type() ?? AttributeType.Text;
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.String when type == AttributeType.Text:
                return Text(ref reader, cell);
            case JsonTokenType.Number when type == AttributeType.Whole
                && !reader.TryGetInt64(out _) && reader.TryGetDouble(out var number) && double.IsInteger(number) && Math.Abs(number) < 1e15:
                // Programs that know no whole numbers write 2 as 2.0.
                return ((long)number).ToString(CultureInfo.InvariantCulture);
            case JsonTokenType.Number when type != AttributeType.Text:
                return Encoding.UTF8.GetString(reader.ValueSpan);
            default:
                Add(cell, BundleProblemCode.BadType, type == AttributeType.Text
                    ? "Write a text in quotation marks."
                    : "Write a number without quotation marks.");
                reader.Skip();
                return null;
        }
    }

    private string? ReadNames(ref Utf8JsonReader reader, int cell)
    {
        var (names, isList) = (new List<string>(), reader.TokenType == JsonTokenType.StartArray);
        while (isList && reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            names.Add(Text(ref reader, cell) ?? "");
        }

        if (reader.TokenType is JsonTokenType.EndArray or JsonTokenType.Null)
        {
            return names.Count == 0 ? null : AltNames.Write(new TextList(names));
        }

        Add(cell, BundleProblemCode.BadType, "Write a list of texts: [\"a\", \"b\"].");
        SkipList(ref reader, isList);
        return null;
    }

    private void ReadCitations(ref Utf8JsonReader reader)
    {
        var isList = reader.TokenType == JsonTokenType.StartArray;
        while (isList && reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            ReadCitation(ref reader);
        }

        if (reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.Null))
        {
            LacksCitations = true;
            Add(cells.Length, BundleProblemCode.BadType,
                "Write a list of objects: [{\"source\": …, \"evidence\": …}].");
            SkipList(ref reader, isList);
        }
    }

    private void ReadCitation(ref Utf8JsonReader reader)
    {
        var citation = new string?[CitationNames.Length];
        var found = new HashSet<string>(StringComparer.Ordinal);
        var first = citations.Count == 0 && firstOfCitation >= 0 ? firstOfCitation : cells.Length;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = Name(ref reader);
            reader.Read();
            var at = Array.IndexOf(CitationNames, name);
            if (at >= 0 && found.Add(name))
            {
                citation[at] = ReadValue(ref reader, BundleSchema.Citations.Fields[at + 1], first + at);
                continue;
            }

            Add(null, at < 0 ? BundleProblemCode.UnknownColumn : BundleProblemCode.DuplicateColumn, at < 0
                ? $"A citation has no such field; rename it to one of {string.Join(", ", CitationNames)}, or remove it."
                : "The field stands twice in the citation: remove one of the two.", $"{CitationsName}.{name}");
            reader.Skip();
        }

        citations.Add(citation);
    }

    // From what is no element of the list to its end.
    private static void SkipList(ref Utf8JsonReader reader, bool isList)
    {
        reader.Skip();
        while (isList && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            reader.Skip();
        }
    }

    private string? Text(ref Utf8JsonReader reader, int cell)
    {
        try
        {
            var text = reader.GetString()!;
            return text.Length == 0 ? null : text.Replace("\r\n", "\n", StringComparison.Ordinal);
        }
        catch (InvalidOperationException)
        {
            Add(cell, BundleProblemCode.BadJson, "The text holds half a surrogate pair (\\uD800 to \\uDFFF alone): write the character itself.");
            return null;
        }
    }

    private void CheckCharacters()
    {
        for (var cell = 0; cell < cells.Length; cell++)
        {
            CheckCharacters(cells[cell], cell);
        }

        foreach (var citation in Further)
        {
            for (var at = 0; at < citation.Count; at++)
            {
                CheckCharacters(citation[at], cells.Length + at);
            }
        }
    }

    private void CheckCharacters(string? text, int cell)
    {
        if (text is not null && CsvRows.IndexOfRefused(text) is var at and >= 0)
        {
            Add(cell, BundleProblemCode.ControlCharacter, $"The text holds the control character U+{(int)text[at]:X4}: remove it.");
        }
    }

    private void Add(int? cell, BundleProblemCode code, string message, string? value = null) =>
        faults.Add(new(cell, code, message, value is null ? null : BundleProblem.Shown(value)));
}
