namespace IndustryGraph.Paths;

/// <summary>How the input coefficients along a path make its strength. A link without a coefficient, or with 0, is not followed.</summary>
public enum PathStrength
{
    /// <summary>
    /// Their product: the value of the first entity's output that reaches the last by this path alone, per unit of the
    /// last one's output; one term of the Leontief series.
    /// </summary>
    Product,

    /// <summary>The least of them: the widest path (maximum bottleneck).</summary>
    Bottleneck,
}
