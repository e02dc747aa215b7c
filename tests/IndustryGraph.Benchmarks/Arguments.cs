using System.Globalization;

namespace IndustryGraph.Benchmarks;

/// <summary>What stands behind the name of a comparison on the command line.</summary>
internal sealed class Arguments(string[] words)
{
    public bool Has(string name) => words.Contains(name);

    public string? Text(string name) => Array.IndexOf(words, name) is var at and >= 0 && at + 1 < words.Length ? words[at + 1] : null;

    public int Number(string name, int otherwise) => Text(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
