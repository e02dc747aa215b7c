using System.Diagnostics.CodeAnalysis;

namespace IndustryGraph.Model;

/// <summary>The closed list of entity kinds and the code by which files and stores name each.</summary>
public static class EntityKinds
{
    /// <summary>Every kind, in the order of its number.</summary>
    public static IReadOnlyList<EntityKind> All { get; } = Enum.GetValues<EntityKind>();

    private static readonly Dictionary<string, EntityKind> ByCode =
        All.ToDictionary(kind => kind.Code(), StringComparer.Ordinal);

    /// <summary>The kind's name as files, stores and the GraphQL schema write it: <c>IndustryGroup</c>.</summary>
    public static string Code(this EntityKind kind) => kind switch
    {
        EntityKind.Industry => nameof(EntityKind.Industry),
        EntityKind.IndustryGroup => nameof(EntityKind.IndustryGroup),
        EntityKind.Field => nameof(EntityKind.Field),
        EntityKind.Technology => nameof(EntityKind.Technology),
        EntityKind.Product => nameof(EntityKind.Product),
        EntityKind.Material => nameof(EntityKind.Material),
        EntityKind.Service => nameof(EntityKind.Service),
        EntityKind.Process => nameof(EntityKind.Process),
        EntityKind.Practice => nameof(EntityKind.Practice),
        EntityKind.Scenario => nameof(EntityKind.Scenario),
        EntityKind.ChainStage => nameof(EntityKind.ChainStage),
        EntityKind.Classification => nameof(EntityKind.Classification),
        EntityKind.ClassificationItem => nameof(EntityKind.ClassificationItem),
        EntityKind.Policy => nameof(EntityKind.Policy),
        EntityKind.Source => nameof(EntityKind.Source),
        EntityKind.Concept => nameof(EntityKind.Concept),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of entity."),
    };

    /// <summary>Reads a code; false where no kind has it.</summary>
    public static bool TryParse([NotNullWhen(true)] string? code, out EntityKind kind)
    {
        kind = default;
        return code is not null && ByCode.TryGetValue(code, out kind);
    }
}
