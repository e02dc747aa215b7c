namespace IndustryGraph.Model;

/// <summary>What can be asked of a <see cref="LinkDirection"/>.</summary>
public static class LinkDirections
{
    /// <summary>The direction in which to walk to find what leads here.</summary>
    public static LinkDirection Against(this LinkDirection direction) => direction switch
    {
        LinkDirection.Out => LinkDirection.In,
        LinkDirection.In => LinkDirection.Out,
        _ => LinkDirection.Both,
    };
}
