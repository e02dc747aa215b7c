namespace IndustryGraph.Model;

/// <summary>The names of an entity: a preferred one in Chinese, in English or both, and alternatives (<c>skos:altLabel</c>).</summary>
/// <remarks>A struct, so that the names of a graph's many entities are no objects of their own.</remarks>
public readonly record struct Names
{
    /// <exception cref="ArgumentException">There is no preferred name.</exception>
    public Names(string? chinese, string? english, TextList? alternatives = null)
    {
        if (string.IsNullOrWhiteSpace(chinese) && string.IsNullOrWhiteSpace(english))
        {
            throw new ArgumentException("An entity needs a Chinese or an English name.");
        }

        Chinese = string.IsNullOrWhiteSpace(chinese) ? null : chinese;
        English = string.IsNullOrWhiteSpace(english) ? null : english;
        Alternatives = alternatives ?? TextList.None;
    }

    /// <summary>The preferred Chinese name.</summary>
    public string? Chinese { get; }

    /// <summary>The preferred English name.</summary>
    public string? English { get; }

    /// <summary>Other names, of any language, in the order given.</summary>
    public TextList Alternatives { get; }

    /// <summary>The preferred name in the language, or in the other where there is none.</summary>
    public string In(Language language) =>
        (language == Language.Chinese ? Chinese ?? English : English ?? Chinese)!;
}
