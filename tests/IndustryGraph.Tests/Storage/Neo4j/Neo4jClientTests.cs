using System.Collections.Concurrent;
using CsCheck;
using IndustryGraph.Storage.Neo4j;
using Xunit;

namespace IndustryGraph.Tests.Storage.Neo4j;

[Collection(Neo4jTests.Name)]
public sealed class Neo4jClientTests(Neo4jServer server) : IAsyncLifetime
{
    private Neo4jClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _client = new Neo4jClient(server.Options);
        await server.EmptyDataAsync();
    }

    public async ValueTask DisposeAsync()
    {
        // Absent where the test was skipped.
        if (_client is not null)
        {
            await _client.DisposeAsync();
        }
    }

    [Fact]
    public async Task Every_value_comes_back_as_it_was_sent()
    {
        object?[] values =
        [
            null, true, false, 0L, -1L, long.MinValue, long.MaxValue, 9007199254740993L,
            0.0, -0.0, 1.5, -147489.375, double.MaxValue, double.Epsilon, double.NaN, double.PositiveInfinity, double.NegativeInfinity,
            "", "量子信息", "😀🀄𠮷", "\0\u0001\u001f\u007f\u0085\u2028\ufffe\uffff", "\"\\/\b\f\n\r\t", "<script>&'+", "e\u0301 é",
            DateOnly.MinValue, new DateOnly(2024, 2, 29), DateOnly.MaxValue,
            new DateTimeOffset(2024, 1, 2, 3, 4, 0, TimeSpan.FromHours(8)),
            new DateTimeOffset(2024, 1, 2, 3, 4, 5, 678, TimeSpan.FromMinutes(-210)),
            new DateTimeOffset(638_000_000_000_000_001, TimeSpan.Zero),
            new List<object?>(), new List<object?> { 1L, null, "a", new List<object?> { 2.5 } },
            new Dictionary<string, object?>(),
            new Dictionary<string, object?> { ["产业"] = 1L, [""] = null, ["$type"] = new Dictionary<string, object?> { ["_value"] = true } },
        ];
        AssertSame(values, await EchoAsync(values));

        // A request without any of these is not typed.
        object?[] plain = [.. values.Where(value => value is not (DateOnly or DateTimeOffset or double.NaN or double.PositiveInfinity or double.NegativeInfinity))];
        AssertSame(plain, await EchoAsync(plain));
    }

    [Fact]
    public void Any_value_comes_back_as_it_was_sent()
    {
        var text = Gen.Select(Gen.Int[0, 0x10ffff], rune => rune is >= 0xd800 and <= 0xdfff ? "x" : char.ConvertFromUtf32(rune))
            .Array[0, 20].Select(string.Concat);
        var moment = Gen.Select(
            Gen.Long[DateTime.MinValue.AddDays(1).Ticks, DateTime.MaxValue.AddDays(-1).Ticks],
            Gen.Int[-14 * 60, 14 * 60],
            Gen.Bool,
            (ticks, offset, whole) => new DateTimeOffset(
                whole ? ticks - (ticks % TimeSpan.TicksPerMinute) : ticks, TimeSpan.FromMinutes(offset)));
        var scalar = Gen.OneOf(
            Gen.Const((object?)null),
            Gen.Bool.Select(item => (object?)item),
            Gen.Long.Select(item => (object?)item),
            Gen.Double.Special.Select(item => (object?)item),
            Gen.Double.Select(item => (object?)item),
            text.Select(item => (object?)item),
            Gen.Int[0, DateOnly.MaxValue.DayNumber].Select(day => (object?)DateOnly.FromDayNumber(day)),
            moment.Select(item => (object?)item));
        var value = Gen.Recursive<object?>((depth, self) => depth > 3
            ? scalar
            : Gen.Frequency(
                (4, scalar),
                (1, self.List[0, 5].Select(list => (object?)list)),
                (1, Gen.Dictionary(text, self)[0, 4].Select(map => (object?)map))));

        // Many values a request, for each costs a round trip.
        value.Array[200].Sample(
            values => AssertSame(values, EchoAsync(values).GetAwaiter().GetResult()), iter: 25, threads: 1);
    }

    [Fact]
    public async Task Properties_keep_their_values_in_the_database()
    {
        await WriteAsync(
            "CREATE (n:Kept) SET n = $properties",
            ("properties", new Dictionary<string, object?>
            {
                ["名称"] = "固态电池 😀", ["big"] = long.MaxValue, ["nan"] = double.NaN, ["zero"] = -0.0, ["on"] = new DateOnly(2024, 5, 1),
                ["at"] = new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.FromHours(8)), ["list"] = new List<object?> { "a", "b" }, ["no"] = null,
            }));
        var node = (await ReadAsync("MATCH (n:Kept) RETURN n"))[0].Get<Neo4jNode>("n");
        Assert.Equal(["Kept"], node.Labels);
        Assert.Equal("固态电池 😀", node.Properties["名称"]);
        Assert.Equal(long.MaxValue, node.Properties["big"]);
        Assert.Equal(double.NaN, node.Properties["nan"]);
        Assert.True(double.IsNegative((double)node.Properties["zero"]!));
        Assert.Equal(new DateOnly(2024, 5, 1), node.Properties["on"]);
        Assert.Equal(new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.FromHours(8)), node.Properties["at"]);
        Assert.Equal(["a", "b"], (IReadOnlyList<object?>)node.Properties["list"]!);
        Assert.Equal(7, node.Properties.Count);
    }

    [Fact]
    public async Task Nodes_and_relationships_say_their_labels_types_and_ends()
    {
        await WriteAsync("CREATE (:A:B {x: 1})-[:R {y: 2.5}]->(:C)");
        var row = (await ReadAsync("MATCH (a:A)-[r]->(c) RETURN a, r, c, [a, r] AS both"))[0];
        var (a, r, c) = (row.Get<Neo4jNode>("a"), row.Get<Neo4jRelationship>("r"), row.Get<Neo4jNode>("c"));
        Assert.Equal(["A", "B"], a.Labels.Order());
        Assert.Equal(1L, a.Properties["x"]);
        Assert.Equal("R", r.Type);
        Assert.Equal(2.5, r.Properties["y"]);
        Assert.Equal((a.ElementId, c.ElementId), (r.StartElementId, r.EndElementId));
        Assert.Equal(2, row.Get<IReadOnlyList<object?>>("both").Count);
        Assert.Equal(["a", "r", "c", "both"], row.Fields);
    }

    [Fact]
    public async Task Values_of_foreign_types_are_passed_on_by_name()
    {
        var row = (await ReadAsync(
            "RETURN duration({days: 1}), point({x: 1, y: 2}), localdatetime('2024-01-02T03:04'), time('03:04Z'), "
            + "datetime('2024-01-02T03:04:05.123456789Z'), datetime('2024-07-02T03:04[Europe/Paris]'), date('-0044-03-15')"))[0];
        Assert.Equal(
            ["Duration", "Point", "LocalDateTime", "Time", "OffsetDateTime", "ZonedDateTime", "Date"],
            row.Fields.Select((_, column) => Assert.IsType<Neo4jForeignValue>(row[column]).Type));
    }

    [Fact]
    public async Task A_write_in_a_read_statement_is_refused()
    {
        var error = await Assert.ThrowsAsync<Neo4jException>(() => ReadAsync("CREATE (:A)"));
        Assert.Equal("Neo.ClientError.Statement.AccessMode", error.Code);
        Assert.False(error.IsTransient);
    }

    [Fact]
    public async Task A_wrong_statement_names_the_error_of_Neo4j_and_is_sent_once()
    {
        var error = await Assert.ThrowsAsync<Neo4jException>(() => ReadAsync("RETRN 1"));
        Assert.Equal("Neo.ClientError.Statement.SyntaxError", error.Code);
        Assert.Contains("RETRN", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, _client.StatementsSent);
    }

    [Fact]
    public async Task Errors_within_an_answer_of_success_are_errors()
    {
        // The first row is computed and status 202 sent before the second fails.
        var error = await Assert.ThrowsAsync<Neo4jException>(() => ReadAsync("UNWIND [1, 0] AS x RETURN 1 / x"));
        Assert.Equal("Neo.ClientError.Statement.ArithmeticError", error.Code);
        Assert.Equal(1, _client.StatementsSent);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_said()
    {
        await using var client = new Neo4jClient(new Neo4jOptions
        {
            Url = server.Options.Url, User = server.Options.User, Password = server.Options.Password, Database = "no such",
        });
        var error = await Assert.ThrowsAsync<Neo4jException>(() => client.RunAsync("RETURN 1", null, Neo4jAccess.Read, default));
        Assert.Equal("Neo.ClientError.Database.DatabaseNotFound", error.Code);
    }

    [Fact]
    public async Task Statements_are_counted_and_transactions_are_not()
    {
        await ReadAsync("RETURN 1");
        await _client.WriteAsync(
            async (transaction, cancellation) => await transaction.RunAsync("CREATE (:A)", null, cancellation), default);
        Assert.Equal(2, _client.StatementsSent);
    }

    [Fact]
    public async Task Many_rows_come_in_pages()
    {
        const int rows = 20_000, page = 3_000;
        await WriteAsync("UNWIND range(1, $rows) AS x CREATE (:Row {x: x, name: '行' + x})", ("rows", (long)rows));
        await WriteAsync("CREATE INDEX row_x FOR (r:Row) ON (r.x)");
        await WriteAsync("CALL db.awaitIndexes(60)");
        var all = new List<long>();
        for (var after = 0L; ;)
        {
            var records = await ReadAsync(
                "MATCH (r:Row) WHERE r.x > $after RETURN r.x AS x, r.name AS name ORDER BY r.x LIMIT $page", ("after", after), ("page", (long)page));
            if (records.Count == 0)
            {
                break;
            }

            all.AddRange(records.Select(record => record.Get<long>("x")));
            Assert.All(records, record => Assert.Equal($"行{record["x"]}", record["name"]));
            after = all[^1];
        }

        Assert.Equal(Enumerable.Range(1, rows).Select(x => (long)x), all);
        Assert.Equal((rows / page) + 2 + 3, _client.StatementsSent);
    }

    [Fact]
    public async Task One_answer_may_hold_100_000_rows()
    {
        var records = await ReadAsync("UNWIND range(1, 100000) AS x RETURN x, toString(x) AS text");
        Assert.Equal(100_000, records.Count);
        Assert.All(records.Index(), row => Assert.Equal((row.Index + 1L, $"{row.Index + 1}"), (row.Item.Get<long>("x"), row.Item.Get<string>("text"))));
    }

    [Fact]
    public async Task Concurrent_requests_get_their_own_answers()
    {
        var answers = new ConcurrentDictionary<long, object?>();
        await Parallel.ForAsync(0L, 200, async (i, _) => answers[i] = (await ReadAsync("RETURN $i AS i", ("i", i)))[0]["i"]);
        Assert.All(answers, pair => Assert.Equal(pair.Key, pair.Value));
        Assert.Equal(200, answers.Count);
    }

    private static void AssertSame(IReadOnlyList<object?> expected, IReadOnlyList<object?> actual) =>
        Assert.Equal<object?>(expected, actual, SameValue);

    private static bool SameValue(object? left, object? right) => (left, right) switch
    {
        (double a, double b) => BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b) || (double.IsNaN(a) && double.IsNaN(b)),
        (DateTimeOffset a, DateTimeOffset b) => a.EqualsExact(b),
        (IReadOnlyDictionary<string, object?> a, IReadOnlyDictionary<string, object?> b) =>
            a.Count == b.Count && a.All(pair => b.TryGetValue(pair.Key, out var value) && SameValue(pair.Value, value)),
        (IReadOnlyList<object?> a, IReadOnlyList<object?> b) => a.Count == b.Count && a.Zip(b).All(pair => SameValue(pair.First, pair.Second)),
        _ => Equals(left, right),
    };

    private async Task<IReadOnlyList<object?>> EchoAsync(IReadOnlyList<object?> values) =>
        (await ReadAsync("RETURN $values AS values", ("values", values)))[0].Get<IReadOnlyList<object?>>("values");

    private Task<IReadOnlyList<Neo4jRecord>> ReadAsync(string statement, params (string Name, object? Value)[] parameters) =>
        _client.RunAsync(statement, parameters.ToDictionary(p => p.Name, p => p.Value), Neo4jAccess.Read, TestContext.Current.CancellationToken);

    private Task<IReadOnlyList<Neo4jRecord>> WriteAsync(string statement, params (string Name, object? Value)[] parameters) =>
        _client.RunAsync(statement, parameters.ToDictionary(p => p.Name, p => p.Value), Neo4jAccess.Write, TestContext.Current.CancellationToken);
}
