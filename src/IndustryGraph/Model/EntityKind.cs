namespace IndustryGraph.Model;

/// <summary>What an entity is. The numbers are stored: they are never reused.</summary>
public enum EntityKind : byte
{
    /// <summary>An industry: emerging, future or traditional.</summary>
    Industry = 1,

    /// <summary>A named group of industries, such as the eight emerging industries.</summary>
    IndustryGroup = 2,

    /// <summary>A field within an industry (子领域).</summary>
    Field = 3,

    /// <summary>A technology.</summary>
    Technology = 4,

    /// <summary>A product that is sold as a unit.</summary>
    Product = 5,

    /// <summary>A material or raw material.</summary>
    Material = 6,

    /// <summary>A service.</summary>
    Service = 7,

    /// <summary>A production process.</summary>
    Process = 8,

    /// <summary>A way of working that transforms an industry, such as precision agriculture (精准农业).</summary>
    Practice = 9,

    /// <summary>A scenario of use (应用场景).</summary>
    Scenario = 10,

    /// <summary>A stage of an industry's chain.</summary>
    ChainStage = 11,

    /// <summary>A classification scheme (<c>skos:ConceptScheme</c>).</summary>
    Classification = 12,

    /// <summary>An item of a classification scheme (<c>skos:Concept</c> with a notation).</summary>
    ClassificationItem = 13,

    /// <summary>A policy document or campaign.</summary>
    Policy = 14,

    /// <summary>A document or data set that facts are cited from.</summary>
    Source = 15,

    /// <summary>What a source states that is none of the other kinds.</summary>
    Concept = 16,
}
