namespace IndustryGraph.Tests.Generators;

/// <summary>How large a random graph is, and how mean.</summary>
/// <param name="Entities">How many entities it has, sources among them.</param>
/// <param name="Links">How many links are tried; a few of them fall on others or are not permitted, so that it has a little less.</param>
/// <param name="OneHostileIn">One text of so many is hostile; none where 0.</param>
public sealed record GraphShape(int Entities = 30, int Links = 80, int OneHostileIn = 10);
