using IndustryGraph.Bundles.Exports;
using IndustryGraph.Model;
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

        if (ExportPart.Of(graph, request.Around, request.Hops, out var missing, cancellation) is not { } part)
        {
            return (null, $"{missing} is not in the graph: correct the id.");
        }

        var unfinished = path + ".part";
        try
        {
            var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None);
            await using (file.ConfigureAwait(false))
            {
                await GraphExport.WriteAsync(part.Graph, request.Format, part.Name, file, cancellation).ConfigureAwait(false);
            }

            File.Move(unfinished, path);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }

        return (FormattableString.Invariant(
            $"{path}: version {graph.Version.Number}, {part.Name ?? "the whole graph"}: {part.Graph.EntityCount} entities, {part.Graph.LinkCount} links, {part.Graph.OfKind(EntityKind.Source).Length} sources"), null);
    }
}
