namespace IndustryGraph.Server.GraphQL;

/// <summary>Halves of surrogate pairs, as characters or as the escapes of GraphQL strings: text that no UTF-8 response can hold.</summary>
internal static class LoneSurrogates
{
    /// <summary>Whether a document holds one.</summary>
    public static bool In(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]))
            {
                if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
                {
                    return true;
                }

                i++;
            }
            else if (text[i] == '\\')
            {
                if (Escaped(text[i..]) is { } first)
                {
                    if (!char.IsHighSurrogate(first))
                    {
                        return true;
                    }

                    if (Escaped(text[(i + 6)..]) is not { } second || !char.IsLowSurrogate(second))
                    {
                        return true;
                    }

                    i += 11;
                }
                else
                {
                    // The next character is escaped; "\\ud800" is a backslash and then plain text.
                    i++;
                }
            }
        }

        return false;
    }

    private static char? Escaped(ReadOnlySpan<char> text) =>
        text.Length >= 6 && text[0] == '\\' && text[1] == 'u'
        && ushort.TryParse(text.Slice(2, 4), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var code)
        && char.IsSurrogate((char)code)
            ? (char)code
            : null;
}
