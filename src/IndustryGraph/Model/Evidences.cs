namespace IndustryGraph.Model;

/// <summary>The closed list of evidences and the code by which files and stores name each.</summary>
public static class Evidences
{
    /// <summary>Every evidence, strongest first.</summary>
    public static IReadOnlyList<Evidence> All { get; } = Enum.GetValues<Evidence>();

    /// <summary>The evidence as files and stores write it.</summary>
    public static string Code(this Evidence evidence) => evidence switch
    {
        Evidence.Stated => "stated",
        Evidence.Derived => "derived",
        Evidence.Curated => "curated",
        _ => throw new ArgumentOutOfRangeException(nameof(evidence), evidence, "Not an evidence."),
    };

    /// <summary>Reads a code; false where no evidence has it.</summary>
    public static bool TryParse(ReadOnlySpan<char> code, out Evidence evidence)
    {
        (evidence, var known) = code switch
        {
            "stated" => (Evidence.Stated, true),
            "derived" => (Evidence.Derived, true),
            "curated" => (Evidence.Curated, true),
            _ => (default, false),
        };
        return known;
    }
}
