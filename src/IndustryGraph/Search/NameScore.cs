using IndustryGraph.Model;

namespace IndustryGraph.Search;

/// <summary>How well an entity answers a query, and with which of its names.</summary>
/// <param name="Match">How.</param>
/// <param name="Value">From 0 to 1.</param>
/// <param name="Length">The length of the folded name.</param>
/// <param name="Name">Which name: its place among <see cref="FoldedNames.In"/>.</param>
internal readonly record struct NameScore(NameMatch Match, double Value, int Length, int Name)
{
    /// <summary>Best first: the higher score, the shorter name, the lower id.</summary>
    public static IComparer<(NameScore Score, EntityId Id)> BestFirst { get; } =
        Comparer<(NameScore Score, EntityId Id)>.Create((left, right) =>
        {
            var order = right.Score.Value.CompareTo(left.Score.Value);
            order = order != 0 ? order : left.Score.Length.CompareTo(right.Score.Length);
            return order != 0 ? order : left.Id.CompareTo(right.Id);
        });
}
