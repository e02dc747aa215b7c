using System.Text;
using System.Text.Json;
using CsCheck;
using IndustryGraph.Storage.Neo4j;
using Xunit;

namespace IndustryGraph.Tests.Storage.Neo4j;

public sealed class Neo4jJsonTests
{
    [Fact]
    public void Half_of_a_surrogate_pair_is_refused()
    {
        foreach (var text in new[] { "\ud800", "a\udc00", "\ud83d\ud83d\ude00", "ok \ud83d\ude00 then \ude00\ud83d" })
        {
            Assert.Throws<ArgumentException>(() => Write(text));
            Assert.Throws<ArgumentException>(() => Write(new Dictionary<string, object?> { [text] = 1L }));
        }

        Write("\ud83d\ude00");
    }

    [Fact]
    public void A_type_that_Neo4j_has_no_value_for_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => Write(1.5m));
        Assert.Contains("System.Decimal", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_string_longer_than_Neo4j_takes_is_refused() =>
        Assert.Throws<ArgumentException>(() => Write(new string('a', RequestJson.MaxStringLength + 1)));

    [Fact]
    public void Values_nested_too_deep_are_refused()
    {
        Write(Nested(RequestJson.MaxDepth));
        Assert.Throws<ArgumentException>(() => Write(Nested(RequestJson.MaxDepth + 1)));
    }

    [Fact]
    public void A_row_that_is_written_beforehand_is_sent_as_one_that_is_not()
    {
        var row = new Dictionary<string, object?> { ["a"] = "甲\n\"", ["b"] = new object?[] { 1L, 2.0, true, null }, ["c"] = new Dictionary<string, object?>() };

        Assert.Equal(Write(new object[] { row, row }).Content.ToArray(), Write(new object[] { row, RequestJson.Prepare(row) }).Content.ToArray());
        Assert.Throws<ArgumentException>(() => RequestJson.Prepare(new object[] { DateTimeOffset.UnixEpoch }));
        Assert.Throws<ArgumentException>(() => RequestJson.Prepare("\ud83d"));
    }

    [Fact]
    public void A_request_key_has_one_length_and_the_statement_stays_as_it_is()
    {
        var body = RequestJson.Statement("RETURN $a", new Dictionary<string, object?> { ["a"] = "b" }, "key", Neo4jAccess.Read, ["x"]);
        using var json = JsonDocument.Parse(body.Content);
        Assert.Equal("RETURN $a", json.RootElement.GetProperty("statement").GetString());
        Assert.Equal("READ", json.RootElement.GetProperty("accessMode").GetString());
        Assert.Equal("x", json.RootElement.GetProperty("bookmarks")[0].GetString());
        Assert.Equal("key", json.RootElement.GetProperty("parameters").GetProperty("__request").GetString());
    }

    [Fact]
    public void A_body_is_typed_where_plain_JSON_has_no_text_for_a_value()
    {
        foreach (var value in (object[])[double.NaN, double.NegativeInfinity, new DateOnly(2026, 1, 2), DateTimeOffset.UnixEpoch])
        {
            Assert.Equal("application/vnd.neo4j.query", Write(new Dictionary<string, object?> { ["in"] = new object[] { 1L, value } }).MediaType);
        }

        List<object?> whole = [long.MaxValue, -1, null, true], floats = [1.0, -0.0, 1e20, 0.1, 5e-324, -123456789012345.0];
        var plain = Write(new Dictionary<string, object?> { ["whole"] = whole, ["float"] = floats, ["text"] = "量\0\"" });
        Assert.Equal("application/json", plain.MediaType);
        Assert.Contains(
            """{"whole":[9223372036854775807,-1,null,true],"float":[1.0,-0.0,1E+20,0.1,5E-324,-123456789012345.0],"text":"量\u0000\""}""",
            Encoding.UTF8.GetString(plain.Content.Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"$type":"Duration","_value":"P1D"}""", "Duration", "P1D")]
    [InlineData("""{"$type":"OffsetDateTime","_value":"2024-01-02T03:04:05.123456789Z"}""", "OffsetDateTime", "2024-01-02T03:04:05.123456789Z")]
    [InlineData("""{"$type":"OffsetDateTime","_value":"2024-01-02T03:04:05+01:02:03"}""", "OffsetDateTime", "2024-01-02T03:04:05+01:02:03")]
    [InlineData("""{"$type":"Date","_value":"-0044-03-15"}""", "Date", "-0044-03-15")]
    [InlineData("""{"$type":"Path","_value":[{"$type":"Null","_value":null}]}""", "Path", """[{"$type":"Null","_value":null}]""")]
    public void A_value_that_no_type_of_ours_holds_is_named_and_kept_as_text(string json, string type, string text) =>
        Assert.Equal(new Neo4jForeignValue(type, text), Read(json));

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("{")]
    [InlineData("""{"data":{"fields":["a"],"values":[[]]}}""")]
    [InlineData("""{"data":{"fields":["a"],"values":[[1]]}}""")]
    [InlineData("""{"data":{"fields":["a"],"values":[[{"_value":"1","$type":"Integer"}]]}}""")]
    [InlineData("""{"data":{"fields":["a"],"values":[[{"$type":"Integer","_value":"x"}]]}}""")]
    [InlineData("""{"data":{"fields":["a"],"values":[[{"$type":"Float","_value":"x"}]]}}""")]
    [InlineData("""{"data":{"fields":["a"],"values":[[{"$type":"String","_value":7}]]}}""")]
    public void What_is_no_answer_reads_as_no_answer(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (text.Length == 0)
        {
            Assert.Empty(TypedJsonReader.Read(bytes).Records);
        }
        else
        {
            Assert.ThrowsAny<JsonException>(() => TypedJsonReader.Read(bytes));
        }
    }

    [Fact]
    public void A_cut_answer_is_never_taken_for_a_whole_one()
    {
        var text = Encoding.UTF8.GetBytes(
            """{"data":{"fields":["a","b"],"values":[[{"$type":"Node","_value":{"_element_id":"4:x:1","_labels":["A"],"_properties":{"p":{"$type":"Float","_value":"1.5"}}}},{"$type":"Boolean","_value":true}]]},"bookmarks":["FB:x"]}""");
        Assert.Single(TypedJsonReader.Read(text).Records);
        for (var length = 1; length < text.Length; length++)
        {
            Assert.ThrowsAny<JsonException>(() => TypedJsonReader.Read(text.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Damaged_answers_fail_as_json_and_in_no_other_way()
    {
        var text = Encoding.UTF8.GetBytes(
            """{"data":{"fields":["a","b"],"values":[[{"$type":"Relationship","_value":{"_element_id":"5:x:1","_start_node_element_id":"4:x:1","_end_node_element_id":"4:x:2","_type":"R","_properties":{"p":{"$type":"Float","_value":"1.5"}}}},{"$type":"List","_value":[{"$type":"Date","_value":"2024-02-29"}]}]]},"errors":[{"code":"a","message":"b"}],"transaction":{"id":"q"}}""");
        Gen.Select(Gen.Int[0, text.Length - 1], Gen.Byte).Sample(
            (at, value) =>
            {
                var damaged = (byte[])text.Clone();
                damaged[at] = value;
                try
                {
                    TypedJsonReader.Read(damaged);
                }
                catch (JsonException)
                {
                    // Said.
                }
            },
            iter: 20_000);
    }

    [Fact]
    public void A_record_names_the_column_that_holds_another_type()
    {
        var record = new Neo4jRecord(["id", "none"], ["x", null]);
        Assert.Equal("x", record.Get<string>("id"));
        Assert.Null(record.Get<string?>("none"));
        Assert.Null(record.Get<long?>("none"));
        Assert.Contains("id", Assert.Throws<InvalidCastException>(() => record.Get<long>("id")).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidCastException>(() => record.Get<long>("none"));
        Assert.Throws<ArgumentException>(() => record["other"]);
    }

    [Fact]
    public void Options_never_show_the_password()
    {
        var options = new Neo4jOptions { Url = new Uri("http://127.0.0.1:7474"), User = "neo4j", Password = "hush-hush" };
        Assert.DoesNotContain("hush", options.ToString(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Neo4jOptions { Url = new Uri("http://neo4j:hush-hush@127.0.0.1/") }.QueryAddress());
        Assert.Throws<ArgumentException>(() => new Neo4jOptions { Url = new Uri("bolt://127.0.0.1/") }.QueryAddress());
        Assert.Throws<ArgumentException>(() => new Neo4jOptions().QueryAddress());
        Assert.Equal(
            "http://127.0.0.1:7474/base/db/a%20b/query/v2",
            new Neo4jOptions { Url = new Uri("http://127.0.0.1:7474/base/"), Database = "a b" }.QueryAddress().AbsoluteUri);
    }

    private static List<object?> Nested(int depth)
    {
        var list = new List<object?>();
        for (var i = 0; i < depth; i++)
        {
            list = [list];
        }

        return list;
    }

    private static Neo4jBody Write(object? value) => RequestJson.Statement(
        "RETURN $a", new Dictionary<string, object?> { ["a"] = value }, "key", null, []);

    private static object? Read(string value) => TypedJsonReader.Read(Encoding.UTF8.GetBytes(
        """{"data":{"fields":["a"],"values":[[""" + value + "]]}}")).Records[0][0];
}
