namespace IndustryGraph.Search;

/// <summary>Gathers the words of all names for a <see cref="NameIndex"/>.</summary>
internal sealed class NameIndexWords
{
    private readonly Dictionary<uint, int> numberOfPair = [];
    private readonly Dictionary<string, int> numberOfWord = new(StringComparer.Ordinal);
    private readonly PostingsBuilder entitiesOfPair = new();
    private readonly PostingsBuilder entitiesOfWord = new();
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookUp;

    public NameIndexWords() => lookUp = numberOfWord.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Adds the words of an entity's folded names.</summary>
    public void Add(int entity, ReadOnlySpan<char> names)
    {
        while (!names.IsEmpty)
        {
            var length = names.IndexOfAny(' ', FoldedNames.End);
            var word = names[..length];
            names = names[(length + 1)..];
            if (word.IsEmpty)
            {
                continue;
            }

            if (NameFolding.IsIdeographic(word))
            {
                AddPairs(entity, word);
            }
            else
            {
                if (!lookUp.TryGetValue(word, out var number))
                {
                    number = numberOfWord.Count;
                    lookUp[word] = number;
                }

                entitiesOfWord.Add(number, entity);
            }
        }
    }

    /// <summary>The different pairs in ascending order, first character high, and the entities of each.</summary>
    public (uint[] Pairs, Postings Entities) SortedPairs()
    {
        var pairs = numberOfPair.Keys.ToArray();
        Array.Sort(pairs);
        return (pairs, entitiesOfPair.Build(Array.ConvertAll(pairs, pair => numberOfPair[pair])));
    }

    /// <summary>The different words in ordinal order, and the entities of each.</summary>
    public (string[] Words, Postings Entities) SortedWords()
    {
        var words = numberOfWord.Keys.ToArray();
        Array.Sort(words, StringComparer.Ordinal);
        return (words, entitiesOfWord.Build(Array.ConvertAll(words, word => numberOfWord[word])));
    }

    private void AddPairs(int entity, ReadOnlySpan<char> word)
    {
        for (var i = 0; i < word.Length; i++)
        {
            var pair = ((uint)word[i] << 16) | (i + 1 < word.Length ? word[i + 1] : 0u);
            if (!numberOfPair.TryGetValue(pair, out var number))
            {
                number = numberOfPair.Count;
                numberOfPair.Add(pair, number);
            }

            entitiesOfPair.Add(number, entity);
        }
    }
}
