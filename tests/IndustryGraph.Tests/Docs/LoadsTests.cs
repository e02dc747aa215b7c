using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IndustryGraph.Cli;
using Xunit;

namespace IndustryGraph.Tests.Docs;

/// <summary>Runs what docs/loads.md shows, in its order, and holds it to what comes.</summary>
public sealed partial class LoadsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_recorded_run_gives_what_the_page_shows()
    {
        var commands = 0;
        var code = 0;
        foreach (Match block in Blocks().Matches(Repository.Text("docs", "loads.md")))
        {
            var (kind, text) = (block.Groups["kind"].Value, block.Groups["text"].Value);
            if (kind.StartsWith("csv ", StringComparison.Ordinal))
            {
                var path = folder.At(kind[4..]);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await File.WriteAllTextAsync(path, text);
            }
            else if (kind == "console")
            {
                foreach (var part in text.Split("$ ", StringSplitOptions.RemoveEmptyEntries))
                {
                    var (line, expected) = (part[..part.IndexOf('\n', StringComparison.Ordinal)], part[(part.IndexOf('\n', StringComparison.Ordinal) + 1)..]);
                    if (line == "echo $?")
                    {
                        Assert.Equal(expected.Trim(), code.ToString(CultureInfo.InvariantCulture));
                        continue;
                    }

                    (code, var output) = await RunAsync(line);
                    commands++;
                    Assert.True(expected == output, $"$ {line}\nThe page shows\n{expected}\nbut the command prints\n{output}");
                }
            }
        }

        Assert.Equal(9, commands);
    }

    [Fact]
    public void The_table_of_exit_codes_is_that_of_the_command()
    {
        var shown = ExitCodeRows().Matches(Repository.Text("docs", "loads.md")).Select(row => int.Parse(row.Groups["code"].Value, CultureInfo.InvariantCulture));

        Assert.Equal(Enum.GetValues<ExitCode>().Select(code => (int)code), shown);
    }

    [Fact]
    public void The_service_starts_with_the_settings_of_memory_that_the_page_names()
    {
        var named = MemorySettings().Matches(Repository.Text("docs", "loads.md")).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value);
        var launched = JsonNode.Parse(Repository.Text("src", "IndustryGraph.Server", "Properties", "launchSettings.json"))!;
        var composed = Repository.Text("compose.yaml");

        Assert.Equal(2, named.Count);
        Assert.Equal(named, launched["profiles"]!["IndustryGraph.Server"]!["environmentVariables"].Deserialize<Dictionary<string, string>>());
        Assert.All(named, setting => Assert.Contains($"{setting.Key}: \"{setting.Value}\"", composed, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_command_line_that_is_wrong_says_what_to_do()
    {
        foreach (var line in new[] { "industrygraph load", "industrygraph load x --store oracle:x", "industrygraph load x --mode replace --scope Gadget", "industrygraph load x --server http://127.0.0.1:1 --map y" })
        {
            var (code, _) = await RunAsync(line);
            Assert.Equal((int)ExitCode.Usage, code);
        }

        Assert.Equal((int)ExitCode.Unavailable, (await RunAsync("industrygraph history")).Code);
    }

    // Every command uses one store; times differ from run to run.
    private async Task<(int Code, string Output)> RunAsync(string line)
    {
        string[] words = [.. Words().Matches(line).Select(word => word.Groups["quoted"].Success ? word.Groups["quoted"].Value : word.Value)];
        Assert.Equal("industrygraph", words[0]);
        string[] arguments = [.. words[1..].Select(word => word == "battery" ? folder.At("battery") : word)];
        if (!arguments.Contains("--store") && !arguments.Contains("--server"))
        {
            arguments = [.. arguments, "--store", $"sqlite:{folder.At("graph.db")}"];
        }

        using var output = new StringWriter(new StringBuilder(), CultureInfo.InvariantCulture) { NewLine = "\n" };
        using var errors = new StringWriter(CultureInfo.InvariantCulture);
        var code = await new Commands(output, errors).RunAsync(arguments, CancellationToken.None);
        return (code, Times().Replace(output.ToString(), "2026-11-26 10:15:00Z"));
    }

    [GeneratedRegex(@"^```(?<kind>\w[^\n]*)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"^\| (?<code>\d+) \|", RegexOptions.Multiline)]
    private static partial Regex ExitCodeRows();

    [GeneratedRegex("\"(?<quoted>[^\"]*)\"|\\S+")]
    private static partial Regex Words();

    [GeneratedRegex("`(?<name>DOTNET_\\w+)=(?<value>\\w+)`")]
    private static partial Regex MemorySettings();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ")]
    private static partial Regex Times();
}
