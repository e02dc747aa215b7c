using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using IndustryGraph.Model;

namespace IndustryGraph.Bundles.Mapping;

/// <summary>Writes a mapping as its file.</summary>
internal static class MappingJson
{
    private static readonly JsonSerializerOptions Written = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(TableMapping mapping)
    {
        var root = new JsonObject { ["tables"] = new JsonArray([.. mapping.Tables.Select(Of)]) };
        if (mapping.Added.Count > 0)
        {
            root["add"] = new JsonArray([.. mapping.Added.Select(Of)]);
        }

        return root.ToJsonString(Written) + "\n";
    }

    private static JsonObject Of(MappedTable table)
    {
        var result = new JsonObject { ["table"] = table.Path };
        if (table.Encoding is not null)
        {
            result["encoding"] = table.Encoding;
        }

        if (table.Delimiter != ',')
        {
            result["delimiter"] = table.Delimiter.ToString();
        }

        if (table.HeaderLine != 1)
        {
            result["headerLine"] = table.HeaderLine;
        }

        result["rows"] = new JsonArray([.. table.Rows.Select(Of)]);
        return result;
    }

    private static JsonObject Of(RowRule rule)
    {
        var columns = new JsonObject();
        foreach (var (field, cell) in rule.Cells)
        {
            columns[field.Name] = Of(cell, CellRule.KindsIn(rule.Into, field));
        }

        var result = new JsonObject { ["into"] = rule.Into.Path, ["columns"] = columns };
        if (rule.SkipIfEmpty.Count > 0)
        {
            result["skipIfEmpty"] = new JsonArray([.. rule.SkipIfEmpty.Select(column => JsonValue.Create(column))]);
        }

        if (rule.Once)
        {
            result["once"] = true;
        }

        return result;
    }

    private static JsonNode Of(CellRule rule, IReadOnlyList<EntityKind> any)
    {
        var column = rule.Template.OnlyColumn;
        if (column is not null && rule is { Values: null, Split: null, Each: null, Lookup: null })
        {
            return JsonValue.Create(column);
        }

        var result = new JsonObject();
        var (name, text) = column is not null ? ("column", column)
            : rule.Template.OnlyValue is { } value ? ("value", value) : ("template", rule.Template.ToString());
        result[name] = text;
        if (rule.Values is not null)
        {
            var values = new JsonObject();
            foreach (var (from, to) in rule.Values)
            {
                values[from] = to;
            }

            result["values"] = values;
        }

        if (rule.Split is not null)
        {
            result["split"] = rule.Split;
        }

        if (rule.Each is not null)
        {
            result["each"] = rule.Each;
        }

        if (rule.Lookup is not null)
        {
            result["lookup"] = rule.Lookup.SequenceEqual(any) ? JsonValue.Create(true) : new JsonArray([.. rule.Lookup.Select(kind => JsonValue.Create(kind.Code()))]);
        }

        return result;
    }
}
