using System.Buffers;
using System.Text;
using System.Text.Json;
using IndustryGraph.Model;

namespace IndustryGraph.Storage;

/// <summary>The tokens of facts in JSON, and what is wrong with them.</summary>
internal static class FactTokens
{
    /// <summary>Refuses another token.</summary>
    public static void Expect(this ref Utf8JsonReader json, JsonTokenType token)
    {
        if (json.TokenType != token)
        {
            throw new FormatException($"Here is a {json.TokenType} and not a {token}.");
        }
    }

    /// <summary>Reads the text that comes next.</summary>
    public static string? NextText(this ref Utf8JsonReader json)
    {
        json.Read();
        return json.GetString();
    }

    /// <summary>Reads the list of texts that comes next.</summary>
    public static TextList NextTexts(this ref Utf8JsonReader json)
    {
        json.Read();
        json.Expect(JsonTokenType.StartArray);
        var texts = new List<string>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            texts.Add(json.GetString()!);
        }

        return new TextList(texts);
    }

    /// <summary>Writes the text that the JSON stands at, and gives its length: 0 where it is not plain ASCII without escapes, or longer than there is room.</summary>
    public static int PlainText(this ref Utf8JsonReader json, scoped Span<char> text) => json.TokenType == JsonTokenType.String && !json.ValueIsEscaped
        && Ascii.ToUtf16(json.ValueSpan, text, out var length) == OperationStatus.Done ? length : 0;

    public static T Required<T>(T? value, string name)
        where T : struct => value ?? throw new FormatException($"'{name}' is missing.");

    public static T Required<T>(T? value, string name)
        where T : class => value ?? throw new FormatException($"'{name}' is missing.");

    public static FormatException Unknown(string name, string? value) => new($"'{value}' is no '{name}'.");
}
