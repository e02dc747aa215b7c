using IndustryGraph.Bundles;
using IndustryGraph.Bundles.Mapping;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;

namespace IndustryGraph.Cli;

/// <summary>Prints a proposed mapping, and for whoever checks it what was guessed and the first rows as they would load.</summary>
internal static class Proposal
{
    public static async Task<ExitCode> WriteAsync(string path, IGraphStore store, TextWriter output, TextWriter errors, CancellationToken cancellation)
    {
        var builder = new GraphSnapshotBuilder();
        var graph = builder.Build(await store.ReadAllAsync(builder, cancellation).ConfigureAwait(false));
        MappingProposal proposal;
        try
        {
            proposal = MappingProposal.Of(path, new BundleUpdateOptions(graph), cancellation);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync(exception.Message).ConfigureAwait(false);
            return ExitCode.Refused;
        }

        foreach (var line in proposal.Notes.Select(note => BundleProblem.OnOneLine(note))
            .Concat(proposal.Rows.Select(row => $"{row.Table}:{row.Line} -> {row.Into}: {row.Json}"))
            .Concat(proposal.Contents?.Problems.Take(ReportText.MostLines).Select(problem => problem.ToString()) ?? []))
        {
            await errors.WriteLineAsync(line).ConfigureAwait(false);
        }

        if (proposal.Mapping is not { } mapping)
        {
            return ExitCode.Refused;
        }

        await output.WriteAsync(mapping.ToJson()).ConfigureAwait(false);
        return ExitCode.Success;
    }
}
