using System.Globalization;
using IndustryGraph.Model;
using IndustryGraph.Search;

namespace IndustryGraph.Storage;

/// <summary>
/// The keys of names as text for a store's full-text index: each key eight hexadecimal digits, so that a token is the same
/// to every tokenizer and no text of a user ever reaches the language of the index's queries.
/// </summary>
internal static class NameTokens
{
    /// <summary>
    /// How many tokens a query may ask for. A full-text index of Lucene takes 1,024 clauses; a query of
    /// <see cref="NameQuery.MaxLength"/> plain characters makes fewer than 800.
    /// </summary>
    private const int MostAsked = 1_000;

    private const int TokenLength = 8;

    /// <summary>What a word must have for one term of a query: all of some tokens, or one of others.</summary>
    public readonly record struct Term(IReadOnlyList<string> All, IReadOnlyList<string> Any);

    /// <summary>The tokens of an entity's names, each once, with a space between.</summary>
    public static string Of(Names names)
    {
        var keys = NameKeys.Of(names);
        return keys.Count == 0 ? "" : string.Create(keys.Count * (TokenLength + 1) - 1, keys, static (text, keys) =>
        {
            text.Fill(' ');
            foreach (var key in keys)
            {
                key.TryFormat(text, out _, "x8", CultureInfo.InvariantCulture);
                text = text[Math.Min(TokenLength + 1, text.Length)..];
            }
        });
    }

    /// <summary>
    /// For each term of the query what an entity must have. Where that is more than an index takes, which only characters
    /// that fold to many can make, something is left out: then the index finds more.
    /// </summary>
    public static IReadOnlyList<Term> Of(NameQuery query)
    {
        var asked = new List<Term>();
        var left = MostAsked;
        foreach (var term in query.Terms)
        {
            var (all, any) = (NameKeys.All(term), NameKeys.Any(term));
            if (any.Count == 0)
            {
                all = [.. all.Take(left)];
            }

            if (all.Count > 0 && all.Count + any.Count <= left)
            {
                asked.Add(new Term([.. all.Select(Token)], [.. any.Select(Token)]));
                left -= all.Count + any.Count;
            }
        }

        return asked;
    }

    private static string Token(int key) => key.ToString("x8", CultureInfo.InvariantCulture);
}
