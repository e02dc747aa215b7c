namespace IndustryGraph.Bundles.Mapping;

/// <summary>What a column of a table in another shape seems to hold.</summary>
internal enum ColumnRole
{
    /// <summary>Nothing that is known.</summary>
    Unknown,

    /// <summary>What a column of the bundle holds, by whose name it is called.</summary>
    Field,

    /// <summary>A code that is unique in its list.</summary>
    Code,

    /// <summary>A name, in Chinese or English.</summary>
    Name,

    /// <summary>What supplies the row's entity, or where a link starts.</summary>
    Supplier,

    /// <summary>What the row's entity supplies, or where a link leads.</summary>
    User,

    /// <summary>The industry or chain that the row's entity belongs to.</summary>
    Whole,
}
