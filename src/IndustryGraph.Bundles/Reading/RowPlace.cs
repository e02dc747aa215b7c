using IndustryGraph.Model;

namespace IndustryGraph.Bundles.Reading;

/// <summary>Where a fact stands in the bundle.</summary>
/// <param name="Table">The file.</param>
/// <param name="Line">The line on which its row starts.</param>
/// <param name="Source">The source that the row cites; null where it cites none that can be read.</param>
internal readonly record struct RowPlace(Table Table, int Line, EntityId? Source);
