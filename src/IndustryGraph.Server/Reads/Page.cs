namespace IndustryGraph.Server.Reads;

/// <summary>A part of a list.</summary>
/// <param name="Items">The items, in the order of the list.</param>
/// <param name="Total">How long the whole list is.</param>
/// <param name="HasPrevious">Whether items come before.</param>
/// <param name="HasNext">Whether items come after.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, int Total, bool HasPrevious, bool HasNext)
{
    /// <summary>The part with each item made into another.</summary>
    public Page<TNext> Select<TNext>(Func<T, TNext> next) => new([.. Items.Select(next)], Total, HasPrevious, HasNext);
}
