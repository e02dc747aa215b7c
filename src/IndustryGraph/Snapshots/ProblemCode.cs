namespace IndustryGraph.Snapshots;

/// <summary>What can be wrong with a graph or a change of it.</summary>
public enum ProblemCode
{
    /// <summary>An entity id stands twice.</summary>
    DuplicateEntity,

    /// <summary>A link id stands twice.</summary>
    DuplicateLink,

    /// <summary>A link names an entity that is not there.</summary>
    DanglingEnd,

    /// <summary>A citation names a source that is not there, or an entity that is no source.</summary>
    UnknownSource,

    /// <summary>A classification item names a scheme that is not there, or an entity that is no classification.</summary>
    UnknownScheme,

    /// <summary><c>BROADER</c> links lead back to where they started.</summary>
    TaxonomyCycle,

    /// <summary>A link of this kind may not join entities of these kinds.</summary>
    EndKindRefused,

    /// <summary>An entity or a link of this kind may not carry the attribute.</summary>
    AttributeRefused,

    /// <summary>An entity would change its kind: its id says what it is.</summary>
    KindChanged,

    /// <summary>What is to be removed is not there.</summary>
    NothingToRemove,

    /// <summary>What is to be taken back was changed again since.</summary>
    ChangedSince,

    /// <summary>A store holds it in a form that is none of the model's: somebody changed it there by hand.</summary>
    Unreadable,
}
