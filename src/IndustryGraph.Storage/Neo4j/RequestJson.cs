using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace IndustryGraph.Storage.Neo4j;

/// <summary>A parameter, or a part of one, that is written already.</summary>
/// <param name="Text">As plain JSON.</param>
internal sealed record PlainJson(ReadOnlyMemory<byte> Text);

/// <summary>
/// Writes the body of a request: as plain JSON, which costs the server half as much to read, or as Neo4j's typed JSON where a
/// parameter holds what plain JSON has no text for, which is a date, a moment, and a float that is no number. Nothing is lost in
/// either: the server reads whole numbers of plain JSON with all of their 64 bits, and numbers with a point as floats. The body is
/// written in full before it is sent: what cannot be sent is refused before anything leaves.
/// </summary>
internal static class RequestJson
{
    /// <summary>
    /// Neo4j's typed JSON, in which every answer is asked for: in plain JSON the server writes a float that a smaller float could hold
    /// with the digits of that one, -147489.375 as -147489.38.
    /// </summary>
    public const string TypedMediaType = "application/vnd.neo4j.query";

    private const string PlainMediaType = "application/json";

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

    /// <summary>The body that runs a statement. Access and bookmarks are absent within an open transaction.</summary>
    /// <exception cref="ArgumentException">A parameter cannot be sent: its type, its depth, its length, or half of a surrogate pair.</exception>
    public static Neo4jBody Statement(
        string statement, IReadOnlyDictionary<string, object?> parameters, string key, Neo4jAccess? access, string[] bookmarks)
    {
        var typed = parameters.Values.Any(value => NeedsTypes(value, 0));
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        json.WriteString("statement"u8, Checked(statement));
        json.WriteStartObject("parameters"u8);
        Property(json, RequestKey, key, typed, 0);
        foreach (var (name, value) in parameters)
        {
            Property(json, name, value, typed, 0);
        }

        json.WriteEndObject();
        Session(json, access, bookmarks);
        json.WriteEndObject();
        json.Flush();
        return new Neo4jBody(buffer.WrittenMemory, typed ? TypedMediaType : PlainMediaType);
    }

    /// <summary>Writes a value that needs no types beforehand.</summary>
    /// <exception cref="ArgumentException">It cannot be sent, or is a date, a moment or a float that is no number.</exception>
    public static PlainJson Prepare(object? value)
    {
        if (NeedsTypes(value, 0))
        {
            throw new ArgumentException("A value that needs types cannot be written before the rest of its statement.");
        }

        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer, Options);
        Write(json, value, typed: false, 0);
        json.Flush();
        return new PlainJson(buffer.WrittenMemory);
    }

    /// <summary>The body that opens a transaction.</summary>
    public static Neo4jBody Begin(Neo4jAccess access, string[] bookmarks)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        Session(json, access, bookmarks);
        json.WriteEndObject();
        json.Flush();
        return new Neo4jBody(buffer.WrittenMemory, PlainMediaType);
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

    // What nests too deeply is refused when it is written.
    private static bool NeedsTypes(object? value, int depth) => depth <= MaxDepth && value switch
    {
        DateOnly or DateTimeOffset => true,
        double number => !double.IsFinite(number),
        IReadOnlyDictionary<string, object?> map => map.Any(item => NeedsTypes(item.Value, depth + 1)),
        string[] => false,
        IReadOnlyList<object?> list => list.Any(item => NeedsTypes(item, depth + 1)),
        _ => false,
    };

    private static void Property(Utf8JsonWriter json, string name, object? value, bool typed, int depth)
    {
        json.WritePropertyName(Checked(name));
        Write(json, value, typed, depth);
    }

    private static void Write(Utf8JsonWriter json, object? value, bool typed, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new ArgumentException($"A value nests lists and maps deeper than {MaxDepth}.");
        }

        switch (value)
        {
            case null:
                Begin(json, typed, "Null"u8);
                json.WriteNullValue();
                break;
            case string text:
                Begin(json, typed, "String"u8);
                json.WriteStringValue(Checked(text));
                break;
            case bool flag:
                Begin(json, typed, "Boolean"u8);
                json.WriteBooleanValue(flag);
                break;
            case int number:
                Write(json, (long)number, typed, depth);
                return;
            case long number when !typed:
                json.WriteNumberValue(number);
                break;
            case double number when !typed:
                WriteFloat(json, number);
                break;
            case long number:
                Begin(json, typed, "Integer"u8);
                json.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
                break;
            case double number:
                Begin(json, typed, "Float"u8);
                json.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
                break;
            case DateOnly date:
                Begin(json, typed, "Date"u8);
                json.WriteStringValue(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case DateTimeOffset moment:
                Begin(json, typed, "OffsetDateTime"u8);
                json.WriteStringValue(moment.ToString("yyyy-MM-ddTHH:mm:ss.fffffffzzz", CultureInfo.InvariantCulture));
                break;
            case PlainJson prepared when !typed:
                json.WriteRawValue(prepared.Text.Span, skipInputValidation: true);
                break;
            case IReadOnlyDictionary<string, object?> map:
                Begin(json, typed, "Map"u8);
                json.WriteStartObject();
                foreach (var (name, item) in map)
                {
                    Property(json, name, item, typed, depth + 1);
                }

                json.WriteEndObject();
                break;
            case IReadOnlyList<object?> list:
                Begin(json, typed, "List"u8);
                json.WriteStartArray();
                for (var i = 0; i < list.Count; i++)
                {
                    Write(json, list[i], typed, depth + 1);
                }

                json.WriteEndArray();
                break;
            default:
                throw new ArgumentException($"A value of type {value.GetType()} cannot be sent to Neo4j.");
        }

        if (typed)
        {
            json.WriteEndObject();
        }
    }

    private static void Begin(Utf8JsonWriter json, bool typed, ReadOnlySpan<byte> type)
    {
        if (typed)
        {
            json.WriteStartObject();
            json.WriteString("$type"u8, type);
            json.WritePropertyName("_value"u8);
        }
    }

    // Without a point or an exponent it would be read as a whole number.
    private static void WriteFloat(Utf8JsonWriter json, double number)
    {
        Span<byte> text = stackalloc byte[40];
        number.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
        if (text[..length].IndexOfAny((byte)'.', (byte)'E') < 0)
        {
            ".0"u8.CopyTo(text[length..]);
            length += 2;
        }

        json.WriteRawValue(text[..length], skipInputValidation: true);
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
