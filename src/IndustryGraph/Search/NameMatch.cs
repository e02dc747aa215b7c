namespace IndustryGraph.Search;

/// <summary>How a name answers a search, the best first.</summary>
public enum NameMatch : byte
{
    /// <summary>The name is the text.</summary>
    Exact = 1,

    /// <summary>The name starts with the text.</summary>
    Prefix = 2,

    /// <summary>Words of the name start with the words of the text.</summary>
    WordPrefix = 3,

    /// <summary>The name contains the words of the text, some of them within its words.</summary>
    Contains = 4,

    /// <summary>The entity's names contain the words of the text, but no name all of them.</summary>
    AcrossNames = 5,

    /// <summary>Some word of the text is only found if slips of spelling are forgiven.</summary>
    Fuzzy = 6,
}
