using System.Diagnostics.CodeAnalysis;
using static IndustryGraph.Model.EntityKind;

namespace IndustryGraph.Model;

/// <summary>The closed list of link kinds: the code of each, and which kinds of entity it may join.</summary>
public static class LinkKinds
{
    private static readonly EntityKind[] Any = [.. EntityKinds.All.Where(kind => kind != Source)];

    /// <summary>Every kind, in the order of its number.</summary>
    public static IReadOnlyList<LinkKind> All { get; } = Enum.GetValues<LinkKind>();

    private static readonly Dictionary<string, LinkKind> ByCode =
        All.ToDictionary(kind => kind.Code(), StringComparer.Ordinal);

    /// <summary>The kind's name as files, stores and the GraphQL schema write it: <c>INPUT_TO</c>.</summary>
    public static string Code(this LinkKind kind) => kind switch
    {
        LinkKind.MemberOf => "MEMBER_OF",
        LinkKind.Broader => "BROADER",
        LinkKind.PartOf => "PART_OF",
        LinkKind.HasStage => "HAS_STAGE",
        LinkKind.InputTo => "INPUT_TO",
        LinkKind.Enables => "ENABLES",
        LinkKind.Transforms => "TRANSFORMS",
        LinkKind.AppliedIn => "APPLIED_IN",
        LinkKind.ConvergesWith => "CONVERGES_WITH",
        LinkKind.Promotes => "PROMOTES",
        LinkKind.CorrespondsTo => "CORRESPONDS_TO",
        LinkKind.RelatedTo => "RELATED_TO",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of link."),
    };

    /// <summary>Reads a code; false where no kind has it.</summary>
    public static bool TryParse([NotNullWhen(true)] string? code, out LinkKind kind)
    {
        kind = default;
        return code is not null && ByCode.TryGetValue(code, out kind);
    }

    /// <summary>The kinds of entity that a link of this kind may start from.</summary>
    public static IReadOnlyList<EntityKind> Sources(this LinkKind kind) => kind switch
    {
        LinkKind.HasStage => [Industry, IndustryGroup, Concept],
        LinkKind.Promotes => [Policy],
        _ => Any,
    };

    /// <summary>The kinds of entity that a link of this kind may lead to.</summary>
    public static IReadOnlyList<EntityKind> Targets(this LinkKind kind) => kind switch
    {
        LinkKind.MemberOf => [IndustryGroup],
        LinkKind.HasStage => [ChainStage],
        LinkKind.CorrespondsTo => [ClassificationItem],
        _ => Any,
    };
}
