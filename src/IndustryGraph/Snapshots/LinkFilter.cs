using IndustryGraph.Model;

namespace IndustryGraph.Snapshots;

/// <summary>Which links a question follows: by kind and by the strongest evidence that each has.</summary>
/// <remarks>
/// A link's kind and evidence are kept in six bits, so that the filter is one 64-bit mask and the test one shift.
/// </remarks>
public readonly record struct LinkFilter
{
    private readonly ulong mask;

    private LinkFilter(ulong mask) => this.mask = mask;

    /// <summary>Every link.</summary>
    public static LinkFilter All { get; } = Of(LinkKinds.All);

    /// <summary>Links of these kinds whose strongest citation is no weaker than <paramref name="weakest"/>.</summary>
    public static LinkFilter Of(IEnumerable<LinkKind> kinds, Evidence weakest = Evidence.Curated)
    {
        ulong mask = 0;
        foreach (var kind in kinds)
        {
            for (var evidence = Evidence.Stated; evidence <= weakest; evidence++)
            {
                mask |= 1UL << Traits(kind, evidence);
            }
        }

        return new LinkFilter(mask);
    }

    /// <summary>Links of one kind.</summary>
    public static LinkFilter Of(LinkKind kind, Evidence weakest = Evidence.Curated) => Of([kind], weakest);

    /// <summary>Whether a link with these traits passes.</summary>
    public bool Passes(byte traits) => ((mask >> traits) & 1) != 0;

    /// <summary>The six bits that stand for a kind and a strongest evidence.</summary>
    public static byte Traits(LinkKind kind, Evidence strongest) => (byte)((int)kind | ((int)strongest << 4));

    internal static LinkKind KindOf(byte traits) => (LinkKind)(traits & 15);

    internal static Evidence EvidenceOf(byte traits) => (Evidence)(traits >> 4);
}
