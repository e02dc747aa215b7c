using System.ComponentModel;
using System.Diagnostics;
using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace IndustryGraph.Benchmarks;

/// <summary>Loads that go wrong, by the real command as processes of their own: what each is told, what it costs, and what the store holds then.</summary>
internal sealed class LoadFaults(string home, string store)
{
    private const string Products = "entities/products.csv";
    private const string Header = "id,name_zh,definition_en,source,evidence\n";
    private const int Duplicates = 5_000;
    private const int Many = 20_000;

    // What Linux tells of a process that SIGKILL ended.
    private const int Killed = 137;

    private int bundles;

    private sealed record Ended(int ExitCode, string Output, string Errors, TimeSpan Taken, long PeakMemory);

    public static async Task RunAsync(Arguments arguments)
    {
        var home = Directory.CreateTempSubdirectory("industrygraph-faults-").FullName;
        try
        {
            var faults = new LoadFaults(home, arguments.Text("--neo4j") is { } url ? $"neo4j:{url}" : $"sqlite:{Path.Combine(home, "graph.db")}");
            await faults.SoundAsync();
            Console.WriteLine("| fault | exit code | told | s | peak memory, MiB | versions made |\n| --- | ---: | --- | ---: | ---: | ---: |");
            await faults.RefusedAsync();
            await faults.LoadedAsync();
            await faults.ReplacedAsync();
            await faults.TwoClientsAsync();
            await faults.KilledAsync(arguments.Number("--kills", 20));
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    private async Task SoundAsync()
    {
        var loaded = await LoadAsync(Bundle(Rows(1_000, "")));
        if (loaded.ExitCode != 0 || await VersionAsync() != 1)
        {
            throw new InvalidOperationException($"The first load failed, or the store was not empty: {loaded.Output}{loaded.Errors}");
        }
    }

    private async Task RefusedAsync()
    {
        var before = await ExportAsync("bundle");
        foreach (var (fault, due, path, options) in Refused())
        {
            await TellAsync(fault, due, 0, path, options);
        }

        Check((await ExportAsync("bundle")).AsSpan().SequenceEqual(before), "A load that was refused changed the graph.");
    }

    private IEnumerable<(string Fault, string Due, string Path, string[] Options)> Refused()
    {
        var twice = string.Concat(Enumerable.Range(0, Duplicates).Select(i => $"product:a,乙{i},,source:study,stated\n"));
        yield return ($"{Duplicates:N0} rows of one id", $"3 | REFUSED, DUPLICATE_ENTITY {Duplicates}", Bundle($"{Header}product:a,甲,,source:study,stated\n{twice}"), []);
        yield return ("a replace that removes 40 %", "5 | REMOVALS_UNCONFIRMED", Bundle(Rows(600, "")), ["--mode", "replace", "--scope", "Product"]);
        yield return ("a field of 200 MB", "3 | REFUSED, ROW_TOO_LONG 1", Bundle($"{Header}product:a,{new string('x', 200_000_000)},,source:study,stated\n"), []);
        yield return ("an empty file", "3 | REFUSED, EMPTY_FILE 1", Bundle(""), []);
        yield return ("NUL in a name", "3 | REFUSED, CONTROL_CHARACTER 1", Bundle($"{Header}product:a,甲\0乙,,source:study,stated\n"), []);
        yield return ("a zip bomb, 1 GB in 1 MB", "3 | REFUSED, ARCHIVE_TOO_LARGE 1", Zip(Products, Zeros), []);
        yield return ("a tar.gz bomb, 1 GB in 1 MB", "3 | REFUSED, ARCHIVE_TOO_LARGE 1", TarOfZeros(), []);
        yield return ("`../` in an archive", "3 | REFUSED, ENTRY_REFUSED 1", Zip("../" + Products, stream => stream.Write(Encoding.UTF8.GetBytes(Rows(1, "")))), []);
        yield return ("a version that is past", "4 | CONFLICT", Bundle(Rows(1_000, " 2")), ["--expect-version", "0"]);
    }

    private async Task LoadedAsync()
    {
        string[] names = ["=HYPERLINK(1)", "5\" 管 \\ 斜", "两\n行", "a' OR 1=1 --; DROP TABLE entity", "}) DETACH DELETE (n", "\U0001f525\u202e"];
        await TellAsync(
            "formulas, quotes, backslashes and line breaks in names", "0 | LOADED", 1,
            Bundle(Header + string.Concat(names.Select((name, i) => $"product:odd-{i},\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\",,source:study,stated\n"))));
        var kept = Lines(await ExportAsync("jsonl")).Select(line => (string?)JsonNode.Parse(line)?["name_zh"]).OfType<string>().ToHashSet();
        if (!names.All(kept.Contains) || !Lines(await ExportAsync("csv")).Any(line => line.Contains("'=HYPERLINK(1)", StringComparison.Ordinal)))
        {
            throw new InvalidOperationException("A name is not as it was loaded, or a formula stands in a table as one.");
        }

        await TellAsync("a row that is wrong, with `--skip-bad-rows`", "8 | LOADED, BAD_EVIDENCE 1", 1, Bundle($"{Header}product:b,乙,,source:study,stated\nproduct:c,丙,,source:study,sure\n"), "--skip-bad-rows");
    }

    private async Task ReplacedAsync()
    {
        // The products of the first load, and those of the others since.
        var report = JsonNode.Parse((await LoadAsync(Bundle(Rows(600, "")), "--mode", "replace", "--scope", "Product", "--dry-run")).Output)!;
        await TellAsync(
            "a replace that removes 40 %, confirmed", "0 | LOADED", 1, Bundle(Rows(600, "")),
            "--mode", "replace", "--scope", "Product", "--confirm-removals", ((int)report["removals"]!).ToString(CultureInfo.InvariantCulture));
    }

    private async Task TwoClientsAsync()
    {
        var (bundle, before) = (Bundle(Rows(Many, " of two")), await VersionAsync());
        var ended = await Task.WhenAll(LoadAsync(bundle), LoadAsync(bundle));
        var made = await VersionAsync() - before;
        var told = ended.Select(one => Tell($"{Many:N0} rows from two clients at once", one, made)).Order(StringComparer.Ordinal).ToList();
        Check(told is ["0 | LOADED", "0 | NOTHING_TO_DO"] && made == 1, "One of two clients was to load, and the other to find nothing to do.");
    }

    private async Task KilledAsync(int kills)
    {
        var (random, whole, counts) = (new Random(), (await LoadAsync(Bundle(Rows(Many, " before")))).Taken, new int[3]);
        for (var i = 0; i < kills; i++)
        {
            var (mark, before) = ($" kill {i} ", await VersionAsync());
            var ended = await RunAsync(whole * random.NextDouble() * 1.1, "load", Bundle(Rows(Many, mark)), "--store", store, "--json");
            var made = await VersionAsync() - before;
            var rows = Lines(await ExportAsync("jsonl")).Count(line => line.Contains(mark, StringComparison.Ordinal));
            Check(
                ended.ExitCode is 0 or Killed && made is 0 or 1 && rows == made * Many && (ended.ExitCode != 0 || made == 1),
                $"After kill {i}, which ended with code {ended.ExitCode}, the store has {made} new version(s) and {rows} of {Many} new rows.");
            counts[ended.ExitCode == 0 ? 2 : made]++;

            // The machine may be busier than it was, or less.
            whole = ended.ExitCode == 0 ? ended.Taken : whole;
        }

        Console.WriteLine($"\nkill -9 at {kills} random moments of a load of {Many:N0} changed rows: {counts[0]} times the old version, {counts[1]} times the new one, {counts[2]} times the load had ended, never a mix.");
    }

    private async Task TellAsync(string fault, string due, int versions, string path, params string[] options)
    {
        var before = await VersionAsync();
        var ended = await LoadAsync(path, options);
        var made = await VersionAsync() - before;
        Check(Tell(fault, ended, made) == due && made == versions, $"'{due}' and {versions} version(s) were due.");
    }

    private static string Tell(string fault, Ended ended, long versions)
    {
        var report = ended.Output.StartsWith('{') ? JsonNode.Parse(ended.Output) : null;
        var codes = report?["problemCounts"]?.AsObject().Select(item => $"{item.Key} {item.Value}") ?? [];
        var told = $"{ended.ExitCode} | {(report is null ? ended.Errors.Trim().Split('\n')[^1] : string.Join(", ", [(string)report["outcome"]!, .. codes]))}";
        Console.WriteLine(FormattableString.Invariant(
            $"| {fault} | {told} | {ended.Taken.TotalSeconds:0.0} | {ended.PeakMemory / 1048576} | {versions} |"));
        return told;
    }

    private static void Check(bool isSo, string otherwise)
    {
        if (!isSo)
        {
            throw new InvalidOperationException(otherwise);
        }
    }

    private Task<Ended> LoadAsync(string path, params string[] options) => RunAsync(null, ["load", path, "--store", store, "--json", .. options]);

    private async Task<long> VersionAsync()
    {
        var history = await RunAsync(null, "history", "--store", store, "--limit", "1");
        return long.Parse(history.Output.Split('\t')[0], CultureInfo.InvariantCulture);
    }

    private async Task<byte[]> ExportAsync(string format)
    {
        var file = Path.Combine(home, "export");
        File.Delete(file);
        var ended = await RunAsync(null, "export", "--store", store, "--format", format, "--out", file);
        return ended.ExitCode == 0 ? await File.ReadAllBytesAsync(file) : throw new InvalidOperationException(ended.Errors);
    }

    private static List<string> Lines(byte[] export)
    {
        var lines = new List<string>();
        using var zip = new ZipArchive(new MemoryStream(export));
        foreach (var entry in zip.Entries.Where(entry => !entry.Name.EndsWith(".json", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(entry.Open());
            lines.AddRange(reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }

        return lines;
    }

    // A process tells the most memory that it had only while it lives: what counts is the last that it told.
    private static async Task<Ended> RunAsync(TimeSpan? killAfter, params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "IndustryGraph.Cli.dll"), .. words])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8,
        };
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The command was not started.");
        var (output, errors, ended) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync(), process.WaitForExitAsync());
        var peak = 0L;
        while (!ended.IsCompleted)
        {
            if (clock.Elapsed > killAfter)
            {
                process.Kill();
            }

            try
            {
                process.Refresh();
                peak = Math.Max(peak, process.PeakWorkingSet64);
            }
            catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
            {
                // It has ended meanwhile.
            }

            await Task.WhenAny(ended, Task.Delay(5));
        }

        var taken = clock.Elapsed;
        return new Ended(process.ExitCode, await output, await errors, taken, peak);
    }

    private string Bundle(string products)
    {
        var folder = Path.Combine(home, $"bundle-{bundles++}");
        Directory.CreateDirectory(Path.Combine(folder, "entities"));
        File.WriteAllText(Path.Combine(folder, "sources.csv"), "id,name_en\nsource:study,Study\n");
        File.WriteAllText(Path.Combine(folder, Products), products);
        return folder;
    }

    private static string Rows(int count, string mark) =>
        Header + string.Concat(Enumerable.Range(0, count).Select(i => $"product:p-{i},产品{i}{mark},,source:study,stated\n"));

    private string Zip(string name, Action<Stream> write)
    {
        var path = Path.Combine(home, $"archive-{bundles++}.zip");
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        using (var sources = zip.CreateEntry("sources.csv").Open())
        {
            sources.Write("id,name_en\nsource:study,Study\n"u8);
        }

        using var entry = zip.CreateEntry(name).Open();
        write(entry);
        return path;
    }

    private string TarOfZeros()
    {
        var path = Path.Combine(home, $"archive-{bundles++}.tar.gz");
        var unpacked = Path.Combine(home, "zeros");
        using (var zeros = File.Create(unpacked))
        {
            Zeros(zeros);
        }

        using (var tar = new TarWriter(new GZipStream(File.Create(path), CompressionLevel.Optimal)))
        {
            tar.WriteEntry(unpacked, Products);
        }

        File.Delete(unpacked);
        return path;
    }

    private static void Zeros(Stream stream)
    {
        var zeros = new byte[1 << 20];
        for (var i = 0; i < 1 << 10; i++)
        {
            stream.Write(zeros);
        }
    }
}
