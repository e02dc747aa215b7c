using System.Text;

namespace IndustryGraph.Loads;

/// <summary>What a store can keep of the texts of a request.</summary>
internal static class RequestText
{
    /// <summary>What is wrong with the text; null where nothing is.</summary>
    public static string? Refusal(string text, string name) =>
        text.Length > LoadRequest.MaxTextLength ? $"The {name} has {text.Length} characters, and may have {LoadRequest.MaxTextLength}: shorten it."
        : text.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar || (Rune.IsControl(rune) && rune.Value is not ('\n' or '\t')))
            ? $"The {name} has a control character or a broken one: remove it."
        : null;
}
