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
    public static (int Start, int End) Cut<T>(IReadOnlyList<T> all, PageRequest page, Func<T, string> keyOf) =>
        Cut(all.Count, page, key => PlaceOf(all, key, keyOf));

    /// <summary>The part of an ordered list that is asked for.</summary>
    /// <param name="count">How long the list is.</param>
    /// <param name="page">The part.</param>
    /// <param name="placeOf">Gives the place of the item of a key; negative where there is none.</param>
    /// <exception cref="GraphQLProblem">A key names an item that the list does not have.</exception>
    public static (int Start, int End) Cut(int count, PageRequest page, Func<string, int> placeOf)
    {
        var start = page.After is null ? 0 : PlaceOf(page.After) + 1;
        var end = page.Before is null ? count : PlaceOf(page.Before);
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

        int PlaceOf(string key) => placeOf(key) is var place and >= 0 ? place : throw new GraphQLProblem(ErrorCodes.CursorGone,
            $"The cursor names '{key}', which this list does not have: it belongs to another list, or was removed since. Start again without a cursor.");
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

        return -1;
    }
}
