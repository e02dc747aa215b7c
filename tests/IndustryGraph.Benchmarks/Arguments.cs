using System.Globalization;

namespace IndustryGraph.Benchmarks;

/// <summary>What stands behind the name of a comparison on the command line.</summary>
internal sealed class Arguments(string[] words)
{
    public bool Has(string name) => words.Contains(name);

    public string? Text(string name) => Array.IndexOf(words, name) is var at and >= 0 && at + 1 < words.Length ? words[at + 1] : null;

    /// <exception cref="ArgumentException">There is another word in its place.</exception>
    public int Number(string name, int otherwise) => Text(name) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new ArgumentException($"{name} takes a number, not '{text}'.");

    /// <summary>How many rounds are counted.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public int Rounds(int otherwise) =>
        Number("--rounds", otherwise) is var rounds and > 0 ? rounds : throw new ArgumentException("--rounds takes a number from 1 on: of none there is no median.");
}
