namespace IndustryGraph.Model;

/// <summary>What a link means. The numbers are stored: they are never reused.</summary>
public enum LinkKind : byte
{
    /// <summary>Industry → group: listed among the eight, the nine, ….</summary>
    MemberOf = 1,

    /// <summary>Narrower → broader (<c>skos:broader</c>). Acyclic.</summary>
    Broader = 2,

    /// <summary>Belongs to an industry's chain; the stage, where known, is on the link.</summary>
    PartOf = 3,

    /// <summary>Industry → stage of its chain, in order.</summary>
    HasStage = 4,

    /// <summary>Supplier → user: a supply link, with an input coefficient where a table gives one. May have cycles.</summary>
    InputTo = 5,

    /// <summary>Makes possible.</summary>
    Enables = 6,

    /// <summary>Upgrades an existing industry (改造提升).</summary>
    Transforms = 7,

    /// <summary>Used in a scenario or sector.</summary>
    AppliedIn = 8,

    /// <summary>Grows together with (融合); read both ways, stored once.</summary>
    ConvergesWith = 9,

    /// <summary>A policy names it.</summary>
    Promotes = 10,

    /// <summary>A concordance to an item of another scheme, with the quality of the match.</summary>
    CorrespondsTo = 11,

    /// <summary>What a source states between two entities and none of the others says (<c>skos:related</c>).</summary>
    RelatedTo = 12,
}
