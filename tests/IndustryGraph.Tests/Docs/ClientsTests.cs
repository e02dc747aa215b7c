using System.Text.RegularExpressions;
using IndustryGraph.Tests.Server;
using IndustryGraph.Tests.Server.Http;
using Xunit;

namespace IndustryGraph.Tests.Docs;

/// <summary>The programs of docs/clients.md, run as they stand against the real service.</summary>
public sealed class ClientsTests(SeededService seeded)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static string Shown => Block("text");

    [Theory]
    [InlineData("python", "client.py", "python3", "python")]
    [InlineData("javascript", "client.mjs", "node")]
    public async Task A_program_prints_what_the_page_shows(string language, string file, params string[] interpreters)
    {
        var interpreter = Tools.Find(interpreters);
        Assert.SkipWhen(interpreter is null, $"There is no {interpreters[0]} on the search path.");
        var service = await seeded.ReadyAsync();
        using var folder = new TemporaryFolder();
        var program = Block(language);
        Assert.Contains("http://127.0.0.1:8080/graphql", program, StringComparison.Ordinal);
        await File.WriteAllTextAsync(
            Path.Combine(folder.Path, file),
            program.Replace("http://127.0.0.1:8080/", service.Client.BaseAddress!.ToString(), StringComparison.Ordinal));

        var (code, output) = await Tools.RunAsync(interpreter, folder.Path, Patience, file);

        Assert.Equal((0, Shown), (code, output.ReplaceLineEndings("\n")));
    }

    [Fact]
    public async Task The_program_in_csharp_is_the_one_that_is_compiled_here_and_prints_what_the_page_shows()
    {
        var service = await seeded.ReadyAsync();
        using var output = new StringWriter { NewLine = "\n" };
        await Example.Technologies.PrintAsync(new Uri(service.Client.BaseAddress!, "graphql"), "industry:new-energy-vehicles", output);

        Assert.Equal(Repository.Text("tests", "IndustryGraph.Tests", "Docs", "ClientExample.cs"), Block("csharp"));
        Assert.Equal(Shown, output.ToString());
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Example.Technologies.PrintAsync(new Uri(service.Client.BaseAddress!, "graphql"), "no id", output));
    }

    private static string Block(string language) =>
        Regex.Match(Repository.Text("docs", "clients.md"), $"^```{language}\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline).Groups[1].Value;
}
