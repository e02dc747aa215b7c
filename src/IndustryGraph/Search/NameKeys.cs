using IndustryGraph.Model;

namespace IndustryGraph.Search;

/// <summary>
/// How a store finds the candidates of a search without reading every name. It keeps, for each different folded word of
/// its names (<see cref="WordsOf"/>), the word's keys (<see cref="OfWord"/>) and the entities that have the word. A term of a
/// query can be in an entity that has a word with all of <see cref="All"/> or with one of <see cref="Any"/>; an entity can
/// match a query where that holds for each of its terms. <see cref="NameSearch.Rank"/> then says which do.
/// </summary>
/// <remarks>
/// A key is a hash: what shares one by accident is one candidate more. For Han words the keys are its characters and its
/// pairs of neighbours; for others the first letter, the first two, and each three neighbours; and, so that misspelt words
/// meet, the first seven letters with up to two left out (the symmetric deletion neighbourhood of SymSpell, W. Garbe 2012,
/// over FastSS, Bocek, Hunt and Stiller 2007). Where a digit is left in, that is no key: only terms of letters forgive slips.
/// </remarks>
public static class NameKeys
{
    /// <summary>Changes where a search would miss names by the keys that a store kept: it makes those of another number anew.</summary>
    public const int Version = 1;

    private const int Compared = 7;

    private enum Sort
    {
        Neighbours = 1,
        Start,
        Deletion,
    }

    /// <summary>The different folded words of an entity's names.</summary>
    public static IReadOnlyList<string> WordsOf(Names names) =>
        [.. FoldedNames.In(names).SelectMany(name => NameFolding.Words(NameFolding.Fold(name.Name))).Distinct(StringComparer.Ordinal)];

    /// <summary>The different keys of the words of an entity's names.</summary>
    public static IReadOnlySet<int> Of(Names names)
    {
        var keys = new HashSet<int>();
        foreach (var word in WordsOf(names))
        {
            AddWord(word, keys);
        }

        return keys;
    }

    /// <summary>The different keys of a folded word.</summary>
    public static IReadOnlyList<int> OfWord(string word)
    {
        var keys = new HashSet<int>();
        AddWord(word, keys);
        return [.. keys];
    }

    private static void AddWord(string word, HashSet<int> keys)
    {
        if (NameFolding.IsIdeographic(word))
        {
            AddNeighbours(word, 1, keys);
            AddNeighbours(word, 2, keys);
        }
        else
        {
            keys.Add(Key(Sort.Start, word.AsSpan(0, 1)));
            keys.Add(Key(Sort.Start, word.AsSpan(0, Math.Min(2, word.Length))));
            AddNeighbours(word, 3, keys);
            // A term of eight letters forgives two slips, so it meets words from six; a term of four forgives one.
            AddDeletions(word, word.Length >= 6 ? 2 : word.Length >= 3 ? 1 : -1, keys);
        }
    }

    /// <summary>The keys that a word which contains the term, or starts with it where it is short, has all of.</summary>
    public static IReadOnlyList<int> All(NameTerm term)
    {
        var keys = new HashSet<int>();
        if (term.IsShort)
        {
            keys.Add(Key(Sort.Start, term.Text));
        }
        else
        {
            AddNeighbours(term.Text, term.IsIdeographic ? Math.Min(2, term.Text.Length) : 3, keys);
        }

        return [.. keys];
    }

    /// <summary>The keys of which a word that is the term but for forgiven slips has one; none where none are forgiven.</summary>
    public static IReadOnlyList<int> Any(NameTerm term)
    {
        var keys = new HashSet<int>();
        AddDeletions(term.Text, term.Slips > 0 ? term.Slips : -1, keys);
        return [.. keys];
    }

    private static void AddNeighbours(string word, int count, HashSet<int> keys)
    {
        for (var i = 0; i + count <= word.Length; i++)
        {
            keys.Add(Key(Sort.Neighbours, word.AsSpan(i, count)));
        }
    }

    private static void AddDeletions(string word, int most, HashSet<int> keys)
    {
        if (most < 0)
        {
            return;
        }

        var start = word.AsSpan(0, Math.Min(Compared, word.Length));
        AddDeletion(start, keys);
        if (most == 0)
        {
            return;
        }

        Span<char> once = stackalloc char[Compared];
        Span<char> twice = stackalloc char[Compared];
        for (var i = 0; i < start.Length; i++)
        {
            var shorter = Without(start, i, once);
            AddDeletion(shorter, keys);
            for (var j = i; j < shorter.Length && most > 1; j++)
            {
                AddDeletion(Without(shorter, j, twice), keys);
            }
        }
    }

    private static void AddDeletion(ReadOnlySpan<char> left, HashSet<int> keys)
    {
        foreach (var unit in left)
        {
            if (!char.IsLetter(unit))
            {
                return;
            }
        }

        keys.Add(Key(Sort.Deletion, left));
    }

    private static ReadOnlySpan<char> Without(ReadOnlySpan<char> text, int at, Span<char> into)
    {
        text[..at].CopyTo(into);
        text[(at + 1)..].CopyTo(into[at..]);
        return into[..(text.Length - 1)];
    }

    // FNV-1a over the UTF-16 units: the same on every machine.
    private static int Key(Sort sort, ReadOnlySpan<char> text)
    {
        var hash = (2_166_136_261 ^ (uint)sort) * 16_777_619;
        foreach (var unit in text)
        {
            hash = (hash ^ unit) * 16_777_619;
        }

        return (int)hash;
    }
}
