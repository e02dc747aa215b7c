using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using GraphQL;

namespace IndustryGraph.Server.GraphQL;

/// <summary>Reads the parameters of a request from JSON, strictly: UTF-8, no key twice, no depth or list beyond the limits.</summary>
public sealed class ParameterReader(GraphQLLimits limits)
{
    private const int JsonDepth = 64;

    /// <summary>Reads a request body.</summary>
    public bool TryRead(
        ReadOnlySpan<byte> body, [NotNullWhen(true)] out GraphQLParameters? parameters, [NotNullWhen(false)] out GraphQLProblem? problem)
    {
        parameters = null;
        problem = null;
        try
        {
            var reader = Open(body);
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                throw new GraphQLProblem(ErrorCodes.BatchNotSupported, "Batches are not answered. Send one request at a time, or ask for several fields in one.");
            }

            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw Bad("The body must be a JSON object.");
            }

            var map = ReadObject(ref reader);
            Close(ref reader);
            parameters = Parameters(map);
            return true;
        }
        catch (GraphQLProblem refusal)
        {
            problem = refusal;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            problem = Bad(Message(error));
        }

        return false;
    }

    /// <summary>Reads the text of a parameter that is a JSON object, as GET carries <c>variables</c>.</summary>
    /// <exception cref="GraphQLProblem">It is not an object, or passes a limit.</exception>
    public Inputs? ReadMap(string name, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        try
        {
            var reader = Open(Encoding.UTF8.GetBytes(text));
            var value = ReadValue(ref reader);
            Close(ref reader);
            return Map(name, value);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw Bad($"The parameter {name} is not JSON. {Message(error)}");
        }
    }

    /// <summary>Reads a message of a socket: one JSON object.</summary>
    /// <exception cref="GraphQLProblem">It is none, or passes a limit.</exception>
    internal Dictionary<string, object?> ReadMessage(ReadOnlySpan<byte> message)
    {
        try
        {
            var reader = Open(message);
            var map = reader.TokenType == JsonTokenType.StartObject ? ReadObject(ref reader) : throw Bad("A message must be a JSON object.");
            Close(ref reader);
            return map;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw Bad(Message(error));
        }
    }

    /// <summary>The parameters that a JSON object holds.</summary>
    /// <exception cref="GraphQLProblem">It is no request.</exception>
    internal static GraphQLParameters Parameters(Dictionary<string, object?> map)
    {
        var parameters = new GraphQLParameters(
            Text(map, "query"), Text(map, "operationName"), Map("variables", map.GetValueOrDefault("variables")),
            Map("extensions", map.GetValueOrDefault("extensions")), Text(map, "documentId"));
        return NamesDocument(parameters)
            ? parameters
            : throw Bad("The parameter query is missing. Put the document there, or the hash of a registered one into documentId.");
    }

    /// <summary>Whether parameters hold a document or name one.</summary>
    internal static bool NamesDocument(GraphQLParameters parameters) =>
        parameters.Query is not null || parameters.DocumentId is not null || parameters.Extensions?.ContainsKey("persistedQuery") == true;

    private static string? Text(Dictionary<string, object?> map, string name) => map.GetValueOrDefault(name) switch
    {
        null => null,
        string text => text,
        _ => throw Bad($"The parameter {name} must be text or null."),
    };

    private static Inputs? Map(string name, object? value) => value switch
    {
        null => null,
        Dictionary<string, object?> map => new Inputs(map),
        _ => throw Bad($"The parameter {name} must be a JSON object or null."),
    };

    private static Utf8JsonReader Open(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            throw Bad("The text is not valid UTF-8.");
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = JsonDepth });
        reader.Read();
        return reader;
    }

    private static void Close(ref Utf8JsonReader reader)
    {
        if (reader.Read())
        {
            throw Bad("Something follows after the JSON value.");
        }
    }

    private object? ReadValue(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadObject(ref reader),
        JsonTokenType.StartArray => ReadArray(ref reader),
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number => ReadNumber(ref reader),
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => null,
    };

    private Dictionary<string, object?> ReadObject(ref Utf8JsonReader reader)
    {
        var map = new Dictionary<string, object?>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (!map.TryAdd(name, ReadValue(ref reader)))
            {
                throw Bad("A JSON object holds a key twice.");
            }
        }

        return map;
    }

    private List<object?> ReadArray(ref Utf8JsonReader reader)
    {
        var list = new List<object?>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (list.Count == limits.ListItems)
            {
                throw new GraphQLProblem(ErrorCodes.InvalidArgument, $"A list has more than {limits.ListItems} items. Ask in several requests.").With("allowed", limits.ListItems);
            }

            list.Add(ReadValue(ref reader));
        }

        return list;
    }

    private static object ReadNumber(ref Utf8JsonReader reader) =>
        // Without the cast all three become doubles.
        reader.TryGetInt32(out var whole) ? (object)whole
        : reader.TryGetInt64(out var large) ? large
        : reader.TryGetDouble(out var real) && double.IsFinite(real) ? real
        : throw Bad("A number is too large. Send it as text if its type allows.");

    private static string Message(Exception error) => error is JsonException json
        ? $"The JSON does not parse at line {json.LineNumber + 1}, byte {json.BytePositionInLine + 1}."
        : "A JSON string holds half a surrogate pair, which is no character.";

    private static GraphQLProblem Bad(string message) => new(ErrorCodes.BadRequest, message);
}
