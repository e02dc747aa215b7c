namespace IndustryGraph.Paths;

/// <summary>What kept a search from looking at everything that its question covers.</summary>
public enum CutReason
{
    /// <summary>Nothing: the answer is exact.</summary>
    None,

    /// <summary>More hops were asked for than the limits permit, and the search was not at its end there.</summary>
    Hops,

    /// <summary>So many links were looked at as the limits permit.</summary>
    Expansions,

    /// <summary>There are more results than the limits permit; those given come first in the order of the results.</summary>
    Results,

    /// <summary>The time was up.</summary>
    Time,

    /// <summary>The search went to its end, but of an entity with very many links only the first were followed.</summary>
    Hub,
}
