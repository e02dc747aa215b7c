namespace IndustryGraph.Model;

/// <summary>A directed statement about two entities.</summary>
/// <param name="Id">The ends, the kind and the qualifier.</param>
/// <param name="Citations">Where it is taken from.</param>
public sealed record Link(LinkId Id, Citations Citations)
{
    /// <summary>Where it starts.</summary>
    public EntityId From => Id.From;

    /// <summary>What it means.</summary>
    public LinkKind Kind => Id.Kind;

    /// <summary>Where it leads.</summary>
    public EntityId To => Id.To;

    /// <summary>When it holds.</summary>
    public Validity Validity { get; init; } = Validity.Always;

    /// <summary>Its attributes, of those that its kind may carry.</summary>
    public Attributes Attributes { get; init; } = Attributes.None;
}
