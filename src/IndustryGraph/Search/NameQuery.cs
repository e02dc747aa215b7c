using System.Diagnostics.CodeAnalysis;

namespace IndustryGraph.Search;

/// <summary>
/// What somebody looks for: plain words, each of which must be found. There are no operators: quotes, stars, colons and
/// the like part words and mean nothing else; <c>AND</c> and <c>OR</c> are words.
/// </summary>
public sealed class NameQuery
{
    /// <summary>The longest permitted text, in UTF-16 units.</summary>
    public const int MaxLength = 200;

    private NameQuery(string text, string folded)
    {
        (Text, Folded) = (text, folded);
        Terms = [.. NameFolding.Words(folded).Distinct(StringComparer.Ordinal).Select(word => new NameTerm(word))];
    }

    /// <summary>The text as it was given.</summary>
    public string Text { get; }

    /// <summary>The folded text; empty where the text has no letter or digit: such a query finds nothing.</summary>
    public string Folded { get; }

    /// <summary>The different words, in the order given.</summary>
    public IReadOnlyList<NameTerm> Terms { get; }

    /// <summary>Reads a query; false, and what to do about it, where the text is too long.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out NameQuery? query, [NotNullWhen(false)] out string? problem)
    {
        (query, problem) = text.Length > MaxLength
            ? (null, $"A search text may have {MaxLength} characters; this one has {text.Length}. Search for fewer words.")
            : (new NameQuery(text, NameFolding.Fold(text)), (string?)null);
        return query is not null;
    }

    /// <summary>
    /// The query, then shorter ones to try in turn where it finds nothing: without its last part, without its first, without
    /// the last two, and so on, while at least half is left. A part is a Han character or a word of letters. Thus 量子信息产业
    /// leads to 量子信息.
    /// </summary>
    public IEnumerable<NameQuery> Shortened()
    {
        yield return this;
        var parts = Parts();
        for (var cut = 1; cut <= parts.Count / 2; cut++)
        {
            yield return Of(parts[0].Start, parts[^(cut + 1)].End);
            yield return Of(parts[cut].Start, parts[^1].End);
        }

        NameQuery Of(int start, int end) => new(Text, Folded[start..end]);
    }

    private List<NameSpan> Parts()
    {
        var parts = new List<NameSpan>();
        for (var i = 0; i < Folded.Length;)
        {
            var length = 1;
            if (char.IsHighSurrogate(Folded[i]))
            {
                length = 2;
            }
            else if (!NameFolding.IsIdeographic(Folded.AsSpan(i)))
            {
                var space = Folded.IndexOf(' ', i);
                length = (space < 0 ? Folded.Length : space) - i;
            }

            parts.Add(new NameSpan(i, length));
            i += length;
            i += i < Folded.Length && Folded[i] == ' ' ? 1 : 0;
        }

        return parts;
    }
}
