using IndustryGraph.Server.GraphQL;

namespace IndustryGraph.Server.Reads;

/// <summary>Cuts a part out of a list.</summary>
internal static class Paging
{
    /// <summary>
    /// The part of an ordered list that is asked for. A key names an item, not a place: it holds in every version of the graph
    /// that has the item.
    /// </summary>
    /// <exception cref="GraphQLProblem">A key names an item that the list does not have.</exception>
    public static (int Start, int End) Cut<T>(IReadOnlyList<T> all, PageRequest page, Func<T, string> keyOf)
    {
        var start = page.After is null ? 0 : PlaceOf(all, page.After, keyOf) + 1;
        var end = page.Before is null ? all.Count : PlaceOf(all, page.Before, keyOf);
        end = Math.Max(start, end);
        if (page.First is { } first && end - start > first)
        {
            end = start + first;
        }

        if (page.Last is { } last && end - start > last)
        {
            start = end - last;
        }

        return (start, end);
    }

    /// <summary>The part of an ordered list that is asked for.</summary>
    public static Page<T> Of<T>(IReadOnlyList<T> all, PageRequest page, Func<T, string> keyOf)
    {
        var (start, end) = Cut(all, page, keyOf);
        var items = new T[end - start];
        for (var i = start; i < end; i++)
        {
            items[i - start] = all[i];
        }

        return new Page<T>(items, all.Count, start > 0, end < all.Count);
    }

    private static int PlaceOf<T>(IReadOnlyList<T> all, string key, Func<T, string> keyOf)
    {
        for (var i = 0; i < all.Count; i++)
        {
            if (keyOf(all[i]) == key)
            {
                return i;
            }
        }

        throw new GraphQLProblem(ErrorCodes.CursorGone,
            $"The cursor names '{key}', which this list does not have: it belongs to another list, or was removed since. Start again without a cursor.");
    }
}
