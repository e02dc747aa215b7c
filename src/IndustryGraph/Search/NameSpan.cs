namespace IndustryGraph.Search;

/// <summary>A part of a name, in UTF-16 units as in C#, Java and JavaScript.</summary>
/// <param name="Start">Where it starts.</param>
/// <param name="Length">How long it is.</param>
public readonly record struct NameSpan(int Start, int Length)
{
    /// <summary>The place after its last unit.</summary>
    public int End => Start + Length;
}
