namespace IndustryGraph.Model;

/// <summary>Which way a link is read.</summary>
public enum LinkDirection
{
    /// <summary>From its start to its end.</summary>
    Out,

    /// <summary>From its end to its start.</summary>
    In,

    /// <summary>Either way.</summary>
    Both,
}
