namespace IndustryGraph.Server.Schema;

/// <summary>Where a page lies in its list.</summary>
internal sealed record PageInfo(bool HasNext, bool HasPrevious, string? Start, string? End);
