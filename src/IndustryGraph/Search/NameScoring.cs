namespace IndustryGraph.Search;

/// <summary>
/// Compares a query with the names of one entity: the one place that says what matches and how well, for answers from an
/// index and for those from a store.
/// </summary>
internal static class NameScoring
{
    /// <summary>Scores an entity by its folded names (<see cref="FoldedNames"/>); false where it does not match.</summary>
    /// <param name="query">What is looked for.</param>
    /// <param name="asYouType">Whether words count only where a word starts, and slips do not.</param>
    /// <param name="names">The folded names.</param>
    /// <param name="score">How well it matches.</param>
    public static bool TryScore(NameQuery query, bool asYouType, ReadOnlySpan<char> names, out NameScore score)
    {
        score = default;
        if (query.Terms.Count == 0)
        {
            return false;
        }

        var rest = names;
        for (var name = 0; Next(ref rest, out var line); name++)
        {
            var match = MatchOf(query, asYouType, line);
            if (match is { } found && (score.Match == 0 || (found, line.Length).CompareTo((score.Match, score.Length)) < 0))
            {
                score = new NameScore(found, ValueOf(found, 0, query, line.Length), line.Length, name);
            }
        }

        return score.Match != 0 || TryScoreAcross(query, asYouType, names, out score);
    }

    /// <summary>
    /// Where the term stands in a folded name: where a word starts with it if there is such a word, else anywhere; -1 where
    /// it does not stand there.
    /// </summary>
    public static int Find(NameTerm term, bool asYouType, ReadOnlySpan<char> name)
    {
        var first = -1;
        var startsOnly = term.IsShort || (asYouType && !term.IsIdeographic);
        for (var from = 0; from <= name.Length - term.Text.Length; from++)
        {
            var found = name[from..].IndexOf(term.Text, StringComparison.Ordinal);
            if (found < 0)
            {
                break;
            }

            from += found;
            if (from == 0 || name[from - 1] == ' ')
            {
                return from;
            }

            first = first < 0 && !startsOnly ? from : first;
        }

        return first;
    }

    /// <summary>The word of a folded name that is the term but for forgiven slips, the one with the fewest; slips -1 where there is none.</summary>
    public static (int Slips, NameSpan Word) FindMisspelt(NameTerm term, ReadOnlySpan<char> name)
    {
        var (slips, span) = (-1, default(NameSpan));
        for (var start = 0; start < name.Length && term.Slips > 0;)
        {
            var length = name[start..].IndexOf(' ');
            length = length < 0 ? name.Length - start : length;
            if (Math.Abs(length - term.Text.Length) <= term.Slips && !NameFolding.IsIdeographic(name[start..]))
            {
                var distance = SpellingDistance.Within(term.Text, name.Slice(start, length), term.Slips);
                if (distance >= 0 && (slips < 0 || distance < slips))
                {
                    (slips, span) = (distance, new NameSpan(start, length));
                }
            }

            start += length + 1;
        }

        return (slips, span);
    }

    /// <summary>The names one after the other.</summary>
    public static bool Next(ref ReadOnlySpan<char> names, out ReadOnlySpan<char> name)
    {
        var end = names.IndexOf(FoldedNames.End);
        name = end < 0 ? default : names[..end];
        names = end < 0 ? default : names[(end + 1)..];
        return end >= 0;
    }

    private static NameMatch? MatchOf(NameQuery query, bool asYouType, ReadOnlySpan<char> name)
    {
        if (name.StartsWith(query.Folded, StringComparison.Ordinal))
        {
            return name.Length == query.Folded.Length ? NameMatch.Exact : NameMatch.Prefix;
        }

        var match = NameMatch.WordPrefix;
        foreach (var term in query.Terms)
        {
            var place = Find(term, asYouType, name);
            if (place < 0)
            {
                return null;
            }

            match = place == 0 || name[place - 1] == ' ' ? match : NameMatch.Contains;
        }

        return match;
    }

    private static bool TryScoreAcross(NameQuery query, bool asYouType, ReadOnlySpan<char> names, out NameScore score)
    {
        score = default;
        var slips = 0;
        foreach (var term in query.Terms)
        {
            var fewest = FewestSlips(term, asYouType, names);
            if (fewest < 0)
            {
                return false;
            }

            slips += fewest;
        }

        // Shown is the name with most of the words, then the shortest of these.
        var (most, shown, length) = (-1, 0, 0);
        var rest = names;
        for (var name = 0; Next(ref rest, out var line); name++)
        {
            var count = 0;
            foreach (var term in query.Terms)
            {
                count += Find(term, asYouType, line) >= 0 || (!asYouType && FindMisspelt(term, line).Slips >= 0) ? 1 : 0;
            }

            if (count > most || (count == most && line.Length < length))
            {
                (most, shown, length) = (count, name, line.Length);
            }
        }

        var match = slips == 0 ? NameMatch.AcrossNames : NameMatch.Fuzzy;
        score = new NameScore(match, ValueOf(match, slips, query, length), length, shown);
        return true;
    }

    private static int FewestSlips(NameTerm term, bool asYouType, ReadOnlySpan<char> names)
    {
        var fewest = -1;
        var rest = names;
        while (Next(ref rest, out var name))
        {
            if (Find(term, asYouType, name) >= 0)
            {
                return 0;
            }

            var slips = asYouType ? -1 : FindMisspelt(term, name).Slips;
            fewest = fewest < 0 || (slips >= 0 && slips < fewest) ? slips : fewest;
        }

        return fewest;
    }

    // A band for each kind of match, within it the share of the name that the text covers: a shorter name is higher. Among
    // fuzzy matches each number of slips has a band of its own.
    private static double ValueOf(NameMatch match, int slips, NameQuery query, int length)
    {
        var covered = Math.Min(1.0, (double)query.Folded.Length / length);
        return match switch
        {
            NameMatch.Exact => 1,
            NameMatch.Prefix => 0.8 + (0.2 * covered),
            NameMatch.WordPrefix => 0.6 + (0.2 * covered),
            NameMatch.Contains => 0.4 + (0.2 * covered),
            NameMatch.AcrossNames => 0.2 + (0.2 * covered),
            _ => 0.2 * (slips + covered) / (slips * (slips + 1.0)),
        };
    }
}
