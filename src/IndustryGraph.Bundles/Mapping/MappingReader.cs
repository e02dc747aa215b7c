using System.Globalization;
using System.Text.Json;
using IndustryGraph.Bundles.Encodings;
using IndustryGraph.Bundles.Packing;
using IndustryGraph.Model;

namespace IndustryGraph.Bundles.Mapping;

/// <summary>Reads the file of a mapping and finds everything that is wrong with it.</summary>
internal sealed class MappingReader
{
    public const int MaxLength = 1_000_000;
    public const int MaxTables = 100;
    private const int MaxRules = 100;

    private static readonly JsonDocumentOptions Options = new()
    {
        AllowDuplicateProperties = false, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 16,
    };

    private readonly List<BundleProblem> problems = [];

    public static (TableMapping? Mapping, IReadOnlyList<BundleProblem> Problems) Read(ReadOnlyMemory<byte> json)
    {
        var reader = new MappingReader();
        if (json.Span.StartsWith("\ufeff"u8))
        {
            json = json[3..];
        }

        TableMapping? mapping = null;
        try
        {
            if (json.Length > MaxLength)
            {
                reader.Add("", string.Create(CultureInfo.InvariantCulture, $"A mapping has at most {MaxLength:N0} bytes: map the tables in parts."));
            }
            else
            {
                using var document = JsonDocument.Parse(json, Options);
                mapping = reader.Mapping(document.RootElement, LinesOfAdded(json.Span));
            }
        }
        catch (JsonException exception)
        {
            reader.problems.Add(new BundleProblem(
                TableMapping.FileName, exception.LineNumber is { } line ? (int)line + 1 : null, null, BundleProblemCode.BadMapping, null,
                "The mapping is not JSON, or a name stands twice in one object: correct it here."));
        }
        catch (InvalidOperationException)
        {
            reader.Add("", "A text of the mapping holds half a surrogate pair: write the character itself.");
        }

        return (reader.problems.Count == 0 ? mapping : null, reader.problems);
    }

    private TableMapping Mapping(JsonElement root, List<int> lines)
    {
        var tables = new List<MappedTable>();
        var added = new List<RowRule>();
        foreach (var (name, value) in Properties(root, "", "tables", "add"))
        {
            foreach (var (item, at) in Items(value, name, MaxTables))
            {
                if (name == "tables" && Table(item, at) is { } table)
                {
                    tables.Add(table);
                }
                else if (name == "add" && Rule(item, at) is { } rule)
                {
                    added.Add(rule with { Line = added.Count < lines.Count ? lines[added.Count] : 1 });
                    if (rule.Columns.Any())
                    {
                        Add(at, "A row that is added has values alone: there is no table to take columns from.");
                    }
                }
            }
        }

        if (tables.Count + added.Count + problems.Count == 0)
        {
            Add("tables", "A mapping says nothing: add {\"table\": \"file.csv\", \"rows\": […]}.");
        }

        foreach (var twice in tables.GroupBy(table => table.Path, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
        {
            Add("tables", $"The table {BundleProblem.Shown(twice.Key)} stands twice: put all of its rows in one.");
        }

        return new TableMapping(tables, added);
    }

    private MappedTable? Table(JsonElement element, string at)
    {
        var (path, rules, table) = ("", new List<RowRule>(), new MappedTable("", []));
        foreach (var (name, value) in Properties(element, at, "table", "encoding", "delimiter", "headerLine", "rows"))
        {
            var here = $"{at}.{name}";
            switch (name)
            {
                case "table":
                    path = Text(value, here) ?? "";
                    break;
                case "encoding" when Text(value, here) is { } encoding:
                    table = table with { Encoding = encoding };
                    if (TextFormat.Find(encoding) is null)
                    {
                        Add(here, "Write UTF-8, UTF-16LE, UTF-16BE or GB18030, or leave it out to have it detected.");
                    }

                    break;
                case "delimiter" when Text(value, here) is { } delimiter:
                    table = table with { Delimiter = delimiter.FirstOrDefault() };
                    if (delimiter is not ([',' or ';' or '\t' or '|' or '，' or '；']))
                    {
                        Add(here, "Write one of , ; | or \\t.");
                    }

                    break;
                case "headerLine":
                    if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var line) || line is < 1 or > 1_000)
                    {
                        Add(here, "Write the line of the header, from 1 to 1000.");
                        break;
                    }

                    table = table with { HeaderLine = line };
                    break;
                case "rows":
                    rules.AddRange(Items(value, here, MaxRules).Select(item => Rule(item.Element, item.At)).OfType<RowRule>());
                    break;
            }
        }

        if (EntryName.Parts(path, out _) is not { Length: > 0 } parts)
        {
            Add($"{at}.table", "Write the path of the table beside the mapping, such as products.csv.");
            return null;
        }

        if (rules.Count == 0 && problems.Count == 0)
        {
            Add($"{at}.rows", "Say which rows the table makes: [{\"into\": \"entities/products.csv\", \"columns\": {…}}].");
        }

        return table with { Path = string.Join('/', parts), Rows = rules };
    }

    private RowRule? Rule(JsonElement element, string at)
    {
        var (into, columns, skip, once) = ((BundleFile?)null, default(JsonElement), new List<string>(), false);
        foreach (var (name, value) in Properties(element, at, "into", "columns", "skipIfEmpty", "once"))
        {
            var here = $"{at}.{name}";
            switch (name)
            {
                case "into":
                    into = Text(value, here) is { } path ? BundleSchema.Find(path) : null;
                    break;
                case "columns":
                    columns = value;
                    break;
                case "skipIfEmpty":
                    skip.AddRange(Items(value, here, MaxRules).Select(item => Text(item.Element, item.At)).OfType<string>());
                    break;
                case "once" when value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                    once = value.GetBoolean();
                    break;
                default:
                    Add(here, "Write true or false.");
                    break;
            }
        }

        if (into is null)
        {
            Add($"{at}.into", $"Write one of {string.Join(", ", BundleSchema.Files.Select(file => file.Path))}.");
            return null;
        }

        var cells = columns.ValueKind == JsonValueKind.Undefined ? [] : Cells(columns, $"{at}.columns", into);
        foreach (var missing in into.Fields.Where(field => field.IsRequired && !cells.Exists(cell => cell.Field == field)))
        {
            Add($"{at}.columns", $"Every row of {into.Path} needs {missing.Name}: say how it is made.");
        }

        if (into.EntityKind is not null && !cells.Exists(cell => cell.Field.Name is "name_zh" or "name_en"))
        {
            Add($"{at}.columns", $"Every row of {into.Path} needs name_zh or name_en: say how it is made.");
        }

        if (cells.Count(cell => cell.Rule.Each is not null) > 1)
        {
            Add($"{at}.columns", "Only one column can be parted by each: make the others rows of their own.");
        }

        return new RowRule(into, cells) { SkipIfEmpty = skip, Once = once };
    }

    private List<(BundleField Field, CellRule Rule)> Cells(JsonElement element, string at, BundleFile into)
    {
        var cells = new List<(BundleField, CellRule)>();
        foreach (var (name, value) in Properties(element, at))
        {
            if (into.FieldOf(name) is not { } field)
            {
                Add($"{at}.{name}", $"{into.Path} has no such column; write one of {string.Join(", ", into.Fields.Select(item => item.Name))}.");
            }
            else if (cells.Exists(cell => cell.Item1 == field))
            {
                Add($"{at}.{name}", $"The column {field.Name} is made already: remove one of the two.");
            }
            else if (Cell(value, $"{at}.{name}", field, into) is { } rule)
            {
                cells.Add((field, rule));
            }
        }

        return cells;
    }

    private CellRule? Cell(JsonElement element, string at, BundleField field, BundleFile into)
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            return Text(element, at) is { } column ? new CellRule(CellTemplate.OfColumn(column)) : null;
        }

        var (template, rule) = ((CellTemplate?)null, new CellRule(CellTemplate.OfValue("")));
        foreach (var (name, value) in Properties(element, at, "column", "template", "value", "values", "split", "each", "lookup"))
        {
            var here = $"{at}.{name}";
            switch (name)
            {
                case "column" or "template" or "value" when template is not null:
                    Add(here, "Write only one of column, template and value.");
                    break;
                case "column" or "template" or "value" when Text(value, here) is { } text:
                    template = name == "column" ? CellTemplate.OfColumn(text) : name == "value" ? CellTemplate.OfValue(text) : CellTemplate.Parse(text);
                    if (template is null)
                    {
                        Add(here, "Write columns as {column}, and braces that are text as {{ and }}.");
                        template = CellTemplate.OfValue("");
                    }

                    break;
                case "values":
                    rule = rule with
                    {
                        Values = Properties(value, here).Select(item => (item.Name, Value: Text(item.Value, $"{here}.{item.Name}")))
                            .Where(item => item.Value is not null).ToDictionary(item => item.Name, item => item.Value!, StringComparer.Ordinal),
                    };
                    break;
                case "split" when field.Name != "alt_names":
                    Add(here, "Only alt_names holds several texts: to make several rows write each.");
                    break;
                case "split":
                    rule = rule with { Split = Text(value, here) };
                    break;
                case "each":
                    rule = rule with { Each = Text(value, here) };
                    break;
                case "lookup":
                    rule = rule with { Lookup = Kinds(value, here, field, into) };
                    break;
            }
        }

        if (template is null)
        {
            Add(at, "Write the name of a column, or one of column, template and value in an object.");
            return null;
        }

        if (rule.Each is not null && !template.Columns.Any())
        {
            Add(at, "There is no column that each could part: write column or template.");
        }

        return rule with { Template = template };
    }

    private IReadOnlyList<EntityKind>? Kinds(JsonElement element, string at, BundleField field, BundleFile into)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.False:
                return null;
            case JsonValueKind.True:
                return CellRule.KindsIn(into, field);
            case JsonValueKind.Array:
                var kinds = new List<EntityKind>();
                foreach (var (item, here) in Items(element, at, EntityKinds.All.Count))
                {
                    if (EntityKinds.TryParse(Text(item, here), out var kind))
                    {
                        kinds.Add(kind);
                    }
                    else
                    {
                        Add(here, $"Write one of {string.Join(", ", EntityKinds.All.Select(known => known.Code()))}.");
                    }
                }

                return kinds;
            default:
                Add(at, "Write true for any kind that may stand there, or a list of kinds.");
                return null;
        }
    }

    private IEnumerable<(string Name, JsonElement Value)> Properties(JsonElement element, string at, params string[] permitted)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            Add(at, permitted.Length == 0 ? "Write an object." : $"Write an object with {string.Join(", ", permitted)}.");
            yield break;
        }

        foreach (var property in element.EnumerateObject())
        {
            if (permitted.Length == 0 || permitted.Contains(property.Name))
            {
                yield return (property.Name, property.Value);
            }
            else
            {
                Add($"{at}.{property.Name}".TrimStart('.'), $"There is no such name here; write one of {string.Join(", ", permitted)}.");
            }
        }
    }

    private IEnumerable<(JsonElement Element, string At)> Items(JsonElement element, string at, int most)
    {
        if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() > most)
        {
            Add(at, string.Create(CultureInfo.InvariantCulture, $"Write a list of at most {most}."));
            yield break;
        }

        var number = 0;
        foreach (var item in element.EnumerateArray())
        {
            yield return (item, string.Create(CultureInfo.InvariantCulture, $"{at}[{number++}]"));
        }
    }

    private string? Text(JsonElement element, string at)
    {
        if (element.ValueKind == JsonValueKind.String && element.GetString() is { Length: > 0 } text)
        {
            return text;
        }

        Add(at, "Write a text that is not empty.");
        return null;
    }

    private void Add(string at, string message) => problems.Add(new BundleProblem(
        TableMapping.FileName, null, null, BundleProblemCode.BadMapping, at.Length == 0 ? null : BundleProblem.Shown(at),
        at.Length == 0 ? message : $"{BundleProblem.Shown(at)}: {message}"));

    // Where the rows of "add" start, so that a problem of one can be found.
    private static List<int> LinesOfAdded(ReadOnlySpan<byte> json)
    {
        var lines = new List<int>();
        var reader = new Utf8JsonReader(json, new JsonReaderOptions
        {
            AllowTrailingCommas = Options.AllowTrailingCommas, CommentHandling = Options.CommentHandling, MaxDepth = Options.MaxDepth,
        });
        var isAdded = false;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1)
            {
                isAdded = reader.ValueTextEquals("add"u8);
            }
            else if (isAdded && reader.TokenType == JsonTokenType.StartObject && reader.CurrentDepth == 2)
            {
                lines.Add(json[..(int)reader.TokenStartIndex].Count((byte)'\n') + 1);
            }
        }

        return lines;
    }
}
