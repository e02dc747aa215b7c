using IndustryGraph.Server.GraphQL;

namespace IndustryGraph.Server.Reads;

/// <summary>The version that requests are answered from now, and what answers them.</summary>
/// <param name="Reader">Answers from this very version.</param>
/// <param name="Stale">Whether the store may know a newer one.</param>
internal sealed record ServedGraph(IGraphReader Reader, bool Stale)
    : GraphVersionInfo(Reader.Version.Number, Reader.Version.LoadedAt, Stale);
