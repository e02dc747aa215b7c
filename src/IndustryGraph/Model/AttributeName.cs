namespace IndustryGraph.Model;

/// <summary>The closed list of attributes that an entity or a link may carry. The numbers are stored.</summary>
public enum AttributeName : byte
{
    /// <summary>Position in a list, from 1. Whole number.</summary>
    Order = 1,

    /// <summary>Stage of the chain that the link's target stands for: upstream, midstream or downstream.</summary>
    Stage = 2,

    /// <summary>Input coefficient: value of the supplier's input per unit of the user's output, both in the same currency. 0 to 1.</summary>
    Coefficient = 3,

    /// <summary>Value of the flow from supplier to user in <see cref="Unit"/>.</summary>
    Flow = 4,

    /// <summary>Unit of <see cref="Flow"/>.</summary>
    Unit = 5,

    /// <summary>Year that the figures are of. Whole number.</summary>
    Year = 6,

    /// <summary>Quality of a concordance: exact, close, broad, narrow or partial (SKOS mapping properties).</summary>
    Match = 7,

    /// <summary>How a technology transforms the industry, in a few words.</summary>
    Practice = 8,

    /// <summary>The source's own verb, where the link's kind does not say it.</summary>
    Relation = 9,

    /// <summary>A remark.</summary>
    Note = 10,

    /// <summary>The classification that an item belongs to: its id.</summary>
    Scheme = 11,

    /// <summary>Notation of a classification item (<c>skos:notation</c>): text, leading zeros kept.</summary>
    Code = 12,

    /// <summary>Depth of a classification item, from 1. Whole number.</summary>
    Level = 13,

    /// <summary>Gross output of a sector, million USD.</summary>
    Output = 14,

    /// <summary>Who issued a document.</summary>
    Issuer = 15,

    /// <summary>Number of a document.</summary>
    Number = 16,

    /// <summary>Date of a document, as the document gives it.</summary>
    Date = 17,

    /// <summary>Where a document was read.</summary>
    Address = 18,
}
