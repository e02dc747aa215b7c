namespace IndustryGraph.Model;

/// <summary>Where a fact comes from.</summary>
/// <param name="Source">The id of an entity of kind <see cref="EntityKind.Source"/>.</param>
/// <param name="Evidence">How the source supports the fact.</param>
/// <param name="Locator">The place in the source: a section, table or row.</param>
/// <param name="Quote">A few words of the source, at most <see cref="MaxQuoteLength"/> characters.</param>
public sealed record Citation(EntityId Source, Evidence Evidence, string? Locator = null, string? Quote = null)
{
    /// <summary>The longest permitted quote, in characters: enough to find the place, too short to copy a work.</summary>
    public const int MaxQuoteLength = 20;
}
