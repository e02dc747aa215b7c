using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using IndustryGraph.Model;

namespace IndustryGraph.Bundles.JsonLines;

/// <summary>The JSON Schema (draft 2020-12) of bundles in JSON Lines, made from the code that reads them.</summary>
/// <remarks>
/// Each line of <c>entities/products.jsonl</c> is an instance of <c>#/$defs/products</c>, and so on for every file. What holds
/// between rows (ends that are there, ids that are unique) a schema cannot say. The reader takes a little more than the
/// schema: <c>null</c> and the empty text for a field that is absent.
/// </remarks>
public static class BundleJsonSchema
{
    private const string IdPattern = "^[a-z0-9._-]+:[A-Za-z0-9._:-]+$";
    private const string QualifierPattern = "^[a-z0-9._-]+$";
    private const string DatePattern = "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$";

    // What a cell may not hold: control characters other than a line feed and a tab.
    private const string TextPattern = "^[^\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f]+$";

    private static readonly string[] NameFields = ["name_zh", "name_en"];

    private static readonly JsonSerializerOptions Written = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The name of a file's schema within <c>$defs</c>: <c>products</c> for <c>entities/products.jsonl</c>.</summary>
    public static string NameOf(BundleFile file) => Path.GetFileNameWithoutExtension(file.Path);

    /// <summary>The schema as indented JSON, with a line end at its end.</summary>
    public static string Text()
    {
        var definitions = new JsonObject
        {
            ["citation"] = ObjectOf("a citation", BundleSchema.Citations.Fields.Skip(1), []),
        };
        foreach (var file in BundleSchema.Files)
        {
            definitions[NameOf(file)] = Of(file);
        }

        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "IndustryGraph bundle in JSON Lines",
            ["description"] = "A line of each file is an instance of the definition that has the file's name: "
                + "one of entities/products.jsonl of #/$defs/products.",
            ["$defs"] = definitions,
        };
        return schema.ToJsonString(Written) + "\n";
    }

    private static JsonObject Of(BundleFile file)
    {
        if (file == BundleSchema.Citations)
        {
            return ObjectOf(file.Meaning, file.Fields, []);
        }

        var isSource = file.EntityKind == EntityKind.Source;
        var fields = file.Fields.Where(field => isSource || !BundleSchema.Citations.Fields.Skip(1).Contains(field));
        var citations = new JsonObject
        {
            ["description"] = isSource ? "further citations; a source is its own" : "who says so: all citations, the first being the main one",
            ["type"] = "array",
            ["minItems"] = isSource ? 0 : 1,
            ["items"] = new JsonObject { ["$ref"] = "#/$defs/citation" },
        };
        var result = ObjectOf(file.Meaning, fields, isSource ? [] : [JsonCells.CitationsName]);
        result["properties"]![JsonCells.CitationsName] = citations;
        if (file.EntityKind is not null)
        {
            result["anyOf"] = new JsonArray(
                [.. NameFields.Select(name => new JsonObject { ["required"] = new JsonArray(name) })]);
        }

        return result;
    }

    private static JsonObject ObjectOf(string meaning, IEnumerable<BundleField> fields, string[] alsoRequired)
    {
        var properties = new JsonObject();
        var required = new List<string>();
        foreach (var field in fields)
        {
            properties[field.Name] = Of(field);
            if (field.IsRequired)
            {
                required.Add(field.Name);
            }
        }

        var result = new JsonObject
        {
            ["description"] = meaning,
            ["type"] = "object",
            ["properties"] = properties,
            ["additionalProperties"] = false,
        };
        if (required.Count + alsoRequired.Length > 0)
        {
            result["required"] = new JsonArray([.. required.Concat(alsoRequired).Select(name => JsonValue.Create(name))]);
        }

        return result;
    }

    private static JsonObject Of(BundleField field)
    {
        var result = field.Attribute is { } attribute ? OfAttribute(attribute) : field.Name switch
        {
            "id" or "from" or "to" or "source" => IdOf(),
            "subject" => Text(TextPattern),
            "qualifier" => Text(QualifierPattern, LinkId.MaxQualifierLength),
            "valid_from" or "valid_to" => Text(DatePattern),
            "evidence" => OneOf(Evidences.All.Select(evidence => evidence.Code())),
            "quote" => Text(TextPattern, Citation.MaxQuoteLength),
            "alt_names" => new JsonObject { ["type"] = "array", ["items"] = Text(TextPattern) },
            _ => Text(TextPattern),
        };
        result.Insert(0, "description", field.Meaning);
        return result;
    }

    private static JsonObject OfAttribute(AttributeName name) => name switch
    {
        _ when name.Values() is { Count: > 0 } values => OneOf(values),
        AttributeName.Scheme => IdOf(),
        AttributeName.Year => Number("integer", 1900, 2200),
        AttributeName.Coefficient => Number("number", 0, 1),
        _ when name.Type() == AttributeType.Whole => Number("integer", 1, null),
        _ when name.Type() == AttributeType.Number => Number("number", 0, null),
        _ => Text(TextPattern),
    };

    private static JsonObject IdOf() => Text(IdPattern, EntityId.MaxLength);

    private static JsonObject Text(string pattern, int? maxLength = null)
    {
        var result = new JsonObject { ["type"] = "string", ["pattern"] = pattern };
        if (maxLength is { } length)
        {
            result["maxLength"] = length;
        }

        return result;
    }

    private static JsonObject OneOf(IEnumerable<string> values) =>
        new() { ["enum"] = new JsonArray([.. values.Select(value => JsonValue.Create(value))]) };

    private static JsonObject Number(string type, int from, int? to)
    {
        var result = new JsonObject { ["type"] = type, ["minimum"] = from };
        if (to is { } most)
        {
            result["maximum"] = most;
        }

        return result;
    }
}
