namespace IndustryGraph.Model;

/// <summary>A thing of the graph: an industry, a technology, a product, an item of a classification, a source, ….</summary>
/// <param name="Id">The lasting id.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Names">Its names.</param>
/// <param name="Citations">Where it is taken from. A source is its own citation.</param>
public sealed record Entity(EntityId Id, EntityKind Kind, Names Names, Citations Citations)
{
    // The citations alone, or with a validity: few entities have one, and an entity is 8 bytes smaller for it.
    private readonly object provenance = Citations;

    /// <summary>Where it is taken from. A source is its own citation.</summary>
    public Citations Citations
    {
        get => provenance as Citations ?? ((Dated)provenance).Citations;
        init => provenance = Joined(value, Validity);
    }

    /// <summary>One sentence in Chinese that says what it is.</summary>
    public string? DefinitionChinese { get; init; }

    /// <summary>One sentence in English that says what it is.</summary>
    public string? DefinitionEnglish { get; init; }

    /// <summary>When it exists.</summary>
    public Validity Validity
    {
        get => (provenance as Dated)?.Validity ?? Validity.Always;
        init => provenance = Joined(Citations, value);
    }

    /// <summary>Its attributes, of those that its kind may carry.</summary>
    public Attributes Attributes { get; init; } = Attributes.None;

    private static object Joined(Citations citations, Validity validity) =>
        validity == Validity.Always ? citations : new Dated(citations, validity);

    private sealed record Dated(Citations Citations, Validity Validity);
}
