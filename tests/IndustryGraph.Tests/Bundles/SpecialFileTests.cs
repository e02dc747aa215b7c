using System.Diagnostics;
using IndustryGraph.Bundles;
using IndustryGraph.Bundles.Mapping;
using IndustryGraph.Snapshots;
using Xunit;

namespace IndustryGraph.Tests.Bundles;

/// <summary>Pipes and devices where a bundle has files: they are told of by name, and nobody waits for them.</summary>
public sealed class SpecialFileTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryBundle bundle = new();

    public void Dispose() => bundle.Dispose();

    [Theory]
    [InlineData("entities/products.csv")]
    [InlineData("links/enables.jsonl")]
    [InlineData(TemporaryBundle.Sources)]
    [InlineData(TemporaryBundle.FurtherCitations)]
    public async Task A_pipe_in_place_of_a_table_is_named_and_not_waited_for(string file)
    {
        await MakePipeAsync(file);

        var problem = (await ReadAsync(bundle.Folder)).Problems.Single(problem => problem.Code == BundleProblemCode.EmptyFile);

        Assert.Equal(file, problem.File);
        Assert.Contains("a pipe or a device, which is not read", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_is_one_behind_a_link_nor_a_device()
    {
        await MakePipeAsync("pipe");
        File.CreateSymbolicLink(bundle.PathOf("entities/products.csv"), bundle.PathOf("pipe"));
        Assert.Equal(BundleProblemCode.EmptyFile, Assert.Single((await ReadAsync(bundle.Folder)).Problems).Code);

        bundle.Delete("entities/products.csv");
        Assert.SkipUnless(await RunsAsync("mknod", bundle.PathOf("entities/products.csv"), "c", "1", "5"), "Devices cannot be made here.");
        Assert.Equal(BundleProblemCode.EmptyFile, Assert.Single((await ReadAsync(bundle.Folder)).Problems).Code);
    }

    [Fact]
    public async Task Neither_is_a_mapping_or_a_table_of_one()
    {
        await MakePipeAsync(TableMapping.FileName);
        Assert.Contains((await ReadAsync(bundle.Folder)).Problems, problem => problem is { File: TableMapping.FileName, Code: BundleProblemCode.BadMapping });

        bundle.Delete(TableMapping.FileName);
        bundle.WriteText(TableMapping.FileName, """
            {"tables":[{"table":"goods.csv","rows":[{"into":"entities/products.csv","columns":{
              "id":{"template":"product:{code}"},"name_zh":{"column":"name"},"source":{"value":"source:plan"},"evidence":{"value":"stated"}}}]}]}
            """);
        await MakePipeAsync("goods.csv");
        var problem = Assert.Single((await ReadAsync(bundle.Folder)).Problems);
        Assert.Equal(("goods.csv", BundleProblemCode.EmptyFile), (problem.File, problem.Code));
        Assert.Null(MappingProposal.Of(bundle.PathOf("goods.csv"), new BundleUpdateOptions(GraphSnapshot.Empty), CancellationToken.None).Mapping);
    }

    [Fact]
    public async Task Neither_is_a_pipe_in_place_of_an_archive()
    {
        await MakePipeAsync("bundle.zip");

        var problem = Assert.Single((await ReadAsync(bundle.PathOf("bundle.zip"))).Problems);

        Assert.Equal(("bundle.zip", BundleProblemCode.NotABundle), (problem.File, problem.Code));
    }

    private static Task<BundleContents> ReadAsync(string path) => Task.Run(() => BundleReader.Read(path, CancellationToken.None)).WaitAsync(Patience);

    private async Task MakePipeAsync(string file)
    {
        File.Delete(bundle.PathOf(file));
        Assert.SkipUnless(await RunsAsync("mkfifo", bundle.PathOf(file)), "Pipes cannot be made here.");
    }

    private static async Task<bool> RunsAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
