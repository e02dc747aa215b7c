namespace IndustryGraph.Model;

/// <summary>The type of an attribute's value.</summary>
public enum AttributeType
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A 64-bit whole number.</summary>
    Whole,

    /// <summary>A finite 64-bit floating-point number.</summary>
    Number,
}
