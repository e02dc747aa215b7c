namespace IndustryGraph.Search;

/// <summary>What a name of a list may stand for.</summary>
/// <param name="Name">The name as it was given.</param>
/// <param name="Candidates">The entities, most similar first.</param>
/// <param name="IsCertain">Whether exactly one entity has a name that is the same but for folding; it is then the first.</param>
/// <param name="Problem">What to do where the name could not be looked for; null where it was.</param>
public sealed record NameCandidates(string Name, IReadOnlyList<NameHit> Candidates, bool IsCertain, string? Problem);
