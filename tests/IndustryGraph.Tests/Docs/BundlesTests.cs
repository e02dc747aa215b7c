using System.Text;
using System.Text.RegularExpressions;
using IndustryGraph.Bundles;
using IndustryGraph.Bundles.Mapping;
using Xunit;

namespace IndustryGraph.Tests.Docs;

/// <summary>docs/bundles.md says what the code does.</summary>
public sealed partial class BundlesTests
{
    private static readonly string Text = Repository.Text("docs", "bundles.md");

    [Fact]
    public void The_table_and_the_mapping_of_the_page_load_as_it_says()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("产品表.csv"), Block("csv", 0));
        File.WriteAllText(folder.At(TableMapping.FileName), Block("json", 1));

        var contents = BundleReader.Read(folder.Path, CancellationToken.None);

        Assert.Empty(contents.Problems);
        var graph = contents.Graph!;
        Assert.Equal(
            Block("text", 0).Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal),
            graph.Entities.ToArray().Select(entity => entity.Id.Value)
                .Concat(Enumerable.Range(0, graph.LinkCount).Select(i => graph.LinkAt(i).Id.ToString())).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_name_of_a_mapping_is_on_the_page()
    {
        var (_, problems) = TableMapping.Parse(Encoding.UTF8.GetBytes("""{"x":1,"tables":[{"x":1,"rows":[{"x":1,"into":"sources.csv","columns":{"id":{"x":1}}}]}]}"""));

        var names = problems.Where(problem => problem.Value?.EndsWith('x') == true)
            .SelectMany(problem => problem.Message[(problem.Message.LastIndexOf("one of", StringComparison.Ordinal) + 6)..].TrimEnd('.').Split(", ", StringSplitOptions.TrimEntries))
            .ToList();
        Assert.Equal(18, names.Count);
        Assert.All(names, name => Assert.Contains($"| `{name}` |", Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_code_is_on_the_page_and_no_other()
    {
        var codes = CodeRow().Matches(Text).Select(match => match.Groups[1].Value).ToList();

        Assert.Equal(Enum.GetValues<BundleProblemCode>().Select(code => code.Code()).Order(StringComparer.Ordinal), codes.Order(StringComparer.Ordinal));
    }

    private static string Block(string language, int number) =>
        Regex.Matches(Text, $"```{language}\n(.*?)```", RegexOptions.Singleline)[number].Groups[1].Value;

    [GeneratedRegex(@"^\| `([A-Z0-9_]+)` \|", RegexOptions.Multiline)]
    private static partial Regex CodeRow();
}
