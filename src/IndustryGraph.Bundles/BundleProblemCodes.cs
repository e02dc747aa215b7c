using System.Text;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Bundles;

/// <summary>How problem codes are written.</summary>
public static class BundleProblemCodes
{
    private static readonly string[] Codes = [.. Enum.GetNames<BundleProblemCode>().Select(UpperSnake)];

    /// <summary>The stable code: <c>DANGLING_END</c>.</summary>
    public static string Code(this BundleProblemCode code) => Codes[(int)code];

    /// <summary>The code for what the graph's own rules found.</summary>
    internal static BundleProblemCode Of(ProblemCode code) => code switch
    {
        ProblemCode.DuplicateEntity => BundleProblemCode.DuplicateEntity,
        ProblemCode.DuplicateLink => BundleProblemCode.DuplicateLink,
        ProblemCode.DanglingEnd => BundleProblemCode.DanglingEnd,
        ProblemCode.UnknownSource => BundleProblemCode.UnknownSource,
        ProblemCode.UnknownScheme => BundleProblemCode.UnknownScheme,
        ProblemCode.TaxonomyCycle => BundleProblemCode.TaxonomyCycle,
        ProblemCode.EndKindRefused => BundleProblemCode.EndKindRefused,
        ProblemCode.AttributeRefused => BundleProblemCode.AttributeRefused,
        ProblemCode.KindChanged => BundleProblemCode.KindChanged,
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "A bundle cannot have this problem."),
    };

    private static string UpperSnake(string name)
    {
        var text = new StringBuilder();
        foreach (var c in name)
        {
            if (char.IsAsciiLetterUpper(c) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToUpperInvariant(c));
        }

        return text.ToString();
    }
}
