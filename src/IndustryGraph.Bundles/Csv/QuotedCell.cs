namespace IndustryGraph.Bundles.Csv;

/// <summary>The rules of RFC 4180 about quotation marks in one cell.</summary>
internal static class QuotedCell
{
    /// <summary>Whether the cell has no quotation mark, or is quoted whole with those inside doubled.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> raw)
    {
        if (raw.IsEmpty || raw[0] != '"')
        {
            return !raw.Contains('"');
        }

        return EndOf(raw) == raw.Length;
    }

    /// <summary>Where a cell that starts with a quotation mark is closed: behind the closing mark; -1 where it is not.</summary>
    /// <param name="raw">Text whose first character is the opening mark.</param>
    /// <param name="from">Where to search from, at least 1; what lies before holds no closing mark.</param>
    public static int EndOf(ReadOnlySpan<char> raw, int from = 1)
    {
        var at = from;
        while (raw[at..].IndexOf('"') is var next and >= 0)
        {
            at += next + 1;
            if (at == raw.Length || raw[at] != '"')
            {
                return at;
            }

            at++;
        }

        return -1;
    }

    /// <summary>The text of a well-formed cell: without its quotation marks, CR LF as LF.</summary>
    public static ReadOnlySpan<char> Text(ReadOnlySpan<char> raw)
    {
        if (raw.IsEmpty || raw[0] != '"')
        {
            return raw;
        }

        var inner = raw[1..^1];
        return inner.IndexOfAny('"', '\r') < 0
            ? inner
            : inner.ToString().Replace("\"\"", "\"", StringComparison.Ordinal).Replace("\r\n", "\n", StringComparison.Ordinal);
    }
}
