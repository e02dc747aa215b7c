using IndustryGraph.Snapshots;
using IndustryGraph.Storage;

namespace IndustryGraph.Server.Schema;

/// <summary>An answer in numbers, and the snapshot that the numbers are of.</summary>
/// <param name="Part">The snapshot.</param>
/// <param name="Item">The answer.</param>
/// <param name="Whole">Whether the snapshot held all that the question covers.</param>
internal sealed record Located<T>(GraphSnapshot Part, T Item, bool Whole = true);

/// <summary>Turns numbers into what the schema's types are of.</summary>
internal static class LocatedExtensions
{
    /// <summary>The link of a number.</summary>
    public static AdjacentLink Adjacent(this GraphSnapshot part, int link) =>
        new(part.EntityAt(part.FromOf(link)).Id, part.LinkAt(link), part.EntityAt(part.ToOf(link)));
}
