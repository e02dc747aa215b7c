using IndustryGraph.Model;

namespace IndustryGraph.Bundles;

/// <summary>How files write each evidence.</summary>
internal static class EvidenceCodes
{
    private static readonly string[] Codes = ["stated", "derived", "curated"];

    /// <summary>Every code, strongest first.</summary>
    public static IReadOnlyList<string> All => Codes;

    /// <summary>The code of an evidence.</summary>
    public static string Code(this Evidence evidence) => Codes[(int)evidence - 1];

    /// <summary>Reads a code; null where no evidence has it.</summary>
    public static Evidence? Find(ReadOnlySpan<char> code)
    {
        for (var i = 0; i < Codes.Length; i++)
        {
            if (code.SequenceEqual(Codes[i]))
            {
                return (Evidence)(i + 1);
            }
        }

        return null;
    }
}
