using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace IndustryGraph.Storage.Neo4j;

/// <summary>What one request was answered.</summary>
internal sealed record Neo4jAnswer(
    IReadOnlyList<Neo4jRecord> Records, string? TransactionId, string[] Bookmarks, Neo4jException? Error);

/// <summary>Reads an answer in typed JSON straight into values, without a tree between.</summary>
internal ref struct TypedJsonReader
{
    private static readonly object True = true;
    private static readonly object False = false;
    private static readonly string[] Moments =
        ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];

    private readonly ReadOnlySpan<byte> _text;
    private readonly NameTable _names = new();
    private Utf8JsonReader _json;

    private TypedJsonReader(ReadOnlySpan<byte> text)
    {
        _text = text;

        // Each level of a list or map is two levels of JSON, within the few of the answer around it.
        _json = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = 2 * RequestJson.MaxDepth + 32 });
    }

    /// <summary>Reads a whole answer. An empty one holds nothing.</summary>
    /// <exception cref="JsonException">The text is not such an answer.</exception>
    public static Neo4jAnswer Read(ReadOnlySpan<byte> text)
    {
        try
        {
            return text.IsEmpty ? new Neo4jAnswer([], null, [], null) : new TypedJsonReader(text).Answer();
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            // How the reader says that a value is of another JSON type, or that a text is not UTF-8 or not a number.
            throw new JsonException(e.Message, e);
        }
    }

    private Neo4jAnswer Answer()
    {
        IReadOnlyList<Neo4jRecord> records = [];
        string[] bookmarks = [];
        string? transaction = null;
        Neo4jException? error = null;
        Next();
        Expect(JsonTokenType.StartObject);
        while (NextProperty())
        {
            if (_json.ValueTextEquals("data"u8))
            {
                records = Data();
            }
            else if (_json.ValueTextEquals("bookmarks"u8))
            {
                Next();
                bookmarks = Strings();
            }
            else if (_json.ValueTextEquals("errors"u8))
            {
                error = FirstError();
            }
            else if (_json.ValueTextEquals("transaction"u8))
            {
                transaction = Transaction();
            }
            else
            {
                SkipValue();
            }
        }

        return new Neo4jAnswer(records, transaction, bookmarks, error);
    }

    private List<Neo4jRecord> Data()
    {
        var records = new List<Neo4jRecord>();
        string[] fields = [];
        Next();
        Expect(JsonTokenType.StartObject);
        while (NextProperty())
        {
            if (_json.ValueTextEquals("fields"u8))
            {
                Next();
                fields = Strings();
            }
            else if (_json.ValueTextEquals("values"u8))
            {
                Next();
                Expect(JsonTokenType.StartArray);
                while (NextItem())
                {
                    records.Add(Record(fields));
                }
            }
            else
            {
                SkipValue();
            }
        }

        return records;
    }

    private Neo4jRecord Record(string[] fields)
    {
        Expect(JsonTokenType.StartArray);
        var values = new object?[fields.Length];
        for (var i = 0; i < values.Length; i++)
        {
            Next();
            values[i] = Value();
        }

        Next();
        Expect(JsonTokenType.EndArray);
        return new Neo4jRecord(fields, values);
    }

    private string? Transaction()
    {
        string? id = null;
        Next();
        Expect(JsonTokenType.StartObject);
        while (NextProperty())
        {
            if (_json.ValueTextEquals("id"u8))
            {
                Next();
                id = _json.GetString();
            }
            else
            {
                SkipValue();
            }
        }

        return id;
    }

    private Neo4jException? FirstError()
    {
        Neo4jException? first = null;
        Next();
        Expect(JsonTokenType.StartArray);
        while (NextItem())
        {
            string? code = null, message = null;
            Expect(JsonTokenType.StartObject);
            while (NextProperty())
            {
                if (_json.ValueTextEquals("code"u8))
                {
                    Next();
                    code = _json.GetString();
                }
                else if (_json.ValueTextEquals("message"u8))
                {
                    Next();
                    message = _json.GetString();
                }
                else
                {
                    SkipValue();
                }
            }

            first ??= new Neo4jException(code ?? "Neo.DatabaseError.General.UnknownError", message ?? "Neo4j gave no reason.");
        }

        return first;
    }

    /// <summary>Reads <c>{"$type": …, "_value": …}</c>, of which the opening brace has been read.</summary>
    private object? Value()
    {
        Expect(JsonTokenType.StartObject);
        if (!NextProperty() || !_json.ValueTextEquals("$type"u8))
        {
            throw new JsonException("A value lacks its type.");
        }

        Next();
        Expect(JsonTokenType.String);
        var type = _json.ValueSpan;
        if (!NextProperty() || !_json.ValueTextEquals("_value"u8))
        {
            throw new JsonException("A type lacks its value.");
        }

        Next();
        var value = Content(type);
        Next();
        Expect(JsonTokenType.EndObject);
        return value;
    }

    private object? Content(ReadOnlySpan<byte> type)
    {
        switch (type)
        {
            case var _ when type.SequenceEqual("String"u8):
                return _json.GetString();
            case var _ when type.SequenceEqual("Integer"u8):
                return Utf8Parser.TryParse(_json.ValueSpan, out long number, out _)
                    ? number
                    : throw new JsonException("A whole number is not one.");
            case var _ when type.SequenceEqual("List"u8):
                return List();
            case var _ when type.SequenceEqual("Map"u8):
                return Map();
            case var _ when type.SequenceEqual("Float"u8):
                return double.Parse(_json.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture);
            case var _ when type.SequenceEqual("Boolean"u8):
                return _json.GetBoolean() ? True : False;
            case var _ when type.SequenceEqual("Null"u8):
                return null;
            case var _ when type.SequenceEqual("Node"u8):
                return Node();
            case var _ when type.SequenceEqual("Relationship"u8):
                return Relationship();
            case var _ when type.SequenceEqual("Date"u8):
                return DateOnly.TryParseExact(
                    _json.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                    ? date
                    : Foreign(type);
            case var _ when type.SequenceEqual("OffsetDateTime"u8):
                return DateTimeOffset.TryParseExact(
                    _json.GetString(), Moments, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment)
                    ? moment
                    : Foreign(type);
            default:
                return Foreign(type);
        }
    }

    private Neo4jForeignValue Foreign(ReadOnlySpan<byte> type)
    {
        if (_json.TokenType is JsonTokenType.String)
        {
            return new Neo4jForeignValue(Encoding.UTF8.GetString(type), _json.GetString()!);
        }

        var start = (int)_json.TokenStartIndex;
        _json.Skip();
        return new Neo4jForeignValue(
            Encoding.UTF8.GetString(type), Encoding.UTF8.GetString(_text[start..(int)_json.BytesConsumed]));
    }

    private List<object?> List()
    {
        var list = new List<object?>();
        Expect(JsonTokenType.StartArray);
        while (NextItem())
        {
            list.Add(Value());
        }

        return list;
    }

    private Dictionary<string, object?> Map()
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        Expect(JsonTokenType.StartObject);
        while (NextProperty())
        {
            var name = Name();
            Next();
            map[name] = Value();
        }

        return map;
    }

    private Neo4jNode Node()
    {
        string? id = null;
        string[] labels = [];
        Dictionary<string, object?> properties = [];
        Expect(JsonTokenType.StartObject);
        while (NextProperty())
        {
            if (_json.ValueTextEquals("_element_id"u8))
            {
                Next();
                id = _json.GetString();
            }
            else if (_json.ValueTextEquals("_labels"u8))
            {
                Next();
                labels = Strings();
            }
            else if (_json.ValueTextEquals("_properties"u8))
            {
                Next();
                properties = Map();
            }
            else
            {
                SkipValue();
            }
        }

        return new Neo4jNode(id ?? throw new JsonException("A node lacks its id."), labels, properties);
    }

    private Neo4jRelationship Relationship()
    {
        string? id = null, type = null, start = null, end = null;
        Dictionary<string, object?> properties = [];
        Expect(JsonTokenType.StartObject);
        while (NextProperty())
        {
            if (_json.ValueTextEquals("_element_id"u8))
            {
                Next();
                id = _json.GetString();
            }
            else if (_json.ValueTextEquals("_type"u8))
            {
                Next();
                type = Name();
            }
            else if (_json.ValueTextEquals("_start_node_element_id"u8))
            {
                Next();
                start = _json.GetString();
            }
            else if (_json.ValueTextEquals("_end_node_element_id"u8))
            {
                Next();
                end = _json.GetString();
            }
            else if (_json.ValueTextEquals("_properties"u8))
            {
                Next();
                properties = Map();
            }
            else
            {
                SkipValue();
            }
        }

        return id is not null && type is not null && start is not null && end is not null
            ? new Neo4jRelationship(id, type, start, end, properties)
            : throw new JsonException("A relationship lacks its id, its type or an end.");
    }

    private string[] Strings()
    {
        var list = new List<string>();
        Expect(JsonTokenType.StartArray);
        while (NextItem())
        {
            Expect(JsonTokenType.String);
            list.Add(Name());
        }

        return [.. list];
    }

    /// <summary>The text of the current token, one string object for all equal ones: names repeat in every row.</summary>
    private readonly string Name() => _json.ValueIsEscaped ? _json.GetString()! : _names.Get(_json.ValueSpan);

    private void Next()
    {
        if (!_json.Read())
        {
            throw new JsonException("The answer ends too early.");
        }
    }

    private bool NextProperty()
    {
        Next();
        return _json.TokenType is JsonTokenType.PropertyName;
    }

    private bool NextItem()
    {
        Next();
        return _json.TokenType is not JsonTokenType.EndArray;
    }

    private void SkipValue()
    {
        Next();
        _json.Skip();
    }

    private readonly void Expect(JsonTokenType type)
    {
        if (_json.TokenType != type)
        {
            throw new JsonException($"The answer holds {_json.TokenType} where {type} belongs.");
        }
    }

    /// <summary>A small table of names already seen; two names in one place just push each other out.</summary>
    private sealed class NameTable
    {
        private readonly (byte[] Text, string Name)[] _entries = new (byte[], string)[256];

        public string Get(ReadOnlySpan<byte> text)
        {
            if (text.IsEmpty)
            {
                return string.Empty;
            }

            ref var entry = ref _entries[(text.Length * 31 + text[0] * 7 + text[^1] * 3 + text[text.Length / 2]) & 255];
            if (entry.Text is null || !text.SequenceEqual(entry.Text))
            {
                entry = (text.ToArray(), Encoding.UTF8.GetString(text));
            }

            return entry.Name;
        }
    }
}
