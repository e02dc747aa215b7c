using System.Text;
using IndustryGraph.Tests.Server.Http;
using Xunit;

namespace IndustryGraph.Tests.Server.GraphQL;

/// <summary>
/// Requests made to hurt. Each is refused by name before any resolver runs, and the same process answers the next request. An
/// unguarded service would need minutes for some of them, hence the bound on time; it is no measurement.
/// </summary>
public sealed class AbuseTests : IAsyncLifetime
{
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(20);

    private ThingServer server = null!;

    public async ValueTask InitializeAsync() => server = await ThingServer.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    public static TheoryData<string, string, string, string?> Documents => new()
    {
        // Nesting.
        { "40 KB of {a{a{a", Repeat("{a", 20_000), "LIMIT_EXCEEDED", "tokens" },
        { "4 KB of {a{a{a", Repeat("{a", 2_000), "LIMIT_EXCEEDED", "depth" },
        { "[[[[ in a value", "{ hello(name: " + Repeat("[", 4_900), "LIMIT_EXCEEDED", "depth" },
        { "{a:{a: in a value", "{ hello(name: " + Repeat("{a:", 1_600), "LIMIT_EXCEEDED", "depth" },
        { "[[[Int]]] in a type", "query ($a: " + Repeat("[", 2_000) + "Int" + Repeat("]", 2_000) + ") { hello }", "LIMIT_EXCEEDED", "depth" },
        { "inline fragments in inline fragments", "{" + Repeat("...{", 1_000) + "hello" + Repeat("}", 1_000) + "}", "LIMIT_EXCEEDED", "depth" },
        { "500 deep fields", "{ thing " + Repeat("{ child ", 500) + "{ id }" + Repeat("}", 501), "LIMIT_EXCEEDED", "depth" },
        { "a depth that fragments hide", DeepFragments(5, 5), "LIMIT_EXCEEDED", "depth" },

        // Aliases and repeats.
        { "31 aliases", Aliases(31), "LIMIT_EXCEEDED", "aliases" },
        { "101 aliases", Aliases(101), "LIMIT_EXCEEDED", "aliases" },
        { "1,000 aliases", Aliases(1_000), "LIMIT_EXCEEDED", "aliases" },
        { "500 repeats of a field", "{" + Repeat("hello ", 500) + "}", "LIMIT_EXCEEDED", "fieldPairs" },
        { "4,000 repeats of a field", "{" + Repeat("hello ", 4_000) + "}", "LIMIT_EXCEEDED", "fields" },
        { "10,000 repeats of a field", "{" + Repeat("hello ", 10_000) + "}", "LIMIT_EXCEEDED", "tokens" },
        { "120 inline fragments with one name", "{" + Repeat("... on Query { hello } ", 120) + "}", "LIMIT_EXCEEDED", "fieldPairs" },
        { "repeats that nest", "{" + Repeat("thing { " + Repeat("child { id } ", 20) + "} ", 20) + "}", "LIMIT_EXCEEDED", "fieldPairs" },

        // Fragments.
        { "a fragment of itself", "{ ...a } fragment a on Query { ...a }", "VALIDATION_FAILED", null },
        { "fragments in a circle", "{ ...a } fragment a on Query { ...b } fragment b on Query { hello ...a }", "VALIDATION_FAILED", null },
        { "an unused circle", "{ hello } fragment a on Query { ...b } fragment b on Query { ...a }", "VALIDATION_FAILED", null },
        { "30 doubling fragments", Doubling(30), "LIMIT_EXCEEDED", "fields" },
        { "49 doubling fragments, widest last", DoublingReversed(49), "LIMIT_EXCEEDED", "fields" },
        { "a chain of 2,000 fragments", Chain(2_000), "LIMIT_EXCEEDED", "documentCharacters" },
        { "a chain of 600 fragments", Chain(600), "LIMIT_EXCEEDED", "fragments" },
        { "two fragments of one name", "{ ...a } fragment a on Query { hello } fragment a on Query { hello }", "VALIDATION_FAILED", null },
        { "many operations", Repeat("query { hello } ", 11), "LIMIT_EXCEEDED", "operations" },
        { "many variables", "query (" + Repeat("$a: Int ", 51) + ") { hello }", "LIMIT_EXCEEDED", "variables" },
        { "definitions of types", "type Query { a: Int } { hello }", "VALIDATION_FAILED", null },

        // Directives.
        { "10 unknown directives", "{ hello " + Repeat("@aa ", 10) + "}", "VALIDATION_FAILED", null },
        { "1,000 directives", "{ hello " + Repeat("@aa ", 1_000) + "}", "LIMIT_EXCEEDED", "directives" },
        { "repeated skips", "{ hello @skip(if: false) @skip(if: true) }", "VALIDATION_FAILED", null },

        // Numbers.
        { "first: 101", "{ things(first: 101) { id } }", "INVALID_ARGUMENT", null },
        { "first: 0", "{ things(first: 0) { id } }", "INVALID_ARGUMENT", null },
        { "last: -1", "{ things(last: -1) { id } }", "INVALID_ARGUMENT", null },
        { "first: 2^31", "{ things(first: 2147483648) { id } }", "VALIDATION_FAILED", null },
        { "first: 99999999", "{ connection(first: 99999999) { nodes { id } } }", "INVALID_ARGUMENT", null },
        { "1e400", "{ half(of: 1e400) }", "VALIDATION_FAILED", null },
        { "lists multiply", "{ things(first: 100) { children(first: 100) { children(first: 100) { id } } } }", "COST_TOO_HIGH", null },

        // Introspection.
        { "introspection in circles", "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }", "LIMIT_EXCEEDED", "introspectionLists" },
        { "introspection of a type in circles", "{ __type(name: \"Thing\") { " + Repeat("fields { type { ", 3) + "name" + Repeat("} } ", 3) + "} }", "LIMIT_EXCEEDED", "introspectionLists" },

        // Text.
        { "NUL", "{ hello \0 }", "SYNTAX_ERROR", null },
        { "a name of bidi override", "{ \u202Ehello }", "SYNTAX_ERROR", null },
        { "half a surrogate pair, escaped", """{ hello(name: "\ud800") }""", "SYNTAX_ERROR", null },
        { "halves in the wrong order", """{ hello(name: "\udc00\ud800") }""", "SYNTAX_ERROR", null },
        { "an identifier of 60,000 letters", "{ " + Repeat("a", 60_000) + " }", "VALIDATION_FAILED", null },
        { "an identifier of 200,000 letters", "{ " + Repeat("a", 200_000) + " }", "LIMIT_EXCEEDED", "documentCharacters" },
        { "an open string", "{ hello(name: \"" + Repeat("a", 1_000), "SYNTAX_ERROR", null },
        { "an open block string", "{ hello(name: \"\"\"" + Repeat("\n", 1_000), "SYNTAX_ERROR", null },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task A_document_made_to_hurt_is_refused_before_any_resolver(string what, string document, string code, string? limit)
    {
        Assert.NotEmpty(what);
        var body = ThingServer.Json(System.Text.Json.JsonSerializer.Serialize(new { query = document }));

        var answer = await server.SendAsync(body).WaitAsync(Hang, TestContext.Current.CancellationToken);

        Assert.Equal((400, code, limit), (answer.Status, answer.Code, answer.LimitName));
        Assert.Equal(0, server.Graph.Calls);
        Assert.True(answer.Text.Length < 15_000);
        Assert.Equal(200, (await server.PostAsync("{ hello }")).Status);
    }

    [Fact]
    public async Task Zipped_nesting_is_refused_as_plain_nesting_is()
    {
        var body = Encoding.UTF8.GetBytes(System.Text.Json.JsonSerializer.Serialize(new { query = Repeat("{a", 2_000) }));

        var answer = await server.PostBodyAsync(GraphQLOverHttpTests.Zip(body, "gzip"), encoding: "gzip");

        Assert.Equal((400, "depth"), (answer.Status, answer.LimitName));
    }

    [Theory]
    [InlineData("variables", "[", "]")]
    [InlineData("variables", "{\"a\":", "}")]
    [InlineData("nothing", "[", "]")]
    public async Task Json_10_000_deep_is_refused(string parameter, string open, string close)
    {
        var body = "{\"query\":\"{ hello }\",\"" + parameter + "\":{\"a\":" + Repeat(open, 10_000) + "1" + Repeat(close, 10_000) + "}}";

        foreach (var encoding in new[] { null, "gzip" })
        {
            var bytes = Encoding.UTF8.GetBytes(body);
            var answer = await server.PostBodyAsync(encoding is null ? bytes : GraphQLOverHttpTests.Zip(bytes, encoding), encoding: encoding);

            Assert.Equal((400, "BAD_REQUEST"), (answer.Status, answer.Code));
        }
    }

    [Fact]
    public async Task Good_queries_are_answered_beside_abuse()
    {
        var good = Enumerable.Range(0, 200).Select(_ => server.PostAsync("{ hello }")).ToArray();
        var bad = Enumerable.Range(0, 50).Select(_ => server.PostAsync(Doubling(30))).ToArray();

        Assert.All(await Task.WhenAll(good).WaitAsync(Hang, TestContext.Current.CancellationToken), answer => Assert.Equal(200, answer.Status));
        Assert.All(await Task.WhenAll(bad).WaitAsync(Hang, TestContext.Current.CancellationToken), answer => Assert.Equal(400, answer.Status));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(1_000)]
    public async Task A_batch_is_refused_whole(int count)
    {
        var one = """{"query":"{ hello }"}""";

        var answer = await server.SendAsync(ThingServer.Json("[" + string.Join(',', Enumerable.Repeat(one, count)) + "]"));

        Assert.Equal((400, "BATCH_NOT_SUPPORTED"), (answer.Status, answer.Code));
        Assert.Equal(0, server.Graph.Calls);
    }

    [Fact]
    public async Task Of_many_operations_one_runs()
    {
        var body = """{"query":"query a { hello } query b { hello } query c { hello }","operationName":"b"}""";

        var answer = await server.SendAsync(ThingServer.Json(body));

        Assert.Equal(200, answer.Status);
        Assert.Equal(1, server.Graph.Calls);
    }

    [Fact]
    public async Task List_arguments_are_bounded_and_told_so()
    {
        var ids = Enumerable.Range(0, 1_001).Select(id => $"thing:{id}").ToArray();

        var byVariable = await server.PostAsync("query ($ids: [ID!]!) { byIds(ids: $ids) { id } }", new { ids });
        var byLiteral = await server.PostAsync("{ byIds(ids: [" + string.Join(' ', ids.Select(id => $"\"{id}\"")) + "]) { id } }");

        Assert.Equal((400, "INVALID_ARGUMENT"), (byVariable.Status, byVariable.Code));
        Assert.Equal((400, "INVALID_ARGUMENT"), (byLiteral.Status, byLiteral.Code));
        Assert.Contains("1000", byVariable.Message, StringComparison.Ordinal);
        Assert.Contains("1000", byLiteral.Message, StringComparison.Ordinal);
        Assert.Equal(0, server.Graph.Calls);
        Assert.Equal(200, (await server.PostAsync("query ($ids: [ID!]!) { byIds(ids: $ids) { id } }", new { ids = ids[..1_000] })).Status);
    }

    [Theory]
    [InlineData("9223372036854775808")]
    [InlineData("2147483648")]
    [InlineData("1e9")]
    [InlineData("1.5")]
    [InlineData("\"7\"")]
    [InlineData("[1]")]
    [InlineData("{}")]
    public async Task A_variable_that_is_no_int_is_refused(string value)
    {
        var answer = await server.SendAsync(ThingServer.Json("""{"query":"query ($of: Int) { half(of: $of) }","variables":{"of":""" + value + "}}"));

        Assert.True((answer.Status, answer.Code) is (400, "INVALID_VARIABLE") || value is "1e9" or "[1]", answer.Text);
    }

    [Theory]
    [InlineData("1e400")]
    [InlineData("-1e999999999")]
    public async Task A_number_that_no_double_holds_is_refused(string value)
    {
        var answer = await server.SendAsync(ThingServer.Json("""{"query":"query ($of: Int) { half(of: $of) }","variables":{"of":""" + value + "}}"));

        Assert.Equal((400, "BAD_REQUEST"), (answer.Status, answer.Code));
    }

    public static TheoryData<string, byte[]> BadBytes => new()
    {
        { "bytes that are no UTF-8", [.. "{\"query\":\"{ hello(name: \\\""u8, 0xFF, 0xFE, .. "\\\") }\"}"u8] },
        { "an overlong slash", [.. "{\"query\":\"{ hello }\",\"operationName\":\""u8, 0xC0, 0xAF, .. "\"}"u8] },
        { "half a pair as bytes", [.. "{\"query\":\"{ hello }\",\"operationName\":\""u8, 0xED, 0xA0, 0x80, .. "\"}"u8] },
        { "half a pair, escaped", [.. "{\"query\":\"{ hello }\",\"variables\":{\"a\":\"\\ud800\"}}"u8] },
        { "half a pair in a key", [.. "{\"query\":\"{ hello }\",\"variables\":{\"\\ud800\":1}}"u8] },
        { "a byte order mark", [0xEF, 0xBB, 0xBF, .. "{\"query\":\"{ hello }\"}"u8] },
        { "UTF-16", Encoding.Unicode.GetBytes("{\"query\":\"{ hello }\"}") },
        { "NUL in JSON", [.. "{\"query\":\"{ hello }\0\"}"u8] },
    };

    [Theory]
    [MemberData(nameof(BadBytes))]
    public async Task Text_that_is_no_text_is_400(string what, byte[] body)
    {
        Assert.NotEmpty(what);

        var answer = await server.PostBodyAsync(body);

        Assert.Equal((400, "BAD_REQUEST"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Text_of_all_planes_comes_back_as_it_was_sent()
    {
        const string Name = "\u202E右\u0000\u0001\t\"\\</script>\u2028🏃é농\uFFFF";

        var answer = await server.PostAsync("query ($name: String) { hello(name: $name) }", new { name = Name });

        Assert.Equal("hello " + Name, (string?)answer.Body["data"]?["hello"]);
        Assert.DoesNotContain("</script>", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lone_surrogates_are_told_from_their_look_alikes()
    {
        Assert.Equal(200, (await server.PostAsync("""{ hello(name: "\ud83c\udfc3 \\ud800 \u519c") }""")).Status);
        Assert.Equal(400, (await server.PostAsync("""{ hello(name: "\\\ud800") }""")).Status);
    }

    [Fact]
    public async Task A_body_of_the_limit_is_read_and_one_byte_more_is_413()
    {
        var fits = Padded(256 * 1024);
        var tooLong = Padded((256 * 1024) + 1);

        Assert.Equal(200, (await server.PostBodyAsync(fits)).Status);
        Assert.Equal((413, "BODY_TOO_LARGE"), await Refusal(new ByteArrayContent(tooLong)));
        Assert.Equal((413, "BODY_TOO_LARGE"), await Refusal(new Chunked(tooLong)));
        Assert.Equal(200, (await server.PostBodyAsync(GraphQLOverHttpTests.Zip(fits, "gzip"), encoding: "gzip")).Status);
        Assert.Equal(413, (await server.PostBodyAsync(GraphQLOverHttpTests.Zip(tooLong, "gzip"), encoding: "gzip")).Status);

        async Task<(int, string?)> Refusal(HttpContent content)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
            var answer = await server.SendAsync(content);
            return (answer.Status, answer.Code);
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task A_zip_bomb_is_413(string encoding)
    {
        var bomb = GraphQLOverHttpTests.Zip(new byte[64 * 1024 * 1024], encoding);

        var answer = await server.PostBodyAsync(bomb, encoding: encoding).WaitAsync(Hang, TestContext.Current.CancellationToken);

        Assert.Equal((413, "BODY_TOO_LARGE"), (answer.Status, answer.Code));
        Assert.Equal(0, server.Graph.Calls);
    }

    [Fact]
    public async Task Two_thousand_malformed_requests_are_never_the_services_fault()
    {
        var random = new Random(20_250);
        string[] seeds =
        [
            """{"query":"query a($n: Int = 3, $s: String) @skip(if: false) { things(first: $n) { id ...f ... on Thing { name } } hello(name: $s) } fragment f on Thing { child { id } }","operationName":"a","variables":{"n":2,"s":"物"},"extensions":{"cost":"only"}}""",
            """{"query":"{ named { name ... on Gadget { id } peers { name } } __typename __schema { types { name } } }"}""",
            """{"query":"mutation { touch } # comment \u0000 \"\"\"block\"\"\" ","variables":null}""",
        ];
        var statuses = new Dictionary<int, int>();
        for (var i = 0; i < 2_000; i++)
        {
            var body = Mutate(Encoding.UTF8.GetBytes(seeds[random.Next(seeds.Length)]), random);

            var answer = await server.PostBodyAsync(body).WaitAsync(Hang, TestContext.Current.CancellationToken);

            Assert.True(answer.Status < 500, $"{answer.Status} for {Convert.ToBase64String(body)}");
            Assert.True(answer.Status == 200 || answer.Code is not null, Convert.ToBase64String(body));
            statuses[answer.Status] = statuses.GetValueOrDefault(answer.Status) + 1;
        }

        Assert.True(statuses.GetValueOrDefault(400) > 1_000);
        Assert.True(statuses.GetValueOrDefault(200) > 10);
        Assert.Empty(server.Log);
    }

    private static byte[] Mutate(byte[] seed, Random random)
    {
        string[] pieces = ["{", "}", "[", "]", "(", ")", "...", "\"", "\\", "\\u", "\\ud800", "$", "@", ":", ",", "#", "\"\"\"", "null", "-", "1e9", "fragment", "on", "\n", "\0", "😀", "{\"a\":"];
        var bytes = seed.ToList();
        for (var change = random.Next(1, 6); change > 0; change--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 12), bytes.Count - at - 1));
                    break;
                case 2:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(pieces[random.Next(pieces.Length)]));
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)));
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at - 1);
                    break;
            }
        }

        return [.. bytes];
    }

    private static byte[] Padded(int length)
    {
        const string Body = """{"query":"{ hello }"}""";
        return Encoding.ASCII.GetBytes(Body.PadRight(length));
    }

    internal static string Repeat(string text, int count) => new StringBuilder().Insert(0, text, count).ToString();

    internal static string Aliases(int count) => "{" + string.Concat(Enumerable.Range(0, count).Select(i => $" a{i}: dear")) + "}";

    internal static string Doubling(int count) => "{ ...f0 } "
        + string.Concat(Enumerable.Range(0, count).Select(i => $"fragment f{i} on Query {{ ...f{i + 1} ...f{i + 1} }} "))
        + $"fragment f{count} on Query {{ hello }}";

    private static string DoublingReversed(int count) => $"fragment f{count} on Thing {{ id }} "
        + string.Concat(Enumerable.Range(0, count).Reverse().Select(i => $"fragment f{i} on Thing {{ ...f{i + 1} ... on Thing {{ ...f{i + 1} }} }} "))
        + "{ thing { ...f0 } }";

    private static string Chain(int count) => "{ ...f0 } "
        + string.Concat(Enumerable.Range(0, count).Select(i => $"fragment f{i} on Query {{ ...f{i + 1} }} "))
        + $"fragment f{count} on Query {{ hello }}";

    private static string DeepFragments(int fragments, int levels) => "{ thing { ...f0 } } "
        + string.Concat(Enumerable.Range(0, fragments).Select(i => $"fragment f{i} on Thing {{ {Repeat("child { ", levels)} ...f{i + 1} {Repeat("} ", levels)} }} "))
        + $"fragment f{fragments} on Thing {{ id }}";

    private sealed class Chunked(byte[] body) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) => await stream.WriteAsync(body);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
