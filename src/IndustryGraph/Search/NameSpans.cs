namespace IndustryGraph.Search;

/// <summary>Finds which parts of a name, as it is written, answer a query.</summary>
internal static class NameSpans
{
    public static IReadOnlyList<NameSpan> Of(NameQuery query, bool asYouType, string name)
    {
        var (folded, origins) = NameFolding.FoldWithOrigins(name);
        if (folded.StartsWith(query.Folded, StringComparison.Ordinal))
        {
            return [Original(new NameSpan(0, query.Folded.Length), origins)];
        }

        var spans = new List<NameSpan>(query.Terms.Count);
        foreach (var term in query.Terms)
        {
            var place = NameScoring.Find(term, asYouType, folded);
            var span = place >= 0 ? new NameSpan(place, term.Text.Length)
                : asYouType ? default : NameScoring.FindMisspelt(term, folded).Word;
            if (span.Length > 0)
            {
                spans.Add(Original(span, origins));
            }
        }

        return Merge(spans);
    }

    private static NameSpan Original(NameSpan folded, List<NameSpan> origins)
    {
        var start = origins[folded.Start].Start;
        return new NameSpan(start, origins[folded.End - 1].End - start);
    }

    private static List<NameSpan> Merge(List<NameSpan> spans)
    {
        spans.Sort((left, right) => (left.Start, left.End).CompareTo((right.Start, right.End)));
        var merged = new List<NameSpan>(spans.Count);
        foreach (var span in spans)
        {
            if (merged.Count > 0 && span.Start < merged[^1].End)
            {
                var start = merged[^1].Start;
                merged[^1] = new NameSpan(start, Math.Max(merged[^1].End, span.End) - start);
            }
            else
            {
                merged.Add(span);
            }
        }

        return merged;
    }
}
