namespace IndustryGraph.Changes;

/// <summary>What becomes of an entity or a link.</summary>
public enum FactChangeType
{
    /// <summary>It was not there before.</summary>
    Added,

    /// <summary>It says something else than before.</summary>
    Changed,

    /// <summary>It is not there any more.</summary>
    Removed,
}
