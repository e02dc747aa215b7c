using System.Globalization;
using IndustryGraph.Server.GraphQL;
using IndustryGraph.Server.Http;
using IndustryGraph.Tests.Server.Http;
using Xunit;

namespace IndustryGraph.Tests.Server.GraphQL;

/// <summary>docs/graphql.md says what the code does.</summary>
public sealed class DocumentationTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Tools.Checkout, "docs", "graphql.md"));

    [Fact]
    public void The_table_of_codes_is_the_list_in_the_code()
    {
        var expected = ErrorCodes.All.Select(code => $"| `{code.Name}` | {code.Status}{(code.OfGraphQL ? ", 200 too" : "")} | {code.Meaning} | {code.Remedy} |");

        Assert.Equal(expected, Lines.Where(line => line.StartsWith("| `", StringComparison.Ordinal) && char.IsUpper(line[4])));
    }

    [Theory]
    [InlineData("## Limits", typeof(GraphQLLimits))]
    [InlineData("## Connections", typeof(HttpLimits))]
    public void The_table_of_limits_names_each_limit_and_its_default(string section, Type limits)
    {
        var defaults = Activator.CreateInstance(limits);
        var expected = limits.GetProperties().Select(limit => $"| `{limit.Name}` | {((int)limit.GetValue(defaults)!).ToString("N0", CultureInfo.InvariantCulture)} |");

        var written = Lines.SkipWhile(line => line != section).Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal)).ToList();

        Assert.Equal(expected, written.Select(line => string.Join('|', line.Split('|')[..3]) + "|"));
        Assert.All(written, line => Assert.EndsWith(". |", line, StringComparison.Ordinal));
    }
}
