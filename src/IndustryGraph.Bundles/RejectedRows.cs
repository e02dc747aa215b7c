using System.Globalization;
using System.Text;
using IndustryGraph.Bundles.Encodings;
using IndustryGraph.Bundles.Mapping;

namespace IndustryGraph.Bundles;

/// <summary>
/// Writes the rows of a bundle that have a problem into a folder: <see cref="BundleFolderName"/> holds them as they stand, as a
/// bundle in UTF-8 that can be corrected and loaded, and <see cref="ProblemsFile"/> says what is wrong with each.
/// </summary>
public static class RejectedRows
{
    /// <summary>The folder of the rows within the folder of the rejects.</summary>
    public const string BundleFolderName = "bundle";

    /// <summary>The table of the problems: file, line, column, code, value, message. The lines are those of the original files.</summary>
    public const string ProblemsFile = "rejects.csv";

    /// <summary>The most problems of one code that the table lists.</summary>
    public const int MaxProblemsPerCode = 100_000;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The table of problems as CSV. What a spreadsheet would take for a formula has an apostrophe in front.</summary>
    public static string TableOf(IReadOnlyList<BundleProblem> problems)
    {
        var text = new StringBuilder("file,line,column,code,value,message\n");
        foreach (var problem in problems)
        {
            text.AppendJoin(',', Cell(problem.File), problem.Line?.ToString(CultureInfo.InvariantCulture), Cell(problem.Column?.Name),
                problem.Code.Code(), Cell(problem.Value), Cell(problem.Message)).Append('\n');
        }

        return text.ToString();
    }

    internal static void Write(
        string folder, IReadOnlyList<(FoundFile File, FileScan Scan)> files, ForeignTables foreign, ProblemList problems, CancellationToken cancellation)
    {
        if (problems.Counts.Count == 0)
        {
            return;
        }

        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, ProblemsFile), TableOf(problems.Listed(int.MaxValue)), Utf8);
        foreign.WriteRejected(Path.Combine(folder, BundleFolderName), cancellation);
        foreach (var (file, scan) in files.Where(item => problems.RejectedRows(item.File.Path) > 0))
        {
            var path = Path.Combine(folder, BundleFolderName, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var rows = BundleReader.OpenRows(file, scan.Format!, scan);
            using var writer = new StreamWriter(path, append: false, Utf8);

            // The first row is the header, which a file of JSON Lines does not have.
            for (var isHeader = true; rows.Read(); isHeader = false)
            {
                cancellation.ThrowIfCancellationRequested();
                if (isHeader ? !file.IsJsonLines : problems.IsRejected(file.Path, rows.Line))
                {
                    writer.Write(rows.Text);
                    writer.Write('\n');
                }
            }
        }

        // Beside the bundle may be files of others.
        if (Path.Combine(folder, BundleFolderName) is var bundle && Directory.Exists(bundle))
        {
            UnclearFiles.MarkIn(bundle, cancellation);
        }
    }

    private static string? Cell(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var safe = text is ['=' or '+' or '-' or '@', ..] ? "'" + text : text;
        return safe.AsSpan().ContainsAny(",\"\n") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
