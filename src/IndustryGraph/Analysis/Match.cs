namespace IndustryGraph.Analysis;

/// <summary>
/// How an item's extent relates to another's, from the strongest to the weakest; <see cref="Narrow"/> and
/// <see cref="Broad"/> are equally strong.
/// </summary>
public enum Match
{
    /// <summary>They cover the same (<c>skos:exactMatch</c>).</summary>
    Exact,

    /// <summary>They cover nearly the same (<c>skos:closeMatch</c>).</summary>
    Close,

    /// <summary>The other lies within this one (<c>skos:narrowMatch</c>).</summary>
    Narrow,

    /// <summary>This one lies within the other (<c>skos:broadMatch</c>).</summary>
    Broad,

    /// <summary>They overlap, or may.</summary>
    Partial,
}

/// <summary>A match that was put together from several.</summary>
/// <param name="Kind">How the extents relate.</param>
/// <param name="Assured">
/// Whether it follows from the matches on the way. False for a partial match of which they leave open whether the two
/// overlap at all: a candidate to look at.
/// </param>
public readonly record struct ComposedMatch(Match Kind, bool Assured)
{
    /// <summary>The item itself.</summary>
    public static ComposedMatch Same { get; } = new(Match.Exact, true);

    /// <summary>From strong to weak: exact 0, close 1, narrow and broad 2, partial 3, partial and not assured 4.</summary>
    public int Weakness => (Kind, Assured) switch
    {
        (Match.Exact, _) => 0,
        (Match.Close, _) => 1,
        (Match.Narrow or Match.Broad, _) => 2,
        (_, true) => 3,
        _ => 4,
    };

    /// <summary>
    /// This match, and from there the next: as sets contain and meet each other. Exact changes nothing, close makes
    /// exact close; narrow and narrow is narrow, broad and broad is broad; what lies within this one and within a broader
    /// one (narrow, then broad) is a part of both, so partial; a partial match of a narrower item is one of this item, and
    /// the broader item of a partial match is partial too. All else (broad, then narrow or partial; partial, then
    /// narrow or partial) leaves open whether anything is common.
    /// </summary>
    public ComposedMatch Then(Match next) => (Kind, next) switch
    {
        (Match.Exact, _) => new(next, true),
        (Match.Close, Match.Exact) => this,
        (Match.Close, _) => new(next, true),
        (_, Match.Exact or Match.Close) => this,
        (Match.Narrow, Match.Narrow) or (Match.Broad, Match.Broad) => this,
        (Match.Narrow, _) => new(Match.Partial, true),
        (Match.Partial, Match.Broad) => this,
        _ => new(Match.Partial, false),
    };

    /// <summary>The match read the other way.</summary>
    public static Match Inverse(Match match) => match switch
    {
        Match.Narrow => Match.Broad,
        Match.Broad => Match.Narrow,
        _ => match,
    };
}
