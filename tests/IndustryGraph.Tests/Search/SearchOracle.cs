using IndustryGraph.Model;
using IndustryGraph.Search;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Tests.Search;

/// <summary>The rules of the search in their plainest form: every name of every entity, word by word.</summary>
internal static class SearchOracle
{
    public sealed record Found(EntityId Id, NameMatch Match, double Score, string Name);

    public static List<Found> Find(GraphSnapshot snapshot, string text, bool typing, EntityKind[] kinds)
    {
        var found = new List<(Found Found, int Length)>();
        foreach (var entity in snapshot.Entities)
        {
            if ((kinds.Length == 0 || kinds.Contains(entity.Kind)) && Answer(entity, NameFolding.Fold(text), typing) is { } answer)
            {
                found.Add((answer, NameFolding.Fold(answer.Name).Length));
            }
        }

        return [.. found.OrderByDescending(item => item.Found.Score).ThenBy(item => item.Length).ThenBy(item => item.Found.Id).Select(item => item.Found)];
    }

    public static int Distance(string left, string right)
    {
        var table = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                table[i, j] = i == 0 || j == 0 ? i + j : Math.Min(
                    Math.Min(table[i - 1, j], table[i, j - 1]) + 1, table[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
                }
            }
        }

        return table[left.Length, right.Length];
    }

    private static Found? Answer(Entity entity, string text, bool typing)
    {
        var names = ((string?[])[entity.Names.Chinese, entity.Names.English, .. entity.Names.Alternatives]).OfType<string>()
            .Select(name => (Written: name, Folded: NameFolding.Fold(name))).ToList();
        var terms = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct().ToList();
        if (terms.Count == 0)
        {
            return null;
        }

        var whole = names.Where(name => terms.All(term => Contains(name.Folded, term, typing)))
            .Select(name => (name.Written, name.Folded, Match: Match(name.Folded, text, terms)))
            .OrderBy(name => name.Match).ThenBy(name => name.Folded.Length).ToList();
        if (whole.Count > 0)
        {
            return new(entity.Id, whole[0].Match, Score(whole[0].Match, 0, text, whole[0].Folded), whole[0].Written);
        }

        var slips = terms.ConvertAll(term => names.Min(name => Slips(name.Folded, term, typing)));
        if (slips.Any(count => count > 2))
        {
            return null;
        }

        var shown = names.OrderByDescending(name => terms.Count(term => Slips(name.Folded, term, typing) <= 2)).ThenBy(name => name.Folded.Length).First();
        var match = slips.Sum() == 0 ? NameMatch.AcrossNames : NameMatch.Fuzzy;
        return new(entity.Id, match, Score(match, slips.Sum(), text, shown.Folded), shown.Written);
    }

    private static NameMatch Match(string name, string text, List<string> terms) =>
        name == text ? NameMatch.Exact
        : name.StartsWith(text, StringComparison.Ordinal) ? NameMatch.Prefix
        : terms.All(term => name.Split(' ').Any(word => word.StartsWith(term, StringComparison.Ordinal))) ? NameMatch.WordPrefix
        : NameMatch.Contains;

    private static bool Contains(string name, string term, bool typing) => name.Split(' ').Any(word =>
        !IsHan(term) && (typing || term.Length < 3)
            ? word.StartsWith(term, StringComparison.Ordinal)
            : word.Contains(term, StringComparison.Ordinal));

    // 3 stands for too many.
    private static int Slips(string name, string term, bool typing)
    {
        if (Contains(name, term, typing))
        {
            return 0;
        }

        var most = typing || IsHan(term) || !term.All(char.IsLetter) || term.Length < 4 ? 0 : term.Length < 8 ? 1 : 2;
        var least = name.Split(' ').Where(word => !IsHan(word)).Select(word => Distance(word, term)).DefaultIfEmpty(3).Min();
        return most > 0 && least <= most ? least : 3;
    }

    private static bool IsHan(string word) => word.Length > 0 && word[0] >= '\u3000';

    private static double Score(NameMatch match, int slips, string text, string name)
    {
        var covered = Math.Min(1, (double)text.Length / name.Length);
        return match switch
        {
            NameMatch.Exact => 1,
            NameMatch.Fuzzy => (0.2 / (slips + 1)) + (covered * ((0.2 / slips) - (0.2 / (slips + 1)))),
            _ => 1.2 - (0.2 * (int)match) + (0.2 * covered),
        };
    }
}
