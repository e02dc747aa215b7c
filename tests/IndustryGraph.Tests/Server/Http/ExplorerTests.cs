using System.Diagnostics;
using Xunit;

namespace IndustryGraph.Tests.Server.Http;

/// <summary>The explorer as it was built, and in a real browser: the tests of tests/explorer against the real program.</summary>
public sealed class ExplorerTests(SeededService seeded)
{
    private static readonly string[] Copied = [".graphql", ".ts", ".tsx", ".css", ".html", ".json", ".npmrc"];

    [Fact]
    public async Task The_files_that_are_served_are_what_the_source_builds()
    {
        var npm = NeedNode();
        using var folder = new TemporaryFolder();
        var source = folder.At("src", "explorer");
        Copy(Repository.Path("src", "explorer"), source);
        await InstallAsync(npm, source);

        var (code, output) = await Tools.RunAsync(npm, source, TimeSpan.FromMinutes(3), "run", "build");

        Assert.True(code == 0, output);
        var built = folder.At("src", "IndustryGraph.Server", "wwwroot", "explorer");
        var kept = Repository.Path("src", "IndustryGraph.Server", "wwwroot", "explorer");
        Assert.Equal(FilesOf(kept), FilesOf(built));
        Assert.All(FilesOf(kept), file => Assert.True(
            File.ReadAllBytes(Path.Combine(kept, file)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(built, file))),
            $"{file} is not what src/explorer builds: run npm ci and npm run build there and commit what it writes."));
    }

    [Fact]
    public async Task People_can_do_in_a_browser_what_the_explorer_is_for()
    {
        var npm = NeedNode();
        Assert.SkipWhen(HeadlessBrowser.Program is null, "Chromium is not installed.");
        using var folder = new TemporaryFolder();
        var tests = folder.At("tests");
        Copy(Repository.Path("tests", "explorer"), tests);
        using var home = new TemporaryFolder();
        // What takes its time to start does so at once.
        var installing = InstallAsync(npm, tests);
        var starting = seeded.ReadyAsync();
        await using var hostile = await StartHostileAsync(home, folder);
        await installing;
        var service = await starting;

        var (code, output) = await RunAsync(Path.Combine(tests, "node_modules", ".bin", "playwright"), tests, new()
        {
            ["EXPLORER_URL"] = service.Client.BaseAddress!.ToString(),
            ["EXPLORER_HOSTILE_URL"] = hostile.Client.BaseAddress!.ToString(),
            ["EXPLORER_ROOT"] = Repository.Root,
            ["EXPLORER_OUTPUT"] = folder.At("output"),
            ["CHROMIUM"] = HeadlessBrowser.Program!,

            // Chromium names a download in Chinese only where the locale can.
            ["LC_ALL"] = "C.UTF-8",
        });

        TestContext.Current.TestOutputHelper?.WriteLine(output);
        Assert.True(code == 0, output);
    }

    /// <summary>A service whose first version is of the earlier hostile bundle, and its second of the later.</summary>
    private static async Task<ServiceProcess> StartHostileAsync(TemporaryFolder home, TemporaryFolder folder)
    {
        await using (var earlier = await ServiceProcess.StartReadyAsync(home.Path, "--Graph:Seed=" + EarlierHostileIn(folder)))
        {
            await earlier.StopAsync();
        }

        return await ServiceProcess.StartReadyAsync(home.Path, "--Graph:Seed=" + Repository.Path("tests", "explorer", "hostile"));
    }

    /// <summary>The hostile bundle as it may have been before: a name is another, one industry is there and one is not yet.</summary>
    private static string EarlierHostileIn(TemporaryFolder folder)
    {
        var hostile = Repository.Path("tests", "explorer", "hostile");
        foreach (var file in Directory.EnumerateFiles(hostile, "*.csv", SearchOption.AllDirectories))
        {
            var copy = folder.At("earlier", Path.GetRelativePath(hostile, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.WriteAllLines(copy, File.ReadLines(file)
                .Select(line => line.Replace("${alert(8)}", "<b>Earlier</b>", StringComparison.Ordinal))
                .Where(line => !line.StartsWith("industry:bidi", StringComparison.Ordinal)));
        }

        File.AppendAllText(
            folder.At("earlier", "entities", "industries.csv"), "industry:gone,<img src=x onerror=alert(10)>,<b>Gone</b>,,,,source:hostile,,stated\n");
        return folder.At("earlier");
    }

    private static string NeedNode()
    {
        var npm = Tools.Find("npm");
        Assert.SkipWhen(npm is null || Tools.Find("node") is null, "node and npm are not installed.");
        return npm!;
    }

    private static async Task InstallAsync(string npm, string folder)
    {
        var (installed, log) = await Tools.RunAsync(npm, folder, TimeSpan.FromMinutes(5), "ci", "--no-audit", "--no-fund", "--ignore-scripts");
        Assert.SkipWhen(installed != 0 && Environment.GetEnvironmentVariable("CI") is null, "npm ci failed, most likely without network: " + log);
        Assert.True(installed == 0, log);
    }

    private static string[] FilesOf(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal)];

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(from, file);
            if (name.Split(Path.DirectorySeparatorChar)[0] is not ("node_modules" or "test-results") && Copied.Contains(Path.GetExtension(file)))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(to, name))!);
                File.Copy(file, Path.Combine(to, name));
            }
        }
    }

    private static async Task<(int Code, string Output)> RunAsync(string program, string folder, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, ["test"]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(15));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return (process.ExitCode, await output + await error);
    }
}
