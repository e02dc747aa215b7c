using System.Text.RegularExpressions;
using Xunit;

namespace IndustryGraph.Tests.Server.Schema;

public sealed partial class SchemaChangeTests
{
    [Fact]
    public void Every_breaking_change_since_the_release_is_acknowledged_and_nothing_else_is()
    {
        var changes = SchemaChange.Breaking(Repository.Text("docs", "schema", "released.graphql"), Repository.Text("schema.graphql"));
        var acknowledged = Acknowledgement().Matches(Repository.Text("docs", "schema", "breaking-changes.md")).Select(line => line.Groups["change"].Value).Order(StringComparer.Ordinal);

        Assert.True(
            changes.Select(change => change.ToString()).SequenceEqual(acknowledged),
            $"docs/schema/breaking-changes.md must have one line `- `CHANGE`: why` for each of these and for nothing else:\n{string.Join('\n', changes)}");
    }

    [Theory]
    [InlineData("type Query { a: A } type A { x: Int }", "type Query { a: B } type B { x: Int }", "FIELD_TYPE_CHANGED Query.a, TYPE_REMOVED A")]
    [InlineData("type A { x: Int y: Int }", "type A { y: Int }", "FIELD_REMOVED A.x")]
    [InlineData("interface A { x: Int }", "interface A { y: Int }", "FIELD_REMOVED A.x")]
    [InlineData("type A { x: Int! }", "type A { x: Int }", "FIELD_TYPE_CHANGED A.x")]
    [InlineData("type A { x: [Int!] }", "type A { x: [Int] }", "FIELD_TYPE_CHANGED A.x")]
    [InlineData("type A { x: Int }", "type A { x: [Int] }", "FIELD_TYPE_CHANGED A.x")]
    [InlineData("type A { x: Int y: [[Int]] }", "type A { x: Int! y: [[Int!]!]! }", "")]
    [InlineData("type A { x(a: Int, b: Int): Int }", "type A { x(b: Int): Int }", "ARGUMENT_REMOVED A.x(a)")]
    [InlineData("type A { x(a: Int): Int }", "type A { x(a: Int!): Int }", "ARGUMENT_TYPE_CHANGED A.x(a)")]
    [InlineData("type A { x(a: Int): Int }", "type A { x(a: [Int]): Int }", "ARGUMENT_TYPE_CHANGED A.x(a)")]
    [InlineData("type A { x(a: [Int!]!): Int }", "type A { x(a: [Int]): Int }", "")]
    [InlineData("type A { x: Int }", "type A { x(a: Int!): Int }", "REQUIRED_ARGUMENT_ADDED A.x(a)")]
    [InlineData("type A { x: Int }", "type A { x(a: Int! = 3, b: Int): Int z: Int }", "")]
    [InlineData("type A { x(a: Int = 3): Int }", "type A { x(a: Int = 4): Int }", "ARGUMENT_DEFAULT_CHANGED A.x(a)")]
    [InlineData("type A { x(a: Int = 3): Int }", "type A { x(a: Int): Int }", "ARGUMENT_DEFAULT_CHANGED A.x(a)")]
    [InlineData("type A { x(a: Int): Int }", "type A { x(a: Int = 1): Int }", "ARGUMENT_DEFAULT_CHANGED A.x(a)")]
    [InlineData("type A { x(a: [E!] = [P, Q]): Int } enum E { P Q }", "type A { x(a: [E!] = [P,Q]): Int } enum E { Q P R }", "")]
    [InlineData("enum E { P Q }", "enum E { Q R }", "ENUM_VALUE_REMOVED E.P")]
    [InlineData("union U = A | B", "union U = B | C", "UNION_MEMBER_REMOVED U.A")]
    [InlineData("type A implements I & J { x: Int }", "type A implements J { x: Int }", "INTERFACE_REMOVED A.I")]
    [InlineData("type A { x: Int }", "interface A { x: Int }", "TYPE_KIND_CHANGED A")]
    [InlineData("input N { a: Int b: Int }", "input N { b: Int c: Int d: Int! = 1 }", "INPUT_FIELD_REMOVED N.a")]
    [InlineData("input N { a: Int }", "input N { a: Int! b: Int! }", "INPUT_FIELD_TYPE_CHANGED N.a, REQUIRED_INPUT_FIELD_ADDED N.b")]
    [InlineData("input N { a: Int = 1 }", "input N { a: Int = 2 }", "INPUT_FIELD_DEFAULT_CHANGED N.a")]
    [InlineData("scalar S", "enum S { A }", "TYPE_KIND_CHANGED S")]
    [InlineData("directive @d(a: Int) repeatable on FIELD | QUERY", "directive @d on FIELD", "ARGUMENT_REMOVED @d(a), LOCATION_REMOVED @d.Query, REPEATABLE_REMOVED @d")]
    [InlineData("directive @d on FIELD", "type A { x: Int }", "TYPE_REMOVED @d")]
    [InlineData("schema { query: Query mutation: Change } type Query { a: Int }", "schema { query: Query } type Query { a: Int }", "ROOT_CHANGED schema.mutation: Change")]
    [InlineData("\"Old words.\" type A { \"Old words.\" x: Int }", "\"New words.\" type A { \"New words.\" x: Int @deprecated(reason: \"y\") y: Int }", "")]
    public void A_change_breaks_or_does_not(string before, string after, string expected) =>
        Assert.Equal(expected, string.Join(", ", SchemaChange.Breaking(before, after)));

    [Fact]
    public void What_is_taken_away_from_the_schema_is_found()
    {
        var schema = Repository.Text("schema.graphql");
        Assert.Empty(SchemaChange.Breaking(schema, schema));

        var lines = schema.Split('\n');
        var found = 0;
        for (var at = 0; at < lines.Length; at++)
        {
            // A whole field, or a value of an enumeration, on a line of its own.
            if (Member().IsMatch(lines[at]))
            {
                var change = Assert.Single(SchemaChange.Breaking(schema, string.Join('\n', lines.Where((_, line) => line != at && (line != at - 1 || !lines[line].TrimStart().StartsWith('"'))))));
                Assert.EndsWith("_REMOVED", change.Kind, StringComparison.Ordinal);
                found++;
                at += 20;
            }
        }

        Assert.InRange(found, 50, int.MaxValue);
    }

    [GeneratedRegex("^- `(?<change>[A-Z_]+ [^`]+)`: \\S.*$", RegexOptions.Multiline)]
    private static partial Regex Acknowledgement();

    [GeneratedRegex("^  (?!query: |mutation: |subscription: )(\\w+: [\\w!\\[\\]]+|[A-Z][A-Z_]+)$")]
    private static partial Regex Member();
}
