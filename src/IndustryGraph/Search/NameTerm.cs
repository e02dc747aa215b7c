namespace IndustryGraph.Search;

/// <summary>One word of a search, folded.</summary>
public sealed record NameTerm
{
    // Beyond this a word is no word; it also bounds the work of comparing.
    private const int LongestForgiven = 64;

    internal NameTerm(string text)
    {
        Text = text;
        IsIdeographic = NameFolding.IsIdeographic(text);
        Slips = IsIdeographic || text.Length is < 4 or > LongestForgiven || !text.All(char.IsLetter) ? 0 : text.Length < 8 ? 1 : 2;
    }

    /// <summary>The folded word.</summary>
    public string Text { get; }

    /// <summary>Whether it consists of Han characters or kana.</summary>
    public bool IsIdeographic { get; }

    /// <summary>
    /// How many slips of spelling are forgiven: a letter too many, missing, wrong, or two neighbours swapped. None in Han
    /// text, in words with digits and in words of fewer than 4 letters; 1 in words of 4 to 7, 2 in longer ones.
    /// </summary>
    public int Slips { get; }

    /// <summary>
    /// Whether it is only found where a word starts. One or two letters stand inside too many words (<c>ai</c> in
    /// <c>chain</c>) to be searched for there.
    /// </summary>
    public bool IsShort => !IsIdeographic && Text.Length < 3;
}
