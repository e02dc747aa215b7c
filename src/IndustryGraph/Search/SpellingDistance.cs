namespace IndustryGraph.Search;

/// <summary>
/// The optimal string alignment distance: how many letters to insert, remove, replace or swap with their neighbour, where
/// no letter takes part twice (Damerau 1964, in Wagner and Fischer's table).
/// </summary>
internal static class SpellingDistance
{
    /// <summary>The distance where it is at most <paramref name="most"/>, else -1. Takes time in the shorter length × <paramref name="most"/>.</summary>
    public static int Within(ReadOnlySpan<char> left, ReadOnlySpan<char> right, int most)
    {
        if (Math.Abs(left.Length - right.Length) > most)
        {
            return -1;
        }

        var width = right.Length + 1;
        var rows = 3 * width <= 768 ? stackalloc int[3 * width] : new int[3 * width];
        var before = rows[..width];
        var last = rows.Slice(width, width);
        var now = rows[(2 * width)..];
        for (var j = 0; j < width; j++)
        {
            last[j] = j;
        }

        var far = most + 1;
        for (var i = 1; i <= left.Length; i++)
        {
            // Cells further from the diagonal than the limit are above it, whatever they are.
            var (start, end) = (Math.Max(1, i - most), Math.Min(right.Length, i + most));
            now[start - 1] = start == 1 ? i : far;
            var least = now[start - 1];
            for (var j = start; j <= end; j++)
            {
                var above = j == i + most ? far : last[j];
                var cost = Math.Min(Math.Min(above, now[j - 1]) + 1, last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    cost = Math.Min(cost, before[j - 2] + 1);
                }

                now[j] = cost;
                least = Math.Min(least, cost);
            }

            if (least > most)
            {
                return -1;
            }

            var free = before;
            before = last;
            last = now;
            now = free;
        }

        return last[right.Length] <= most ? last[right.Length] : -1;
    }

    /// <summary>From 0 to 1: the share of the longer text that need not be changed.</summary>
    public static double Similarity(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var longer = Math.Max(left.Length, right.Length);
        return longer == 0 ? 1 : 1 - ((double)Within(left, right, longer) / longer);
    }
}
