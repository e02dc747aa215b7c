using IndustryGraph.Search;

namespace IndustryGraph.Server.Reads;

/// <summary>The hits of a search.</summary>
/// <param name="Names">The hits, best first.</param>
/// <param name="Complete">Whether every name was looked at; else there may be better hits and more.</param>
internal sealed record SearchAnswer(NameHits Names, bool Complete);
