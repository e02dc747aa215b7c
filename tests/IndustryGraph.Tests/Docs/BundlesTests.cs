using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using IndustryGraph.Bundles;
using IndustryGraph.Bundles.Mapping;
using IndustryGraph.Cli;
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
    public async Task A_single_table_loads_by_the_mapping_that_the_page_shows_proposed_for_it()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("产品表.csv"), Block("csv", 0));
        string[] store = ["--store", $"sqlite:{folder.At("graph.db")}"];
        using var output = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using var errors = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };

        await new Commands(output, errors).RunAsync(["map", folder.At("产品表.csv"), .. store], CancellationToken.None);

        // The page shows the start of what is told.
        Assert.All(Block("console", 0).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1), line => Assert.Contains(line + "\n", errors.ToString(), StringComparison.Ordinal));
        var (mapping, problems) = TableMapping.Parse(Encoding.UTF8.GetBytes(output.ToString()));
        Assert.Empty(problems);
        Assert.Equal(mapping!.ToJson(), output.ToString());
        File.WriteAllText(folder.At("产品表.csv"), "编码,名称,别名,行业,环节,供应商\ncell,电芯,,,,\npack,电池包,,,,电芯\n");
        File.WriteAllText(folder.At("mapping.json"), output.ToString());
        using var loaded = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };

        var code = await new Commands(loaded, errors).RunAsync(["load", folder.At("产品表.csv"), "--map", folder.At("mapping.json"), .. store], CancellationToken.None);

        Assert.Equal((int)ExitCode.Success, code);
        Assert.Contains("产品表.csv: 2 read, 2 accepted, 0 unchanged, 0 rejected\n", loaded.ToString(), StringComparison.Ordinal);
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
