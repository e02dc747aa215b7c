using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using IndustryGraph.Server.GraphQL.Execution;

namespace IndustryGraph.Server.GraphQL;

/// <summary>Writes a response as JSON, straight from the executed fields.</summary>
/// <remarks>Text of all scripts is written as it is; only what HTML would read as markup is escaped.</remarks>
public static class ResponseWriter
{
    internal static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        // The tree is well formed by construction.
        SkipValidation = true,
    };

    private static readonly JsonSerializerOptions OtherValues = new() { Encoder = WriterOptions.Encoder };

    /// <summary>Writes a response.</summary>
    public static void Write(IBufferWriter<byte> output, GraphQLResponse response)
    {
        using var json = new Utf8JsonWriter(output, WriterOptions);
        Write(json, response);
    }

    /// <summary>Writes a response as a value of something larger.</summary>
    internal static void Write(Utf8JsonWriter json, GraphQLResponse response)
    {
        json.WriteStartObject();
        if (response.Errors.Count > 0)
        {
            json.WritePropertyName("errors");
            WriteErrors(json, response.Errors);
        }

        if (response.Executed || response.PriceOnly)
        {
            json.WritePropertyName("data");
            if (response.PriceOnly)
            {
                json.WriteStartObject();
                json.WriteEndObject();
            }
            else
            {
                WriteValue(json, response.Data);
            }
        }

        WriteExtensions(json, response);
        json.WriteEndObject();
    }

    /// <summary>Writes a list of errors.</summary>
    internal static void WriteErrors(Utf8JsonWriter json, IReadOnlyList<GraphQLProblem> errors)
    {
        json.WriteStartArray();
        foreach (var error in errors)
        {
            json.WriteStartObject();
            json.WriteString("message", error.Message);
            if (error.Locations is { Count: > 0 } locations)
            {
                json.WriteStartArray("locations");
                foreach (var location in locations)
                {
                    json.WriteStartObject();
                    json.WriteNumber("line", location.Line);
                    json.WriteNumber("column", location.Column);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            if (error.Path is { } path)
            {
                json.WritePropertyName("path");
                WriteValue(json, path);
            }

            json.WriteStartObject("extensions");
            json.WriteString("code", error.Kind.Name);
            foreach (var (name, value) in error.Extensions ?? [])
            {
                json.WritePropertyName(name);
                WriteValue(json, value);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteExtensions(Utf8JsonWriter json, GraphQLResponse response)
    {
        if (response.Graph is null && response.Cost is null)
        {
            return;
        }

        json.WriteStartObject("extensions");
        if (response.Graph is { } graph)
        {
            json.WriteStartObject("graph");
            json.WriteNumber("version", graph.Version);
            json.WriteString("loadedAt", graph.LoadedAt.UtcDateTime);
            json.WriteBoolean("stale", graph.Stale);
            json.WriteEndObject();
        }

        if (response.Cost is { } cost)
        {
            json.WriteStartObject("cost");
            // Sizes multiply beyond what a long holds; beyond 2^53 no client reads a number exactly anyway.
            json.WriteNumber("requested", (long)Math.Min(Math.Ceiling(cost), 1L << 53));
            json.WriteNumber("limit", response.CostLimit);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case ObjectResult item:
                json.WriteStartObject();
                for (var field = 0; field < item.Values.Length; field++)
                {
                    json.WritePropertyName(item.Selection.Fields[field].JsonName);
                    WriteValue(json, item.Values[field]);
                }

                json.WriteEndObject();
                break;
            case ListResult items:
                json.WriteStartArray();
                foreach (var inner in items.Values)
                {
                    WriteValue(json, inner);
                }

                json.WriteEndArray();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case decimal number:
                json.WriteNumberValue(number);
                break;
            case DateTimeOffset moment:
                json.WriteStringValue(moment);
                break;
            case DateOnly date:
                json.WriteStringValue(date.ToString("o", CultureInfo.InvariantCulture));
                break;
            case IDictionary<string, object?> map:
                json.WriteStartObject();
                foreach (var (name, inner) in map)
                {
                    json.WritePropertyName(name);
                    WriteValue(json, inner);
                }

                json.WriteEndObject();
                break;
            case IEnumerable list:
                json.WriteStartArray();
                foreach (var inner in list)
                {
                    WriteValue(json, inner);
                }

                json.WriteEndArray();
                break;
            default:
                JsonSerializer.Serialize(json, value, value.GetType(), OtherValues);
                break;
        }
    }
}
