using System.Globalization;
using IndustryGraph.Bundles;
using IndustryGraph.Changes;
using IndustryGraph.Loads;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Cli;

/// <summary>Reports as lines for people.</summary>
internal static class ReportText
{
    /// <summary>The most problems and the most changes that are printed unless another number is asked for.</summary>
    public const int MostLines = 50;

    public static void Write(TextWriter output, LoadReport report, int limit)
    {
        foreach (var file in report.Files)
        {
            output.WriteLine(Invariant($"{file.File}: {file.Read} read, {file.Accepted} accepted, {file.Unchanged} unchanged, {file.Rejected} rejected{(file.Encoding == "UTF-8" ? "" : $" ({file.Encoding})")}"));
        }

        WriteProblems(output, "problem", report.Problems, report.ProblemCount, limit);
        WriteProblems(output, "warning", report.Warnings, report.WarningCounts.Values.Sum(), limit);
        if (report.ContentHash.Length > 0 && report.Outcome is not LoadOutcome.Refused)
        {
            output.WriteLine(Invariant($"Against version {report.Base.Number}:"));
            Write(output, report.Difference, limit);
        }

        output.WriteLine(Sentence(report));
    }

    public static void Write(TextWriter output, RevertReport report, long version, int limit)
    {
        foreach (var problem in report.Problems.Take(limit))
        {
            output.WriteLine(BundleProblem.OnOneLine(problem.Message));
        }

        WriteRest(output, report.Problems.Count - limit, "problem");
        if (report.Outcome is LoadOutcome.Loaded or LoadOutcome.DryRun)
        {
            Write(output, report.Difference, limit);
        }

        output.WriteLine(report.Outcome switch
        {
            LoadOutcome.Loaded => Invariant($"Version {version} is taken back by version {report.Version!.Number}."),
            LoadOutcome.DryRun => Invariant($"Dry run: version {version} can be taken back. Nothing was changed."),
            LoadOutcome.NothingToDo => Invariant($"Nothing of version {version} is left to take back: no version was made."),
            LoadOutcome.Conflict => Conflict(report.Base),
            _ => Invariant($"Refused: {report.Refusal ?? $"{report.Problems.Count} problem(s) stand in the way."} Nothing was changed."),
        });
    }

    public static void Write(TextWriter output, GraphDifference difference, int limit)
    {
        foreach (var kind in difference.Kinds)
        {
            output.WriteLine(Invariant($"  {kind.Kind}: {kind.Added} added, {kind.Changed} changed, {kind.Removed} removed"));
        }

        if (difference.Kinds.Count == 0)
        {
            output.WriteLine("  no difference");
        }

        foreach (var change in difference.Changes.Take(limit))
        {
            output.WriteLine($"  {Mark(change.Type)} {change.Id}");
            foreach (var field in change.Fields)
            {
                output.WriteLine($"      {field.Field}: {Value(field.Old)} -> {Value(field.New)}");
            }
        }

        WriteRest(output, difference.Added + difference.Changed + difference.Removed - Math.Min(limit, difference.Changes.Count), "change");
    }

    public static string Line(GraphVersion version) => Invariant(
        $"{version.Number}\t{version.LoadedAt:yyyy-MM-dd HH:mm:ss}Z\t{BundleProblem.OnOneLine(version.Provenance.Who)}\t{version.Provenance.Origin}\t")
        + Invariant($"+{version.Counts.EntitiesPut}/-{version.Counts.EntitiesRemoved} entities, +{version.Counts.LinksPut}/-{version.Counts.LinksRemoved} links\t")
        + BundleProblem.OnOneLine(version.Provenance.Message);

    private static string Sentence(LoadReport report) => report.Outcome switch
    {
        LoadOutcome.Loaded => Invariant($"Loaded as version {report.Version!.Number}.{LeftOut(report)}"),
        LoadOutcome.NothingToDo => Invariant($"Nothing to do: version {report.Base.Number} says all of this. No version was made.{LeftOut(report)}"),
        LoadOutcome.DryRun => Invariant($"Dry run: the load would make version {report.Base.Number + 1}. Nothing was changed.{LeftOut(report)}"),
        LoadOutcome.Conflict => Conflict(report.Base),
        LoadOutcome.RemovalsUnconfirmed => Invariant($"Not confirmed: the load removes {report.Removals} entities and links, among them {report.RemovedInScope} of the {report.InScope} in its scope. If that is right, add --confirm-removals {report.Removals}. Nothing was changed."),
        _ => Invariant($"Refused: {report.Refusal ?? $"{report.ProblemCount} problem(s)."} Nothing was changed."),
    };

    private static string LeftOut(LoadReport report) =>
        report.Files.Sum(file => file.Rejected) is var rejected and > 0 ? Invariant($" {rejected} row(s) left out.") : "";

    private static string Conflict(GraphVersion current) =>
        Invariant($"Conflict: the graph is at version {current.Number} by now. Nothing was changed: look at what changed, and ask again.");

    private static void WriteProblems(TextWriter output, string name, IReadOnlyList<BundleProblem> listed, int count, int limit)
    {
        foreach (var problem in listed.Take(limit))
        {
            output.WriteLine(name == "problem" ? problem.ToString() : $"{problem} ({name})");
        }

        WriteRest(output, count - Math.Min(limit, listed.Count), name);
    }

    private static void WriteRest(TextWriter output, int rest, string name)
    {
        if (rest > 0)
        {
            output.WriteLine(Invariant($"  … and {rest} more {name}(s)"));
        }
    }

    private static char Mark(FactChangeType type) => type switch
    {
        FactChangeType.Added => '+',
        FactChangeType.Removed => '-',
        _ => '~',
    };

    private static string Value(string? text) => text is null ? "(empty)" : BundleProblem.OnOneLine(text);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
