namespace IndustryGraph.Search;

/// <summary>Which of an entity's names matched.</summary>
public enum NameOrigin : byte
{
    /// <summary>The preferred Chinese name.</summary>
    Chinese = 1,

    /// <summary>The preferred English name.</summary>
    English = 2,

    /// <summary>An alternative name.</summary>
    Alternative = 3,
}
