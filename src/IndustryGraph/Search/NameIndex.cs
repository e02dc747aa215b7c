using System.Numerics;
using System.Runtime.InteropServices;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Search;

/// <summary>
/// The folded names of a graph, and for each word which entities can have it. Han text is found by its pairs of neighbouring
/// characters, other words by a sorted list of the different ones, which is small beside the names.
/// </summary>
internal sealed class NameIndex
{
    private readonly char[] text;
    private readonly int[] textStarts;
    private readonly uint[] pairs;
    private readonly Postings ofPair;
    private readonly string words;
    private readonly int[] wordStarts;
    private readonly uint[] letters;
    private readonly Postings ofWord;

    public NameIndex(GraphSnapshot snapshot)
    {
        var folded = new List<char>(snapshot.EntityCount * 24);
        textStarts = new int[snapshot.EntityCount + 1];
        var gathered = new NameIndexWords();
        for (var entity = 0; entity < snapshot.EntityCount; entity++)
        {
            FoldedNames.Append(snapshot.EntityAt(entity).Names, folded);
            textStarts[entity + 1] = folded.Count;
            gathered.Add(entity, CollectionsMarshal.AsSpan(folded)[textStarts[entity]..]);
        }

        text = [.. folded];
        (pairs, ofPair) = gathered.SortedPairs();
        (var sorted, ofWord) = gathered.SortedWords();
        words = string.Join(FoldedNames.End, sorted);
        wordStarts = new int[sorted.Length + 1];
        letters = new uint[sorted.Length];
        for (var word = 0; word < sorted.Length; word++)
        {
            wordStarts[word + 1] = wordStarts[word] + sorted[word].Length + 1;
            letters[word] = LettersOf(sorted[word]);
        }
    }

    /// <summary>The folded names of an entity.</summary>
    public ReadOnlySpan<char> NamesOf(int entity) => text.AsSpan(textStarts[entity]..textStarts[entity + 1]);

    /// <summary>Marks every entity that has the term, and some that do not.</summary>
    public void Mark(NameTerm term, bool asYouType, EntitySet into)
    {
        if (term.IsIdeographic)
        {
            MarkPairs(term.Text, into);
            return;
        }

        MarkWordsThatStartWith(term.Text, into);
        if (!asYouType && !term.IsShort)
        {
            MarkWordsThatContain(term.Text, into);
            MarkMisspelt(term, into);
        }
    }

    private void MarkPairs(string han, EntitySet into)
    {
        if (han.Length == 1)
        {
            // The last character of a word makes a pair with 0: all pairs that start with the character are neighbours.
            for (var i = FirstPair((uint)han[0] << 16); i < pairs.Length && pairs[i] >> 16 == han[0]; i++)
            {
                into.Add(ofPair[i]);
            }

            return;
        }

        ReadOnlySpan<int> rarest = default;
        for (var i = 0; i + 1 < han.Length; i++)
        {
            var pair = ((uint)han[i] << 16) | han[i + 1];
            var place = FirstPair(pair);
            if (place == pairs.Length || pairs[place] != pair)
            {
                return;
            }

            rarest = i == 0 || ofPair[place].Length < rarest.Length ? ofPair[place] : rarest;
        }

        into.Add(rarest);
    }

    private int FirstPair(uint pair)
    {
        var place = Array.BinarySearch(pairs, pair);
        return place < 0 ? ~place : place;
    }

    private void MarkWordsThatStartWith(string start, EntitySet into)
    {
        var (low, high) = (0, letters.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = Word(middle).SequenceCompareTo(start) < 0 ? (middle + 1, high) : (low, middle);
        }

        for (; low < letters.Length && Word(low).StartsWith(start, StringComparison.Ordinal); low++)
        {
            into.Add(ofWord[low]);
        }
    }

    private void MarkWordsThatContain(string part, EntitySet into)
    {
        for (var from = 0; from < words.Length;)
        {
            var found = words.AsSpan(from).IndexOf(part, StringComparison.Ordinal);
            if (found < 0)
            {
                return;
            }

            var word = Array.BinarySearch(wordStarts, from + found);
            word = word < 0 ? ~word - 1 : word;
            into.Add(ofWord[word]);
            from = wordStarts[word + 1];
        }
    }

    private void MarkMisspelt(NameTerm term, EntitySet into)
    {
        // Each slip adds or removes at most two different letters: words that differ in more are not measured.
        var own = LettersOf(term.Text);
        for (var word = 0; word < letters.Length && term.Slips > 0; word++)
        {
            if (BitOperations.PopCount(letters[word] ^ own) <= 2 * term.Slips
                && SpellingDistance.Within(term.Text, Word(word), term.Slips) >= 0)
            {
                into.Add(ofWord[word]);
            }
        }
    }

    private ReadOnlySpan<char> Word(int word) => words.AsSpan(wordStarts[word]..(wordStarts[word + 1] - 1));

    // Which letters a word has, a bit for each; letters that share a bit only let more words pass.
    private static uint LettersOf(ReadOnlySpan<char> word)
    {
        uint letters = 0;
        foreach (var letter in word)
        {
            letters |= 1u << (letter & 31);
        }

        return letters;
    }
}
