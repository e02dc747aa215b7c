using IndustryGraph.Model;

namespace IndustryGraph.Snapshots;

/// <summary>What a link carries beside its ends and kind. Links that carry the same share one.</summary>
internal readonly record struct LinkDetails(string? Qualifier, Citations Citations, Validity Validity, Attributes Attributes);
