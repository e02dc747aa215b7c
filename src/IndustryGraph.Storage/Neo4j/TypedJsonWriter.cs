using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace IndustryGraph.Storage.Neo4j;

/// <summary>
/// Writes the body of a request as Neo4j's typed JSON, in which a whole number keeps all of its 64 bits and a float may
/// be NaN. The body is written in full before it is sent: what cannot be sent is refused before anything leaves.
/// </summary>
internal static class TypedJsonWriter
{
    public const string MediaType = "application/vnd.neo4j.query";

    /// <summary>
    /// The parameter that names a request. The text of a statement stays constant, so that its plan is found again;
    /// the server lists the parameters of what it runs, and by this one a single statement can be found and stopped.
    /// </summary>
    public const string RequestKey = "__request";

    /// <summary>How deep lists and maps may nest.</summary>
    public const int MaxDepth = 100;

    /// <summary>The longest string that the server takes, in UTF-16 units.</summary>
    public const int MaxStringLength = 20_000_000;

    private static readonly JsonWriterOptions Options = new()
    {
        // Names are mostly Chinese: three bytes a character in place of six.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private static readonly JsonEncodedText Type = JsonEncodedText.Encode("$type");
    private static readonly JsonEncodedText Value = JsonEncodedText.Encode("_value");
    private static readonly JsonEncodedText StringType = JsonEncodedText.Encode("String");
    private static readonly JsonEncodedText ListType = JsonEncodedText.Encode("List");
    private static readonly JsonEncodedText MapType = JsonEncodedText.Encode("Map");

    /// <summary>The body that runs a statement. Access and bookmarks are absent within an open transaction.</summary>
    /// <exception cref="ArgumentException">A parameter cannot be sent: its type, its depth, its length, or half of a surrogate pair.</exception>
    public static ReadOnlyMemory<byte> Statement(
        string statement, IReadOnlyDictionary<string, object?> parameters, string key, Neo4jAccess? access, string[] bookmarks)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        json.WriteString("statement"u8, Checked(statement));
        json.WriteStartObject("parameters"u8);
        Property(json, RequestKey, key, 0);
        foreach (var (name, value) in parameters)
        {
            Property(json, name, value, 0);
        }

        json.WriteEndObject();
        Session(json, access, bookmarks);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>The body that opens a transaction.</summary>
    public static ReadOnlyMemory<byte> Begin(Neo4jAccess access, string[] bookmarks)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        Session(json, access, bookmarks);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void Session(Utf8JsonWriter json, Neo4jAccess? access, string[] bookmarks)
    {
        if (access is { } mode)
        {
            json.WriteString("accessMode"u8, mode is Neo4jAccess.Read ? "READ"u8 : "WRITE"u8);
        }

        if (bookmarks.Length > 0)
        {
            json.WriteStartArray("bookmarks"u8);
            foreach (var bookmark in bookmarks)
            {
                json.WriteStringValue(bookmark);
            }

            json.WriteEndArray();
        }
    }

    private static void Property(Utf8JsonWriter json, string name, object? value, int depth)
    {
        json.WritePropertyName(Checked(name));
        Write(json, value, depth);
    }

    private static void Write(Utf8JsonWriter json, object? value, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new ArgumentException($"A value nests lists and maps deeper than {MaxDepth}.");
        }

        switch (value)
        {
            case null:
                json.WriteRawValue("""{"$type":"Null","_value":null}"""u8, skipInputValidation: true);
                break;
            case string text:
                json.WriteStartObject();
                json.WriteString(Type, StringType);
                json.WriteString(Value, Checked(text));
                json.WriteEndObject();
                break;
            case long number:
                Scalar(json, """{"$type":"Integer","_value":"""u8, number);
                break;
            case int number:
                Scalar(json, """{"$type":"Integer","_value":"""u8, (long)number);
                break;
            case double number:
                Scalar(json, """{"$type":"Float","_value":"""u8, number);
                break;
            case true:
                json.WriteRawValue("""{"$type":"Boolean","_value":true}"""u8, skipInputValidation: true);
                break;
            case false:
                json.WriteRawValue("""{"$type":"Boolean","_value":false}"""u8, skipInputValidation: true);
                break;
            case DateOnly date:
                Scalar(json, """{"$type":"Date","_value":"""u8, date, "yyyy-MM-dd");
                break;
            case DateTimeOffset moment:
                Scalar(json, """{"$type":"OffsetDateTime","_value":"""u8, moment, "yyyy-MM-ddTHH:mm:ss.fffffffzzz");
                break;
            case IReadOnlyDictionary<string, object?> map:
                json.WriteStartObject();
                json.WriteString(Type, MapType);
                json.WriteStartObject(Value);
                foreach (var (name, item) in map)
                {
                    Property(json, name, item, depth + 1);
                }

                json.WriteEndObject();
                json.WriteEndObject();
                break;
            case IReadOnlyList<object?> list:
                json.WriteStartObject();
                json.WriteString(Type, ListType);
                json.WriteStartArray(Value);
                for (var i = 0; i < list.Count; i++)
                {
                    Write(json, list[i], depth + 1);
                }

                json.WriteEndArray();
                json.WriteEndObject();
                break;
            default:
                throw new ArgumentException($"A value of type {value.GetType()} cannot be sent to Neo4j.");
        }
    }

    /// <summary>Writes a value whose text needs no escaping, in one piece: rows are many and most of their values are such.</summary>
    private static void Scalar<T>(Utf8JsonWriter json, ReadOnlySpan<byte> head, T value, string format = "")
        where T : IUtf8SpanFormattable
    {
        Span<byte> text = stackalloc byte[96];
        head.CopyTo(text);
        text[head.Length] = (byte)'"';
        value.TryFormat(text[(head.Length + 1)..], out var length, format, CultureInfo.InvariantCulture);
        var end = head.Length + 1 + length;
        text[end] = (byte)'"';
        text[end + 1] = (byte)'}';
        json.WriteRawValue(text[..(end + 2)], skipInputValidation: true);
    }

    /// <summary>
    /// Neo4j would store half of a surrogate pair as a question mark, and answers a string that is too long without a
    /// reason. Both are said here.
    /// </summary>
    private static string Checked(string text)
    {
        if (text.Length > MaxStringLength)
        {
            throw new ArgumentException($"A string of {text.Length} characters is longer than the {MaxStringLength} that Neo4j takes.");
        }

        var at = text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff');
        if (at < 0)
        {
            return text;
        }

        for (; at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at]))
            {
                continue;
            }

            if (at + 1 >= text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
            {
                throw new ArgumentException($"A string holds half of a surrogate pair at {at}, which is no Unicode text and cannot be stored.");
            }

            at++;
        }

        return text;
    }
}
