using IndustryGraph.Model;

namespace IndustryGraph.Search;

/// <summary>An entity that was found, and why.</summary>
/// <param name="Entity">The entity.</param>
/// <param name="Score">From 0 to 1; hits are in its order. What it is made of, the function that gives the hit says.</param>
/// <param name="Match">How the name answers the text.</param>
/// <param name="Name">The name that answers best, as it is written.</param>
/// <param name="Origin">Which of the entity's names it is.</param>
/// <param name="Spans">Which parts of the name answer, in order, without overlap; where the words are found across names, those in this one.</param>
public sealed record NameHit(
    Entity Entity, double Score, NameMatch Match, string Name, NameOrigin Origin, IReadOnlyList<NameSpan> Spans);
