using IndustryGraph.Bundles;
using IndustryGraph.Bundles.Exports;
using IndustryGraph.Cli;
using Xunit;

namespace IndustryGraph.Tests.Loads;

public sealed class ExportCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_is_exported_loads_back_and_says_what_it_is()
    {
        var store = $"sqlite:{folder.At("graph.db")}";
        Assert.Equal(0, (await RunAsync("load", Path.Combine(Repository.Root, "graph-seed"), "--store", store)).Code);
        var whole = folder.At("whole.zip");

        var (code, output, _) = await RunAsync("export", "--store", store, "--out", whole);

        Assert.Equal(0, code);
        Assert.StartsWith($"{whole}: version 1, the whole graph: ", output, StringComparison.Ordinal);
        var (again, said, _) = await RunAsync("load", whole, "--store", store);
        Assert.Equal(0, again);
        Assert.Contains("No version was made.", said, StringComparison.Ordinal);
        var part = folder.At("part.zip");
        Assert.Equal(0, (await RunAsync("export", "--store", store, "--around", "industry:quantum-information", "--out", part)).Code);
        Assert.Empty(BundleReader.Read(part, CancellationToken.None).Problems);
    }

    [Fact]
    public async Task What_cannot_be_exported_is_said_and_leaves_no_file()
    {
        var store = $"sqlite:{folder.At("graph.db")}";
        Assert.Equal((int)ExitCode.Unavailable, (await RunAsync("export", "--store", store)).Code);
        Assert.Equal(0, (await RunAsync("load", Path.Combine(Repository.Root, "graph-seed"), "--store", store)).Code);
        var taken = folder.At("taken.zip");
        await File.WriteAllTextAsync(taken, "mine");

        Assert.Equal((int)ExitCode.Refused, (await RunAsync("export", "--store", store, "--out", taken)).Code);
        Assert.Equal("mine", await File.ReadAllTextAsync(taken));
        var (code, _, problem) = await RunAsync("export", "--store", store, "--out", folder.At("no.zip"), "--around", "industry:nowhere");
        Assert.Equal((int)ExitCode.Refused, code);
        Assert.Contains("industry:nowhere is not in the graph", problem, StringComparison.Ordinal);
        Assert.Equal((int)ExitCode.Usage, (await RunAsync("export", "--store", store, "--format", "xlsx")).Code);
        Assert.Equal((int)ExitCode.Usage, (await RunAsync("export", "--store", store, "--hops", "13")).Code);
        Assert.False(File.Exists(folder.At("no.zip")));
        Assert.DoesNotContain(Directory.EnumerateFiles(folder.Path), path => path.EndsWith(".part", StringComparison.Ordinal));
        Assert.All(ExportFormats.All, format => Assert.Contains("v7", format.FileName(7), StringComparison.Ordinal));
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await new Commands(output, errors).RunAsync(arguments, CancellationToken.None);
        return (code, output.ToString(), errors.ToString());
    }
}
