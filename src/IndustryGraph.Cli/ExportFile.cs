using IndustryGraph.Bundles.Exports;
using IndustryGraph.Model;
using IndustryGraph.Paths;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;

namespace IndustryGraph.Cli;

/// <summary>What to export: all of the graph, or what lies around some entities.</summary>
/// <param name="Format">As what.</param>
/// <param name="Path">The file, which must not be there; null for one in the current folder, named for version and format.</param>
/// <param name="Around">The ids in the middle; all of the graph where empty.</param>
/// <param name="Hops">The most links from the middle.</param>
internal sealed record ExportRequest(ExportFormat Format, string? Path, IReadOnlyList<EntityId> Around, int Hops);

/// <summary>Writes an export of a store into a file that is there whole or not at all.</summary>
internal static class ExportFile
{
    /// <summary>The most hops from the middle.</summary>
    public const int MostHops = 12;

    /// <summary>Writes it; gives a line for people, or what is wrong with the request.</summary>
    public static async Task<(string? Done, string? Problem)> WriteAsync(IGraphStore store, ExportRequest request, CancellationToken cancellation)
    {
        var builder = new GraphSnapshotBuilder();
        var graph = builder.Build(await store.ReadAllAsync(builder, cancellation).ConfigureAwait(false));
        var path = request.Path ?? request.Format.FileName(graph.Version.Number);
        if (File.Exists(path))
        {
            return (null, $"{path} is there already: name another file by --out, or remove it.");
        }

        string? part = null;
        if (request.Around.Count > 0)
        {
            var numbers = request.Around.Select(graph.IndexOf).ToArray();
            if (numbers.Contains(-1))
            {
                return (null, $"{request.Around[Array.IndexOf(numbers, -1)]} is not in the graph: correct the id.");
            }

            part = $"around {string.Join(", ", request.Around)}, {(request.Hops == 1 ? "1 hop" : FormattableString.Invariant($"{request.Hops} hops"))}";
            (graph, var complete) = Neighbourhood.Of(
                graph, numbers, LinkDirection.Both, request.Hops, LinkFilter.All,
                new SearchLimits { Hops = MostHops, Results = int.MaxValue, HubLinks = int.MaxValue, Expansions = long.MaxValue, Time = Timeout.InfiniteTimeSpan },
                TimeProvider.System, cancellation);
            part += complete ? "" : ", cut";
        }

        var unfinished = path + ".part";
        try
        {
            var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None);
            await using (file.ConfigureAwait(false))
            {
                await GraphExport.WriteAsync(graph, request.Format, part, file, cancellation).ConfigureAwait(false);
            }

            File.Move(unfinished, path);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }

        return (FormattableString.Invariant(
            $"{path}: version {graph.Version.Number}, {part ?? "the whole graph"}: {graph.EntityCount} entities, {graph.LinkCount} links, {graph.OfKind(EntityKind.Source).Length} sources"), null);
    }
}
