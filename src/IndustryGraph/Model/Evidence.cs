namespace IndustryGraph.Model;

/// <summary>How well a citation supports a fact; a higher number is weaker. The numbers are stored.</summary>
public enum Evidence : byte
{
    /// <summary>The source states it.</summary>
    Stated = 1,

    /// <summary>It follows from what the source states, by a rule (<c>prov:wasDerivedFrom</c>).</summary>
    Derived = 2,

    /// <summary>Editorial judgement that still wants its document.</summary>
    Curated = 3,
}
